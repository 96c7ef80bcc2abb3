import MarketTypes

/// The numbers that records bear for cases whose own order says something else: the place in a list that only grows.

extension Refusal {
  /// New ones come at the end, wherever they stand in order of precedence.
  public static let inJournalOrder: [Refusal] = [
    .timeGoesBack, .unknownAccount, .unknownInstrument, .openingIsOver, .accountNumberNotNext, .counterpartyIsSelf,
    .amountNotPositive, .balanceLimit, .forcedNotAllowed, .accountBlocked, .orderRateExceeded, .phaseForbids,
    .protectionActive, .unknownOrder, .clientOrderIDReserved, .duplicateClientOrderID, .quantityIsZero,
    .quantityAboveLimit, .lotSizeNotMet, .priceBelowOne, .priceAboveLimit, .tickSizeNotMet, .marketOrderCannotRest,
    .postOnlyContradiction, .conditionsContradict, .expiryNotAhead, .noTriggerPrice, .triggerAlreadyMet,
    .noPegReference, .amendChangesNothing, .notionalBelowMinimum, .priceOutsideBand, .tooManyOpenOrders,
    .positionAboveLimit, .reduceOnlyWouldIncrease, .postOnlyWouldTake, .noMark, .noLiquidity, .minimumNotFillable,
    .fillOrKillNotFillable, .initialMarginNotMet, .freeCollateralExceeded, .unknownAsset, .unknownSource,
    .unknownFund, .ownerNotAllowed, .noScenarios, .notThisInstrument, .notSameOwner, .assetLimit, .factorOutOfRange,
    .lossUncovered, .contractExpired, .noPosition, .oppositePosition, .openOrdersRemain, .notionalAboveMaximum,
    .openInterestAboveLimit, .timeTooFarAhead, .backstopExists, .contributionExceeded,
  ]

  @usableFromInline static let numbers = journalNumbers(of: inJournalOrder)

  @inlinable var number: UInt8 { Self.numbers[Int(rawValue)] }
}

extension RefusedAction {
  public static let inJournalOrder: [RefusedAction] = [
    .openAccount, .deposit, .fund, .withdraw, .openHolding, .openMark, .openOrder, .submit, .cancel, .amend, .reduce,
    .setIndex, .explainQuote, .clock, .replace, .massCancel, .massQuote, .protect, .unblock, .bust, .setPhase,
    .trigger, .report, .roll, .transfer, .movePosition, .setMarginFactor, .contribute, .settleContract,
  ]

  @usableFromInline static let numbers = journalNumbers(of: inJournalOrder)

  @inlinable var number: UInt8 { Self.numbers[Int(rawValue)] }
}

/// By raw value, the place of each case in its list.
private func journalNumbers<Choice: RawRepresentable<UInt8> & CaseIterable>(of list: [Choice]) -> [UInt8] {
  var numbers = [UInt8](repeating: 0, count: Choice.allCases.count)
  invariant(list.count == numbers.count, "\(list.count) of \(numbers.count) cases of \(Choice.self) have numbers")
  for (number, choice) in list.enumerated() { numbers[Int(choice.rawValue)] = UInt8(number) }
  return numbers
}

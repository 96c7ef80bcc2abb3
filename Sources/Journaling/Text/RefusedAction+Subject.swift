import MarketTypes

/// What a refusal's account and instrument mean: for some actions nothing.
extension RefusedAction {
  var hasAccount: Bool {
    switch self {
    case .fund, .openMark, .setIndex, .clock, .setPhase, .report, .roll, .setMarginFactor, .settleContract:
      false
    case .openAccount, .deposit, .withdraw, .openHolding, .openOrder, .submit, .cancel, .amend, .reduce, .explainQuote,
      .replace, .massCancel, .massQuote, .protect, .unblock, .bust, .transfer, .movePosition, .contribute, .trigger:
      true
    }
  }

  /// A mass cancel and a phase may be of all instruments, and a price an asset's, which a refusal does not tell from
  /// the first.
  var hasInstrument: Bool {
    switch self {
    case .openAccount, .deposit, .fund, .withdraw, .clock, .massCancel, .unblock, .setPhase, .report, .roll, .transfer,
      .contribute:
      false
    case .openHolding, .openMark, .openOrder, .submit, .cancel, .amend, .reduce, .setIndex, .explainQuote, .replace,
      .massQuote, .protect, .bust, .movePosition, .setMarginFactor, .settleContract, .trigger:
      true
    }
  }
}

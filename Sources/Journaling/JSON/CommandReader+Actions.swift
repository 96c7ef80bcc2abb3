import MarketTypes
import Notation

/// What each kind of command asks. Every key is asked for before giving up, so that all that is wrong is told at once.
extension CommandReader {
  func action(_ kind: CommandKind, from reader: inout ObjectReader) -> Command.Action? {
    switch kind {
    case .openAccount: opening(&reader).map(Command.Action.openAccount)
    case .deposit: payment(&reader).map { .deposit($0, $1, of: $2) }
    case .fund: fund(&reader)
    case .withdraw: payment(&reader).map { .withdraw($0, $1, of: $2) }
    case .openHolding: holding(&reader).map(Command.Action.openHolding)
    case .openMark: update(&reader).map(Command.Action.openMark)
    case .openOrder: order(&reader).map(Command.Action.openOrder)
    case .submit: order(&reader).map(Command.Action.submit)
    case .cancel:
      subject(&reader).map { .cancel(OrderCancel(account: $0.account, instrument: $0.instrument, target: $0.target)) }
    case .amend: amend(&reader)
    case .reduce:
      both(subject(&reader), reader.quantity()).map { subject, lots in
        .reduce(
          OrderReduce(account: subject.account, instrument: subject.instrument, target: subject.target, by: lots))
      }
    case .replace:
      both(target(&reader, .replacedOrder, .replacedClient), order(&reader)).map { target, order in
        .replace(OrderReplace(target, with: order))
      }
    case .massCancel: massCancel(&reader)
    case .massQuote: massQuote(&reader)
    case .protect: protection(&reader)
    case .unblock: account(&reader).map(Command.Action.unblock)
    case .bust: bust(&reader)
    case .setPhase: phase(&reader)
    case .setIndex: update(&reader).map(Command.Action.setIndex)
    case .explainQuote: terms(&reader)
    case .clock: .clock
    case .report: report(&reader)
    case .roll: roll(&reader)
    case .transfer: transfer(&reader)
    case .movePosition: positionMove(&reader)
    case .setMarginFactor: marginFactor(&reader)
    case .contribute: both(account(&reader), reader.amount()).map { .contribute($0, $1) }
    case .settleContract: update(&reader).map(Command.Action.settleContract)
    }
  }

  /// The two of them, if there are both.
  func both<First, Second>(_ first: First?, _ second: Second?) -> (First, Second)? {
    guard let first, let second else { return nil }
    return (first, second)
  }

  private func opening(_ reader: inout ObjectReader) -> AccountOpening? {
    let account = reader.required(.account).flatMap { self.account(named: $0, isNew: true) }
    let kind = reader.choice(.accountKind, from: AccountKind.allCases, default: .cross)
    let group = reader.short(.group, from: 0, default: 0)
    // Its owner must be there already: it is no name that this line could make.
    let owner = reader.optional(.owner).map { self.account(named: $0, isNew: false) }
    let isolated = kind == .isolated ? instrument(&reader) : InstrumentID(number: 0)
    guard let account, let isolated, owner != .some(nil) else { return nil }
    return AccountOpening(account: account, kind: kind, group: group, owner: owner ?? nil, instrument: isolated)
  }

  private func holding(_ reader: inout ObjectReader) -> HoldingOpening? {
    let account = account(&reader)
    let counterparty = self.account(&reader, Column.counterparty.name)
    let instrument = instrument(&reader)
    let position = reader.integer(.holding)
    let price = reader.price()
    guard let account, let counterparty, let instrument, let position, let price else { return nil }
    return HoldingOpening(
      account: account, counterparty: counterparty, instrument: instrument, position: Position(lots: position),
      price: price)
  }

  private func update(_ reader: inout ObjectReader) -> PriceUpdate? {
    both(instrument(&reader), reader.price()).map { PriceUpdate(instrument: $0, price: $1) }
  }

  // MARK: Orders that stand

  private func subject(
    _ reader: inout ObjectReader
  ) -> (account: AccountID, instrument: InstrumentID, target: OrderReference)? {
    let account = account(&reader)
    let instrument = instrument(&reader)
    let target = target(&reader, .order, .client)
    guard let account, let instrument, let target else { return nil }
    return (account, instrument, target)
  }

  /// By the venue's number or by the client's, and not by both.
  private func target(_ reader: inout ObjectReader, _ byOrder: Column, _ byClient: Column) -> OrderReference? {
    switch (reader.optional(byOrder), reader.optional(byClient)) {
    case (let order?, nil):
      return order.integer(in: .min ... .max).map { .order(OrderID(number: $0)) }
    case (nil, let client?):
      return client.client().map(OrderReference.client)
    case (_?, _?):
      reader.refuse("\(byOrder.name) and \(byClient.name) both name an order", at: byClient.name, hint: "say one")
    case (nil, nil):
      reader.refuse("no order is named", hint: "add \(byOrder.name), the venue's number, or \(byClient.name)")
    }
    return nil
  }

  private func amend(_ reader: inout ObjectReader) -> Command.Action? {
    let subject = subject(&reader)
    let quantity = reader.optional(.quantity)?.integer(in: .min ... .max)
    let limit = reader.optional(.price)?.integer(in: .min ... .max)
    let trigger = reader.optional(.trigger)?.integer(in: .min ... .max)
    return subject.map {
      .amend(
        OrderAmend(
          account: $0.account, instrument: $0.instrument, target: $0.target,
          quantity: quantity.map(Quantity.init(lots:)), limit: limit.map(Price.init(ticks:)),
          trigger: trigger.map(Price.init(ticks:))))
    }
  }

  // MARK: Many orders

  private func massCancel(_ reader: inout ObjectReader) -> Command.Action? {
    let account = account(&reader)
    let instrument = reader.optional(.instrument).map { self.instrument(named: $0) }
    let side = reader.optional(.side).map { $0.choice(from: Side.codes) }
    let occasion = reader.choice(.occasion, from: MassCancelOccasion.allCases, default: .request)
    return account.map {
      .massCancel(MassCancel(account: $0, instrument: instrument ?? nil, side: side ?? nil, occasion: occasion))
    }
  }

  private func massQuote(_ reader: inout ObjectReader) -> Command.Action? {
    let account = account(&reader)
    let instrument = instrument(&reader)
    let entry = reader.integer(Column.entry.name, in: 0...Int64(UInt32.max), default: 0)
    let bid = quoteSide(&reader, .bid, .bidQuantity)
    let ask = quoteSide(&reader, .ask, .askQuantity)
    let terms = terms(of: &reader)
    guard let account, let instrument, let bid, let ask else { return nil }
    return .massQuote(
      MassQuote(
        account: account, instrument: instrument, entry: UInt32(truncatingIfNeeded: entry), bid: bid.0, bid.1,
        ask: ask.0, ask.1, terms: terms))
  }

  /// Price and quantity; without both, nothing is quoted on that side.
  private func quoteSide(_ reader: inout ObjectReader, _ price: Column, _ quantity: Column) -> (Price, Quantity)? {
    if !reader.has(price.name), !reader.has(quantity.name) { return (Price(ticks: 0), .zero) }
    return both(reader.price(price), reader.quantity(quantity))
  }

  private func protection(_ reader: inout ObjectReader) -> Command.Action? {
    let account = account(&reader)
    let instrument = instrument(&reader)
    let lots = reader.quantity()
    let window = reader.optional(.window)?.nanoseconds(to: .max)
    let pause = reader.optional(.pause)?.nanoseconds(to: .max)
    guard let account, let instrument, let lots else { return nil }
    return .protect(
      MakerProtection(
        account: account, instrument: instrument, lots: lots, within: window ?? .zero,
        pause: pause ?? .zero))
  }

  // MARK: The administrator

  private func bust(_ reader: inout ObjectReader) -> Command.Action? {
    let taker = account(&reader)
    let maker = account(&reader, Column.counterparty.name)
    let instrument = instrument(&reader)
    let takerOrder = reader.integer(.order)
    let makerOrder = reader.integer(.counterpartyOrder)
    let side = reader.choice(.side, from: Side.allCases)
    let (price, quantity) = (reader.price(), reader.quantity())
    let terms = terms(of: &reader)
    guard let taker, let maker, let instrument, let takerOrder, let makerOrder, let side, let price, let quantity
    else { return nil }
    return .bust(
      Fill(
        maker: OrderID(number: makerOrder), taker: OrderID(number: takerOrder), price: price, quantity: quantity,
        makerAccount: maker, takerAccount: taker, instrument: instrument, takerSide: side,
        isForced: terms.contains(.forced)))
  }

  private func phase(_ reader: inout ObjectReader) -> Command.Action? {
    let instrument = reader.optional(.instrument).map { self.instrument(named: $0) }
    let until = reader.optional(.until)?.integer(in: .min...latest.nanoseconds)
    return reader.choice(.phase, from: Phase.allCases).map {
      .setPhase(PhaseChange($0, of: instrument ?? nil, until: until.map(Time.init(nanoseconds:))))
    }
  }

  private func terms(_ reader: inout ObjectReader) -> Command.Action? {
    let account = account(&reader)
    let instrument = instrument(&reader)
    let parts = [.base, .volatility, .inventory, .toxicity, .depth, .stress, .skew, .withdrawn, .halfSpread]
      .map { reader.short($0) ?? 0 }
    let reason = reader.choice(.withdrawal, from: WithdrawalReason.allCases)
    guard let account, let instrument, let reason else { return nil }
    return .explainQuote(
      QuoteTerms(
        account: account, instrument: instrument, base: parts[0], volatility: parts[1], inventory: parts[2],
        toxicity: parts[3], depth: parts[4], stress: parts[5], skew: parts[6], withdrawn: parts[7], reason: reason,
        halfSpread: parts[8]))
  }
}

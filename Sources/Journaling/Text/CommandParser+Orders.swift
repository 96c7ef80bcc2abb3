import MarketTypes
import Notation

/// The parts of a line about orders, holdings and quotes.
extension CommandParser {
  /// `2 BTC at 101 fill-or-kill reduce-only show 1 as a1`, after account and side.
  func order(_ words: inout LineWords, _ side: Side, of account: AccountID) throws(LineFault) -> Order {
    let quantity = try quantity(&words)
    if let word = words.next, Self.conditionWords.contains(word), roster.instrument(word) == nil {
      throw words.fault("expected \"at\", found \"\(word)\"", hint: "\"\(word)\" stands after the limit")
    }
    var order = Order(
      account: account, instrument: try instrument(&words), side: side, quantity: quantity, limit: nil)
    try words.expect("at")
    try price(of: &order, &words)
    try conditions(of: &order, &words)
    return order
  }

  /// `101`, `market`, `market to limit`, `peg bid -1`.
  private func price(of order: inout Order, _ words: inout LineWords) throws(LineFault) {
    if words.take("market") {
      guard words.take("to") else { return }
      try words.expect("limit")
      order.terms = .marketToLimit
    } else if let peg = try peg(&words) {
      order.conditions.peg = peg
    } else {
      order.limit = try price(&words, orElse: " or \"market\"")
    }
  }

  /// `a1 BTC`, after account and verb.
  func cancel(_ words: inout LineWords, by account: AccountID) throws(LineFault) -> OrderCancel {
    let target = try target(&words)
    return OrderCancel(account: account, instrument: try instrument(&words), target: target)
  }

  /// `a1 BTC by 2`, after account and verb.
  func reduce(_ words: inout LineWords, by account: AccountID) throws(LineFault) -> OrderReduce {
    let target = try target(&words)
    let instrument = try instrument(&words)
    try words.expect("by")
    return OrderReduce(account: account, instrument: instrument, target: target, by: try quantity(&words))
  }

  /// `a1 BTC to 3 at 102 trigger 99`, after account and verb.
  func amend(_ words: inout LineWords, by account: AccountID) throws(LineFault) -> OrderAmend {
    let target = try target(&words)
    var amend = OrderAmend(account: account, instrument: try instrument(&words), target: target)
    if words.take("to") { amend.quantity = try quantity(&words) }
    if words.take("at") { amend.limit = try price(&words) }
    if words.take("trigger") { amend.trigger = try price(&words) }
    return amend
  }

  /// `5 BTC at 100 against lp`, after account and direction.
  func holding(
    _ words: inout LineWords, of account: AccountID, isShort: Bool
  ) throws(LineFault) -> HoldingOpening {
    let start = words
    let size: UInt64 = try words.integer("a number of lots")
    guard let lots = Int64(exactly: isShort ? -Int128(size) : Int128(size)) else {
      throw start.fault("no position has so many lots")
    }
    let instrument = try instrument(&words)
    try words.expect("at")
    let price = try price(&words)
    try words.expect("against")
    let counterparty = try self.account(&words)
    return HoldingOpening(
      account: account, counterparty: counterparty, instrument: instrument, position: Position(lots: lots),
      price: price)
  }

  /// `BTC base 1000 volatility 500 …`, after account and verb.
  func terms(_ words: inout LineWords, of account: AccountID) throws(LineFault) -> QuoteTerms {
    func part(_ name: String, of words: inout LineWords) throws(LineFault) -> Int32 {
      try words.expect(name)
      return try words.integer("the \(name)")
    }
    return QuoteTerms(
      account: account, instrument: try instrument(&words), base: try part("base", of: &words),
      volatility: try part("volatility", of: &words), inventory: try part("inventory", of: &words),
      toxicity: try part("toxicity", of: &words), depth: try part("depth", of: &words),
      stress: try part("stress", of: &words), skew: try part("skew", of: &words),
      withdrawn: try part("withdrawn", of: &words), reason: try withdrawalReason(&words),
      halfSpread: try part("half-spread", of: &words))
  }

  /// `for volatility`.
  private func withdrawalReason(_ words: inout LineWords) throws(LineFault) -> WithdrawalReason {
    try words.expect("for")
    return try words.choice("the reason", from: WithdrawalReason.allCases.map { ($0.phrase.word, $0) })
  }

  /// `BTC 101`.
  func update(_ words: inout LineWords) throws(LineFault) -> PriceUpdate {
    let instrument = try instrument(&words)
    return PriceUpdate(instrument: instrument, price: try price(&words))
  }
}

// MARK: - Single words

extension CommandParser {
  /// - Parameter others: words that could have stood here instead, for the hint.
  func account(_ words: inout LineWords, orOneOf others: [String] = []) throws(LineFault) -> AccountID {
    guard let word = words.next, let account = roster.account(word) else {
      throw words.unexpected("an account", candidates: roster.names.accounts + others)
    }
    _ = words.take(word)
    return account
  }

  /// The instrument, or the only one if none is named.
  func instrument(_ words: inout LineWords) throws(LineFault) -> InstrumentID {
    if let word = words.next, let instrument = roster.instrument(word) {
      _ = words.take(word)
      return instrument
    }
    // What no instrument can be named shows that it was left out.
    let isLeftOut = words.next.map { !Roster.isUsable($0) } ?? true
    if isLeftOut && roster.hasOneInstrument { return InstrumentID(number: 0) }
    throw words.unexpected(
      "an instrument", candidates: roster.names.instruments,
      hint: isLeftOut ? "only a venue with one instrument can do without its name" : nil)
  }

  func price(_ words: inout LineWords, orElse other: String = "") throws(LineFault) -> Price {
    Price(ticks: try words.integer("a price\(other)"))
  }

  func quantity(_ words: inout LineWords) throws(LineFault) -> Quantity {
    Quantity(lots: try words.integer("a number of lots"))
  }

  func amount(_ words: inout LineWords) throws(LineFault) -> Money {
    Money(units: try words.integer("an amount"))
  }

  func target(_ words: inout LineWords) throws(LineFault) -> OrderReference {
    if words.take("order") { return .order(OrderID(number: try words.integer("the order's number"))) }
    return .client(try client(&words))
  }

  func client(_ words: inout LineWords) throws(LineFault) -> ClientOrderID {
    guard let word = words.next else { throw words.fault("expected an order's label") }
    guard let client = Int64(word).map(ClientOrderID.init(number:)) ?? ClientOrderID(label: word) else {
      throw words.fault(
        "\"\(word)\" cannot label an order",
        hint: "a label is a letter and up to 9 more of A-Z a-z 0-9 - _, or a whole number")
    }
    _ = words.take(word)
    return client
  }
}

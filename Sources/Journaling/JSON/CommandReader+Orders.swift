import MarketTypes
import Notation

/// An order with all its terms.
extension CommandReader {
  func order(_ reader: inout ObjectReader) -> Order? {
    let account = account(&reader)
    let instrument = instrument(&reader)
    let side = reader.choice(.side, from: Side.allCases)
    let quantity = reader.quantity()
    let limit = reader.optional(.price)?.integer(in: .min ... .max)
    let client = reader.optional(.client)?.client()
    let terms = terms(of: &reader)
    let conditions = conditions(&reader)
    let timeInForce = reader.optional(.timeInForce)?.choice(from: TimeInForce.codes)
    guard let account, let instrument, let side, let quantity else { return nil }
    var order = Order(
      account: account, instrument: instrument, side: side, quantity: quantity, limit: limit.map(Price.init(ticks:)),
      terms: terms, client: client ?? .none, conditions: conditions)
    order.timeInForce = timeInForce ?? order.usualTimeInForce
    return order
  }

  /// `"postOnly reduceOnly"`.
  func terms(of reader: inout ObjectReader) -> OrderTerms {
    guard let value = reader.optional(.terms), let text = value.string() else { return [] }
    var terms: OrderTerms = []
    for word in text.split(separator: " ").map(String.init) {
      if let named = OrderTerms.named.first(where: { $0.phrase.code == word }) {
        terms.insert(named.term)
      } else {
        let words = OrderTerms.named.map(\.phrase.code)
        let near = didYouMean(word, from: words).map { "did you mean \"\($0)\"?" }
        let known = "known terms, with spaces between: \(words.joined(separator: " "))"
        value.refuse("terms cannot be \"\(word)\"", hint: near ?? known)
      }
    }
    return terms
  }

  private func conditions(_ reader: inout ObjectReader) -> OrderConditions {
    OrderConditions(
      trigger: trigger(&reader), peg: peg(&reader), display: Quantity(lots: reader.integer(.display, default: 0)),
      minimum: Quantity(lots: reader.integer(.minimum, default: 0)),
      expiry: reader.optional(.until)?.integer(in: .min...latest.nanoseconds).map(Time.init(nanoseconds:)),
      group: reader.short(.group, default: 0),
      prevention: reader.choice(.prevention, from: SelfTradePrevention.allCases, default: .venueDefault))
  }

  /// A stop on the last price unless more is said.
  private func trigger(_ reader: inout ObjectReader) -> Trigger? {
    let value = reader.optional(.trigger)
    let kind = reader.choice(.triggerKind, from: TriggerKind.allCases.filter { $0 != .none }, default: .stop)
    let source = reader.choice(.triggerSource, from: PriceSource.allCases, default: .last)
    if value == nil {
      for column in [Column.triggerKind, .triggerSource] where reader.has(column.name) {
        reader.refuse("\(column.name) is said of no trigger", at: column.name, hint: "add trigger")
      }
    }
    return value?.integer(in: .min ... .max).map { Trigger(kind: kind, source: source, value: $0) }
  }

  private func peg(_ reader: inout ObjectReader) -> Peg? {
    let reference = reader.optional(.peg)?.choice(
      from: PegReference.allCases.filter { $0 != .none }.map { ($0.phrase.code, $0) })
    let offset = reader.short(.pegOffset, default: 0)
    if !reader.has(Column.peg.name), reader.has(Column.pegOffset.name) {
      reader.refuse("pegOffset is said of no peg", at: Column.pegOffset.name, hint: "add peg")
    }
    return reference.map { Peg(to: $0, offset: offset) }
  }
}

extension ValueReader {
  /// A client's order number: a label, or digits as they are printed, with quotes or without. Zero would
  /// mean that there is none.
  public func client() -> ClientOrderID? {
    let spelling: String
    switch value.content {
    case .number(let literal): spelling = literal
    case .string(let text): spelling = text
    default: spelling = ""
    }
    if let number = Int64(spelling), number != 0, spelling == "\(number)" { return ClientOrderID(number: number) }
    if case .string = value.content, let label = ClientOrderID(label: spelling) { return label }
    let plain = Int64(spelling).flatMap { $0 == 0 ? nil : "write \($0)" }
    refuse(
      "\(path) must be a number other than 0, or a label",
      hint: plain ?? "a label is 1 to 10 of A-Z a-z 0-9 - _ and begins with a letter; not order, not all")
    return nil
  }
}

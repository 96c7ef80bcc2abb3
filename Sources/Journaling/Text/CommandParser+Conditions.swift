import MarketTypes

/// The rare terms of an order, in the order in which `OrderText.swift` writes them.
extension CommandParser {
  /// `stop 103 on mark show 2 at least 1 group 7 prevent oldest`.
  func conditions(of order: inout Order, _ words: inout LineWords) throws(LineFault) {
    order.conditions.trigger = try trigger(&words)
    if let peg = try peg(&words) { order.conditions.peg = peg }
    if words.take("show") { order.conditions.display = try quantity(&words) }
    if words.take("at") {
      try words.expect("least")
      order.conditions.minimum = try quantity(&words)
    }
    order.conditions.group = try group(&words)
    if words.take("prevent") {
      order.conditions.prevention = try words.choice("whom to stop", from: SelfTradePrevention.words)
    }
  }

  /// `stop 103`, `take profit 97 on mark`, `trailing 5`, `trailing 0.01`.
  private func trigger(_ words: inout LineWords) throws(LineFault) -> Trigger? {
    var trigger: Trigger
    if words.take("stop") {
      trigger = Trigger(kind: .stop, value: try words.integer("a price"))
    } else if words.take("take") {
      try words.expect("profit")
      trigger = Trigger(kind: .takeProfit, value: try words.integer("a price"))
    } else if words.take("trailing") {
      let isShare = words.next?.utf8.contains(UInt8(ascii: ".")) ?? false
      trigger =
        isShare
        ? Trigger(kind: .trailingShare, value: try words.decimal("a share", scale: Rate.scale))
        : Trigger(kind: .trailing, value: try words.integer("a distance"))
    } else {
      return nil
    }
    if words.take("on") {
      trigger.source = try words.choice("a price", from: PriceSource.allCases.map { ($0.phrase.word, $0) })
    }
    return trigger
  }

  /// `peg bid`, `peg ask 2`.
  func peg(_ words: inout LineWords) throws(LineFault) -> Peg? {
    guard words.take("peg") else { return nil }
    let reference = try words.choice("what to follow", from: PegReference.words)
    let hasOffset = words.next.map { Int32($0) != nil } ?? false
    return Peg(to: reference, offset: hasOffset ? try words.integer("an offset") : 0)
  }

  /// `group 7`; zero if there is none.
  func group(_ words: inout LineWords) throws(LineFault) -> Int32 {
    words.take("group") ? try words.integer("the group's number") : 0
  }

  /// `until 5s`.
  func until(_ words: inout LineWords) throws(LineFault) -> Time? {
    words.take("until") ? .start + (try words.span()) : nil
  }
}

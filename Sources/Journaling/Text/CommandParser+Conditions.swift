import MarketTypes

/// What an order's line says after its price, in any order. `OrderText.swift` has the order in which it is written.
extension CommandParser {
  /// `fill-or-kill reduce-only stop 103 on mark show 2 at least 1 group 7 prevent oldest as a1`.
  func conditions(of order: inout Order, _ words: inout LineWords) throws(LineFault) {
    var given: Set<String> = order.conditions.peg == nil ? [] : ["peg"]
    var timeInForce: TimeInForce?
    while let word = words.next, !word.hasPrefix("@"), word != "seen" {
      let start = words
      guard let subject = try condition(of: &order, &timeInForce, &words) else {
        throw words.unexpected("what else the order is like", candidates: Self.conditionWords)
      }
      if !given.insert(subject).inserted { throw start.fault("\(subject) is given twice") }
    }
    order.timeInForce = timeInForce ?? order.usualTimeInForce
  }

  /// Takes one of them, and returns what it is about; `nil` if the next word begins none.
  private func condition(
    of order: inout Order, _ timeInForce: inout TimeInForce?, _ words: inout LineWords
  ) throws(LineFault) -> String? {
    if let force = words.optionalChoice(from: TimeInForce.allCases.map { ($0.phrase.word, $0) }) {
      timeInForce = force
      return "the time in force"
    }
    for named in OrderTerms.named where words.take(named.phrase.word) {
      order.terms.insert(named.term)
      return named.phrase.word
    }
    if let trigger = try trigger(&words) {
      order.conditions.trigger = trigger
      return "what it waits for"
    }
    if let peg = try peg(&words) {
      order.conditions.peg = peg
      return "peg"
    }
    guard let word = words.optionalChoice(from: Self.valueWords.map { ($0, $0) }) else { return nil }
    switch word {
    case "until": order.conditions.expiry = .start + (try words.span())
    case "show": order.conditions.display = try quantity(&words)
    case "at":
      try words.expect("least")
      order.conditions.minimum = try quantity(&words)
    case "group": order.conditions.group = try words.integer("the group's number")
    case "prevent":
      order.conditions.prevention = try words.choice("whom to stop", from: SelfTradePrevention.words)
    default: order.client = try client(&words)
    }
    return word
  }

  private static let valueWords = ["until", "show", "at", "group", "prevent", "as"]
  /// What can begin one.
  static let conditionWords =
    TimeInForce.allCases.map(\.phrase.word) + OrderTerms.named.map(\.phrase.word)
    + ["stop", "take profit", "trailing", "peg", "until", "show", "at least", "group", "prevent", "as"]

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

  /// An account's `group 7`; zero if there is none.
  func group(_ words: inout LineWords) throws(LineFault) -> Int32 {
    words.take("group") ? try words.integer("the group's number", from: 0) : 0
  }

  /// `until 5s`.
  func until(_ words: inout LineWords) throws(LineFault) -> Time? {
    words.take("until") ? .start + (try words.span()) : nil
  }
}

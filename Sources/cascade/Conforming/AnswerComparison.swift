import MarketTypes
import Notation

/// Holds an engine's answers to the right ones, event for event. What may differ stands in `docs/conform.md`.
struct AnswerComparison {
  /// Where two answers part.
  struct Difference {
    /// The lines as they are; `nil` where there is none.
    let expected: String?
    let found: String?
    /// The member that differs, and both values. Where a line is missing or of another kind: the refusal that was right and that
    /// the engine does not tell, or `nil`.
    let remark: String?
    /// Of both lines.
    let kinds: (expected: String?, found: String?)
  }

  /// The kinds that the engine tells; `nil` for all.
  private let kinds: Set<String>?
  /// An engine numbers orders as it likes: its number for each of ours, and ours for each of its.
  private var theirs: [Int64: Int64] = [:]
  private var ours: [Int64: Int64] = [:]

  init(kinds: Set<String>?) { self.kinds = kinds }

  // MARK: What may be left out

  /// Kinds that follow from others: an engine need not tell them.
  static let consequences: Set<String> = ["accountOpened", "conditioned", "rested", "quoted"]
  /// Kinds that are about money, not needed where only matching is shown.
  static let money: Set<String> = ["transferred", "holdingOpened", "marked", "indexed"]

  /// Never compared: they depend on which events are told.
  private static let places: Set<String> = ["position", "time", "cause"]
  /// Compared where an engine says them.
  private static let extras: Set<String> = [
    "round", "reason", "action", "terms", "client", "timeInForce", "accountKind", "previous",
  ]
  /// Likewise in an event that names an order, which has them, and in a refusal, whose command has them.
  private static let ofOrders: Set<String> = ["account", "instrument", "side", "counterparty"]
  /// Members whose absence says something.
  private static let telling: Set<String> = ["price", "bid", "bidQuantity", "ask", "askQuantity", "until"]
  private static let numbers: Set<String> = ["order", "counterpartyOrder"]
  private static let known = Set(EventKind.allCases.map { "\($0)" } + ["book", "account"])

  /// Those of `kinds` that the engine would have to tell and does not, in order.
  static func missing(_ needed: Set<String>, from told: Set<String>?, matchingAlone: Bool) -> [String] {
    guard let told else { return [] }
    let free = consequences.union(matchingAlone ? money : []).union(["book", "account"])
    return needed.subtracting(told).subtracting(free).sorted()
  }

  // MARK: Comparing

  /// The first difference, or `nil`.
  mutating func difference(_ right: [JSONValue], _ found: [JSONValue]) -> Difference? {
    let expected = right.filter { isTold($0.kind) }
    let found = found.filter { Self.known.contains($0.kind) && isTold($0.kind) }
    for index in 0..<max(expected.count, found.count) {
      guard index < expected.count, index < found.count, expected[index].kind == found[index].kind else {
        let missed = index < expected.count ? expected[index] : nil
        let wrong = index < found.count ? found[index] : nil
        let untold = right.first { $0.kind == "refused" && !isTold($0.kind) }
        return Difference(
          expected: missed.map(Self.text), found: wrong?.line,
          remark: untold.map { "expected a refusal, which the engine does not tell: \(Self.text($0))" },
          kinds: (missed?.kind, wrong?.kind))
      }
      if let member = mismatch(expected[index], found[index]) {
        return Difference(
          expected: Self.text(expected[index]), found: found[index].line, remark: member,
          kinds: (expected[index].kind, found[index].kind))
      }
    }
    return nil
  }

  private func isTold(_ kind: String) -> Bool { kinds?.contains(kind) ?? true || ["book", "account"].contains(kind) }

  private static func text(_ event: JSONValue) -> String { event.without("position", "time", "cause").line }

  /// The first member that differs.
  private mutating func mismatch(_ expected: JSONValue, _ found: JSONValue) -> String? {
    let isOfOrder = expected[member: "order"] != nil || expected.kind == "refused"
    for member in expected.members where !Self.places.contains(member.key) {
      guard let value = found[member: member.key] else {
        let mayBeAbsent =
          Self.extras.contains(member.key) || isOfOrder && Self.ofOrders.contains(member.key)
          || member.key == "instrument" && isAboutOneInstrument
        if mayBeAbsent { continue }
        return "\(member.key): expected \(member.value.line), found nothing"
      }
      if let elements = member.value.list {
        if let inner = mismatch(elements, value.list ?? []) { return "\(member.key)\(inner)" }
      } else if Self.numbers.contains(member.key), let number = member.value.integer {
        if let other = bind(number, value.integer) {
          return "\(member.key): expected \(other), found \(clipped(value.line))"
        }
      } else if member.value != value {
        return "\(member.key): expected \(member.value.line), found \(clipped(printable(value.line)))"
      }
    }
    if expected[member: "round"] == nil { return nil }
    // An event; states and what is in them may say more.
    for member in found.members where Self.telling.contains(member.key) && expected[member: member.key] == nil {
      return "\(member.key): expected nothing, found \(clipped(printable(member.value.line)))"
    }
    return nil
  }

  private mutating func mismatch(_ expected: [JSONValue], _ found: [JSONValue]) -> String? {
    if expected.count != found.count { return ": expected \(expected.count) of them, found \(found.count)" }
    for (index, (left, right)) in zip(expected, found).enumerated() {
      if let inner = mismatch(left, right) { return "[\(index)].\(inner)" }
    }
    return nil
  }

  /// Whether the venue has one instrument only, which then goes without saying.
  var isAboutOneInstrument = false

  // MARK: Numbers of orders

  /// Takes its number for one of our orders. What it should have been, if it is another one's.
  private mutating func bind(_ number: Int64, _ found: Int64?) -> String? {
    if let known = theirs[number] { return known == found ? nil : "\(known)" }
    guard let found, ours[found] == nil else { return "a number of its own" }
    theirs[number] = found
    ours[found] = number
    return nil
  }

  /// The request with the engine's own numbers in the place of ours.
  func translated(_ request: JSONValue) -> JSONValue {
    var request = request
    for key in ["order", "counterpartyOrder", "replacedOrder"] {
      guard let number = request[member: key]?.integer, let other = theirs[number], other != number else { continue }
      request = request.with(key, .number("\(other)"))
    }
    return request
  }
}

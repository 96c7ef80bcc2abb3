import MarketTypes
import Notation

/// Orders as lines say them: `alice sell 2 BTC at 101 post-only show 1 as a1`.
extension Roster {
  func text(of order: Order) -> String { "\(text(of: order.account)) \(textAfterAccount(of: order))" }

  /// What has its usual value is not said.
  func textAfterAccount(of order: Order) -> String {
    var line = "\(order.side.phrase.word) \(order.quantity.lots)\(suffix(order.instrument)) at \(order.priceText)"
    if order.saysTimeInForce { line += " \(order.timeInForce.phrase.word)" }
    line += Roster.suffix(until: order.conditions.expiry)
    line += (order.limit == nil ? order.terms.subtracting(.marketToLimit) : order.terms).text
    if let trigger = order.conditions.trigger { line += trigger.text }
    if !order.isPricedByPeg, let peg = order.conditions.peg { line += " \(peg.text)" }
    line += order.conditions.lastText
    if order.client != .none { line += " as \(order.client.text)" }
    return line
  }
}

extension OrderConditions {
  /// All of them, each with a space before it, for a line that is not about anything else.
  var text: String {
    var line = Roster.suffix(until: expiry)
    if let trigger { line += trigger.text }
    if let peg { line += " \(peg.text)" }
    return line + lastText
  }

  /// Those that end an order's line.
  fileprivate var lastText: String {
    var line = ""
    if display != .zero { line += " show \(display.lots)" }
    if minimum != .zero { line += " at least \(minimum.lots)" }
    if group != 0 { line += " group \(group)" }
    if let word = SelfTradePrevention.words.first(where: { $0.1 == prevention })?.0 { line += " prevent \(word)" }
    return line
  }
}

extension OrderTerms {
  /// Those that have names, each with a space before it.
  var text: String { Self.named.filter { contains($0.term) }.map { " \($0.phrase.word)" }.joined() }
}

extension Order {
  /// What a line means that does not say its time in force.
  var usualTimeInForce: TimeInForce {
    if conditions.expiry != nil { return .goodTilTime }
    return limit != nil || terms.contains(.marketToLimit) || conditions.peg != nil
      ? .goodTilCancelled : .immediateOrCancel
  }

  /// Whether its price is what its peg says, and nothing else.
  fileprivate var isPricedByPeg: Bool {
    limit == nil && !terms.contains(.marketToLimit) && conditions.peg != nil
  }

  fileprivate var saysTimeInForce: Bool { timeInForce != usualTimeInForce }

  fileprivate var priceText: String {
    if let limit { return "\(limit.ticks)" }
    if terms.contains(.marketToLimit) { return "market to limit" }
    return conditions.peg?.text ?? "market"
  }
}

extension Trigger {
  /// ` stop 103 on mark`, with a space before it. A share of the price has a point, a distance in ticks has none.
  fileprivate var text: String {
    let amount =
      switch kind {
      case .none: ""
      case .stop, .takeProfit, .trailing: "\(value)"
      case .trailingShare: decimalText(value, scale: Rate.scale)
      }
    let isWholeShare = kind == .trailingShare && !amount.utf8.contains(UInt8(ascii: "."))
    let word = kind == .trailingShare ? TriggerKind.trailing.phrase.text : kind.phrase.text
    return " \(word) \(amount)\(isWholeShare ? ".0" : "")\(source.suffix)"
  }
}

extension PriceSource {
  /// ` on mark`; nothing for the last price, which goes without saying.
  var suffix: String { self == .last ? "" : " on \(phrase.word)" }
}

extension Peg {
  /// `peg bid -1`.
  fileprivate var text: String {
    let word = PegReference.words.first { $0.1 == reference }?.0 ?? reference.phrase.word
    return "peg \(word)\(offset == 0 ? "" : " \(offset)")"
  }
}

import Analysis
import MarketTypes
import Notation

/// What set a cascade off, as the causes in the stream tell it.
extension RunSummary {
  /// Scripted orders are the shock if they traded; otherwise it is said what brought the first account under margin.
  var shockSentence: String {
    if let sentence = shockAlone {
      guard let start = window.start, let shockStart = rounds.shockStart, !isTriggerScripted else { return sentence }
      return sentence + (start < shockStart ? " Before it, " : " After it began, ") + triggerSentence
    }
    let sentence = triggerSentence
    return sentence.prefix(1).uppercased() + sentence.dropFirst()
  }

  /// `nil` when no scripted order traded as it came.
  var shockAlone: String? {
    scriptedShock.map { "The shock: \($0) traded \(groupedText(rounds.shockNotional))." }
  }

  /// `whale sells 2,400 lots of BTC-PERP in 4 orders; it`; `nil` when no scripted order traded as it came.
  private var scriptedShock: String? {
    let script = findings.script
    guard script.isKnown, rounds.shockStart != nil, script.accepted > 0 else { return nil }
    guard let direction = script.direction else {
      return "\(Wording.count(script.accepted, "scripted order")); they"
    }
    let verb = direction.side == .buy ? "buys" : "sells"
    let count = script.accepted == 1 ? "one order" : Wording.count(script.accepted, "order")
    return
      "\(name(direction.account)) \(verb) \(Wording.lots(script.lots)) of \(name(direction.instrument)) in \(count); it"
  }

  /// Nothing is said against the shock where the stream does not tell what the trigger was.
  private var isTriggerScripted: Bool {
    guard let trigger = rounds.trigger else { return (window.start ?? .start) >= (rounds.shockStart ?? .start) }
    if case .order(let taker) = trigger { return findings.script.isOwner(taker.account) }
    return false
  }

  /// Begins in small letters.
  private var triggerSentence: String {
    let first = "brought the first account under its maintenance margin"
    let time = window.start.map { " at \(Wording.time($0))" } ?? ""
    switch rounds.trigger {
    case .order(let taker):
      let verb = taker.side == .buy ? "bought" : "sold"
      return "an order of \(name(taker.account)) that \(verb) \(Wording.lots(taker.lots)) of "
        + "\(name(taker.instrument)) for \(groupedText(taker.notional)) \(first)\(time)."
    case .auction(let instrument): return "an auction of \(name(instrument)) \(first)\(time)."
    case .index(let instrument): return "a new index of \(name(instrument)) \(first)\(time)."
    case .quotes(let instrument): return "a change of the quotes of \(name(instrument)) \(first)\(time)."
    case nil: return "the first account came under its maintenance margin\(time)."
    }
  }

  private func name(_ account: AccountID) -> String { printable(names.name(of: account)) }
}

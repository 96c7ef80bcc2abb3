import MarketTypes

/// What command and event lines share.
extension Roster {
  /// `alice`, `lp exempt group 3`.
  func text(of opening: AccountOpening) -> String {
    text(of: opening.account) + (opening.kind == .cross ? "" : " \(opening.kind.phrase.word)")
      + (opening.group == 0 ? "" : " group \(opening.group)")
  }

  /// `alice long 5 BTC at 100 against lp`.
  func text(of holding: HoldingOpening) -> String {
    let amount = "\(text(of: holding.position))\(suffix(holding.instrument))"
    return "\(text(of: holding.account)) \(amount) at \(holding.price.ticks) against \(text(of: holding.counterparty))"
  }

  /// `long 5`, `short 5`.
  func text(of position: Position) -> String {
    "\(position.lots < 0 ? "short" : "long") \(position.lots.magnitude)"
  }

  /// ` BTC base 1000 volatility 500 …`, with a space before it.
  func text(of terms: QuoteTerms) -> String {
    suffix(terms.instrument)
      + " base \(terms.base) volatility \(terms.volatility) inventory \(terms.inventory) skew \(terms.skew)"
      + " withdrawn \(terms.withdrawn) half-spread \(terms.halfSpread)"
  }

  /// ` BTC 10 in 1s pause 5s`, with a space before it.
  func text(of protection: MakerProtection) -> String {
    suffix(protection.instrument) + " \(protection.lots.lots) in \(protection.window.text)"
      + (protection.pause == .zero ? "" : " pause \(protection.pause.text)")
  }

  /// ` until 5s`, with a space before it, or nothing.
  static func suffix(until time: Time?) -> String { time.map { " until \(($0 - .start).text)" } ?? "" }
}

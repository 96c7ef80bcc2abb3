import MarketTypes
import Notation

/// What command and event lines share.
extension Roster {
  /// `alice`, `lp exempt group 3`, `alice-btc isolated BTC of alice`.
  func text(of opening: AccountOpening) -> String {
    text(of: opening.account) + (opening.kind == .cross ? "" : " \(opening.kind.phrase.word)")
      + (opening.kind == .isolated ? suffix(opening.instrument) : "")
      + (opening.owner.map { " of \(text(of: $0))" } ?? "") + (opening.group == 0 ? "" : " group \(opening.group)")
  }

  /// ` BTC source 1 101`, ` asset ETH 1500`, ` BTC lost`, with a space before it.
  func text(of report: SourceReport) -> String {
    suffix(report.subject) + (report.source == 0 ? "" : " source \(report.source)")
      + (report.price.map { " \($0.ticks)" } ?? " lost")
  }

  /// ` BTC source 1 101`, with a space before it.
  func text(of roll: SourceRoll) -> String {
    text(of: SourceReport(roll.subject, source: roll.source, price: roll.price))
  }

  private func suffix(_ subject: PriceSubject) -> String {
    switch subject {
    case .instrument(let instrument): suffix(instrument)
    case .otherVenues(let instrument): "\(suffix(instrument)) elsewhere"
    case .asset(let asset): " asset \(text(of: asset))"
    }
  }

  /// ` BTC by 1.5`, with a space before it.
  func text(of factor: MarginFactor) -> String {
    "\(suffix(factor.instrument)) by \(decimalText(factor.factor.partsPerBillion, scale: Rate.scale))"
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
      + " base \(terms.base) volatility \(terms.volatility) inventory \(terms.inventory)"
      + " toxicity \(terms.toxicity) depth \(terms.depth) stress \(terms.stress) skew \(terms.skew)"
      + " withdrawn \(terms.withdrawn) for \(terms.reason.phrase.word) half-spread \(terms.halfSpread)"
  }

  /// ` BTC 10 in 1s pause 5s`, with a space before it.
  func text(of protection: MakerProtection) -> String {
    suffix(protection.instrument) + " \(protection.lots.lots) in \(protection.window.text)"
      + (protection.pause == .zero ? "" : " pause \(protection.pause.text)")
  }

  /// ` until 5s`, with a space before it, or nothing.
  static func suffix(until time: Time?) -> String { time.map { " until \(($0 - .start).text)" } ?? "" }
}

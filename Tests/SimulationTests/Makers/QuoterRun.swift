import MarketTypes
import Notation
import Simulation

/// A block of one quoter without latency, with some of its parts written another way.
func quoter(_ formula: String, _ rest: String = "", limit: Int64 = 1_000, size: Int64 = 10) -> String {
  """
  {"kind": "quoter", "name": "maker", "count": 1, "collateral": 100000000, "interval": "10ms",
   "formula": {\(formula)}, "size": \(size), "limit": \(limit)\(rest.isEmpty ? "" : ", " + rest)}
  """
}

/// Models A1 with a tick of a hundredth.
let publishedFormula = #""kind": "avellanedaStoikov", "riskAversion": 0.001, "volatility": 200, "fillDecay": 0.015"#

/// The test scenario with a tick of a hundredth: the instrument opens at 10,000, or at `mark`.
func scenarioInHundredths(
  mark: Int64 = 10_000, accounts: String = #"{"name": "world", "kind": "exempt"}"#, duration: String, _ rest: String
) throws -> Scenario {
  let text = scenarioText(duration: duration, accounts: accounts, rest)
  let written = String(decoding: text.bytes, as: UTF8.self)
  return try Scenario.read(
    SourceText(name: "test.jsonc", written.replacing("\"openingMark\": 1000,", with: "\"openingMark\": \(mark),")))
}

extension Run {
  /// What the book's best quotes were whenever they changed, as bid and ask in ticks, 0 for none.
  var bestQuotes: [[Int64]] {
    events.compactMap { if case .quoted(let quote) = $0.body { [quote.bidTicks, quote.askTicks] } else { nil } }
  }

  /// An account's position after each of its fills, forced ones too.
  func positions(of name: String, from start: Int64 = 0) -> [Int64] {
    let account = account(name)
    var lots = start
    return events.compactMap { event in
      guard case .filled(let fill) = event.body else { return nil }
      let sign: Int64 = (fill.buyer == account ? 1 : 0) - (fill.seller == account ? 1 : 0)
      lots += sign * fill.quantity.lots
      return sign == 0 ? nil : lots
    }
  }

  /// What an account said of its quotes.
  func terms(of name: String) -> [(time: Time, terms: QuoteTerms)] {
    let account = account(name)
    return played.compactMap { step in
      guard case .explainQuote(let terms) = step.command.action, terms.account == account else { return nil }
      return (step.command.time, terms)
    }
  }
}

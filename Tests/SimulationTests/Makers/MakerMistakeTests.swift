import Foundation
import Testing

/// What is said of a maker's block that cannot be.
@Suite struct `A mistake in a maker's block` {
  /// One mistake, in these words, with this hint.
  private static func expect(_ block: String, says message: String, hint: String?) {
    let found = mistakes(in: scenarioText(population(block)))
    let lines = found.split(separator: "\n").map(String.init)
    let errors = lines.compactMap { line in line.range(of: ": error: ").map { String(line[$0.upperBound...]) } }
    let hints = lines.compactMap { line in line.range(of: "hint: ").map { String(line[$0.upperBound...]) } }
    #expect(errors == [message], "\(found)")
    #expect(hints == (hint.map { [$0] } ?? []), "\(found)")
  }

  private static func expectMaker(_ member: String, says message: String, hint: String? = nil) {
    expect(block("maker", [("\"spread\":", "\n\(member), \"spread\":")]), says: message, hint: hint)
  }

  private static func expectQuoter(_ formula: String, _ rest: String = "", says message: String, hint: String? = nil) {
    expect(quoter(formula, rest), says: message, hint: hint)
  }

  @Test func `in what only some makers have`() {
    Self.expectMaker(
      #""estimator": {"kind": "kalman", "bar": "1s", "window": 4}"#,
      says: #"population[0].estimator.kind cannot be "kalman""#,
      hint: #"it can be "exponential", "realized", "parkinson", "garmanKlass", "rogersSatchell" or "yangZhang""#)
    Self.expectMaker(
      #""estimator": {"kind": "realized", "bar": "1s", "window": 1}"#,
      says: "population[0].estimator.window is 1; it must be from 2 to 10000")
    Self.expectMaker(
      #""toxicity": {"weight": 3}"#, says: #""bucket" is missing in population[0].toxicity"#)
    Self.expectMaker(
      #""depth": {"weight": 3, "reference": 10, "within": 2}"#,
      says: #""X" publishes no levels that could be followed"#,
      hint: #"add "publishesLevels": true to the instrument"#)
    Self.expectMaker(
      #""drawdown": {"weight": 3, "from": 2, "window": "1s"}"#,
      says: "population[0].drawdown.from is 2; it must be from 0 to 1")
    Self.expectMaker(#""ownMargin": 0"#, says: "population[0].ownMargin is 0; it must be from 0.001 to 1")
    Self.expectMaker(
      #""silence": 5"#, says: "population[0].silence must be a span of time, found the number 5",
      hint: #"write it with its unit: "5s" is so many seconds"#)
    Self.expectMaker(
      #""hedge": {"ratio": 2, "threshold": 3}"#, says: "a maker cannot hedge in what it quotes")
    Self.expectMaker(
      #""hedge": {"instrument": "Z", "ratio": 2}"#,
      says: #"no instrument named "Z""#, hint: #"there is "X""#)
  }

  @Test func `in a quoter's formula`() {
    Self.expectQuoter(
      #""kind": "oracle""#,
      says: #"population[0].formula.kind cannot be "oracle""#,
      hint:
        #"it can be "constant", "avellanedaStoikov", "gueantLehalleFernandezTapia", "carteaJaimungal", "glostenMilgrom", "hummingbot" or "drift""#
    )
    Self.expectQuoter(
      #""kind": "avellanedaStoikov", "riskAversion": 1, "volatility": 2"#,
      says: #""fillDecay" is missing in population[0].formula"#)
    Self.expectQuoter(
      #""kind": "gueantLehalleFernandezTapia", "riskAversion": 1, "volatility": 2, "fillDecay": 1, "fillRate": 1, "table": {"horizon": "1s"}"#,
      says: "a table needs an inventory limit", hint: #"add "units""#)
    Self.expectQuoter(
      #""kind": "glostenMilgrom", "low": 110, "high": 100, "informedShare": 0.3"#,
      says: #""low" is 110, not less than "high", which is 100"#)
    Self.expectQuoter(
      publishedFormula, #""timeLeft": "1s", "until": "2s""#, says: "the time left is either constant or runs out")
    let learner = #""kind": "glostenMilgrom", "low": 90, "high": 110, "informedShare": 0.3"#
    Self.expectQuoter(learner, #""until": "2s""#, says: "this formula knows of no time left")
    Self.expectQuoter(
      learner, #""volatilityDecay": 0.9"#, says: "this formula takes no estimate of volatility",
      hint: #""avellanedaStoikov" takes one, and "gueantLehalleFernandezTapia" without a table"#)
    Self.expectQuoter(
      #""kind": "hummingbot", "volatility": 3, "fillDecay": 0.5, "base": 1, "quote": 1"#, #""timeLeft": "1s""#,
      says: "a bot's time left is a share of its session", hint: #"say when that ends, with "until""#)
    Self.expectQuoter(
      publishedFormula, #""fair": "oracle""#,
      says: #"population[0].fair cannot be "oracle""#,
      hint: #"it can be "mid", "last", "mark" or "index", or { "runningMean": LOTS }"#)
    Self.expectQuoter(
      publishedFormula, #""fair": {"runningMean": 0}"#,
      says: "population[0].fair.runningMean is 0; it must be from 1e-6 to 1000000000000")
    Self.expectQuoter(
      #""kind": "drift", "base": 1, "maximum": 0, "reserve": 5, "room": 2"#,
      says: "population[0].formula.maximum is 0; it must be from 1 to 1000000")
  }

  @Test func `in a grid`() {
    let grid =
      #"{"kind": "grid", "name": "bot", "count": 1, "collateral": 5, "bidSpread": 0.1, "askSpread": 11, "size": 1, "refresh": "1s", "limit": 5}"#
    Self.expect(grid, says: "population[0].askSpread is 11; it must be from 0 to 10", hint: nil)
    let skewed = grid.replacing("11", with: "0.1").replacing(
      "\"limit\": 5", with: "\"limit\": 5, \"inventorySkew\": {\"base\": 4}")
    Self.expect(skewed, says: #""quote" is missing in population[0].inventorySkew"#, hint: nil)
  }
}

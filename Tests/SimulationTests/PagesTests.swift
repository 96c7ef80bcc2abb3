import Foundation
import Notation
import Simulation
import Testing

/// `docs/scenarios.md` and `docs/rules/simulation.md` say what is.
@Suite struct `The pages about scenarios` {
  /// A scenario into which the fragments of the page fit.
  static let around = """
    {
      "version": 1, "name": "around", "duration": "10s",
      "instruments": [
        {"name": "X", "maximumPrice": 100000, "maximumPosition": 1000000, "initialMargin": "0.1",
         "maintenance": [{"rate": "0.05"}], "openingMark": 1000}],
      "accounts": [{"name": "world", "kind": "exempt"}, {"name": "alice", "collateral": 10000}],
      "expect": {"rounds": 0}
    }
    """

  @Test func `every whole scenario on the page is valid and comes to what it expects`() throws {
    let scenarios = blocks("jsonc", of: try repositoryText("docs/scenarios.md"))
    #expect(scenarios.count >= 1)
    for text in scenarios {
      let run = Run(try Scenario.read(SourceText(name: "docs/scenarios.md", text)), checks: true)
      var rounds: Int64 = 0
      var liquidated: Set<Int32> = []
      for event in run.events {
        guard case .filled(let fill) = event.body, fill.isForced else { continue }
        rounds = max(rounds, Int64(event.round))
        liquidated.insert(fill.takerAccount.number)
      }
      let expectation = try #require(run.scenario.expectation)
      #expect(expectation.rounds?.contains(rounds) == true)
      #expect(expectation.liquidatedAccounts?.contains(Int64(liquidated.count)) == true)
      for balance in expectation.balances {
        #expect(balance.collateral.contains(run.collateral[run.account(balance.account).index]))
      }
    }
  }

  @Test func `every fragment on the page fits into a scenario`() throws {
    let fragments = blocks("jsonc fragment", of: try repositoryText("docs/scenarios.md"))
    #expect(fragments.count >= 6)
    for fragment in fragments {
      let text = SourceText(name: "docs/scenarios.md", "{\"extends\": \"around\",\n\(fragment)}")
      #expect(mistakes(in: text) { _ in SourceText(name: "around", Self.around) } == "", "\(fragment)")
    }
  }

  @Test func `the transcript that the tour shows is a fixture`() throws {
    let shown = blocks("transcript", of: try repositoryText("docs/tour.md"))
    let fixtures = try repositoryFiles("fixtures/matching").map { name in
      String(decoding: try repositoryText("fixtures/matching/\(name)").bytes, as: UTF8.self)
    }
    #expect(shown.count == 1)
    #expect(shown.allSatisfy(fixtures.contains))
  }

  @Test func `every scenario among the fixtures is valid`() throws {
    let names = try repositoryFiles("fixtures/scenarios").filter { $0.hasSuffix(".jsonc") }
    #expect(names.contains("flash-crash.jsonc"))
    for name in names { #expect(mistakes(in: try repositoryText("fixtures/scenarios/\(name)")) == "") }
  }

  /// Every object tells its keys to whoever writes one that it does not know.
  static let vocabularies = [
    "", #""liquidation": {?}"#, #""liquidation": {"pacing": {"kind": "immediate", ?}}"#,
    #""liquidation": {"pacing": {"kind": "timed", "interval": "1s", ?}}"#,
    #""accounts": [{"name": "bob", ?}]"#, #""instruments": [{"name": "Y", "maintenance": [{"rate": 0, ?}], ?}]"#,
    #""instruments": [{"name": "Y", "mark": {"kind": "blend", ?}, ?}]"#,
    #""instruments": [{"name": "Y", "marketProtection": {?}, "band": {?}, "limitState": {?}, ?}]"#,
    #""venue": {"orderRate": {?}, ?}"#, #""events": [{"kind": "phase", ?}]"#,
    #""population": [{"kind": "maker", "latency": {?}, "spread": {?}, "inventory": {?}, "ladder": {?}, "stress": {?}, ?}]"#,
    #""population": [{"kind": "maker", "estimator": {?}, "toxicity": {?}, "depth": {?}, "drawdown": {?}, "hedge": {?}, ?}]"#,
    #""population": [{"kind": "quoter", "formula": {"kind": "constant", ?}, "fair": {?}, ?}]"#,
    #""population": [{"kind": "quoter", "formula": {"kind": "avellanedaStoikov", ?}, ?}]"#,
    #""population": [{"kind": "quoter", "formula": {"kind": "gueantLehalleFernandezTapia", "table": {?}, ?}, ?}]"#,
    #""population": [{"kind": "quoter", "formula": {"kind": "carteaJaimungal", ?}, ?}]"#,
    #""population": [{"kind": "quoter", "formula": {"kind": "glostenMilgrom", ?}, ?}]"#,
    #""population": [{"kind": "quoter", "formula": {"kind": "hummingbot", ?}, ?}]"#,
    #""population": [{"kind": "quoter", "formula": {"kind": "drift", ?}, ?}]"#,
    #""population": [{"kind": "grid", "inventorySkew": {?}, ?}]"#,
    #""population": [{"kind": "taker", "limits": {?}, "latency": {"throttle": {?}, ?}, ?}]"#,
    #""population": [{"kind": "taker", "latency": {"data": {"kind": "uniform", ?}, "orders": {"kind": "recorded", ?}}}]"#,
    #""population": [{"kind": "taker", "latency": {"data": {"kind": "logNormal", ?}}}]"#,
    #""population": [{"kind": "leveraged", "lots": {"kind": "uniform", ?}, "leverage": {"kind": "logNormal", ?}, ?}]"#,
    #""population": [{"kind": "leveraged", "lots": {"kind": "choice", ?}, "leverage": 5, ?}]"#,
    #""population": [{"kind": "trader", "marginCall": {"kind": "topUp", ?}, "strategy": {"kind": "position", "entry": {?}, ?}, ?}]"#,
    #""population": [{"kind": "trader", "marginCall": {"kind": "deleverage", ?}, "strategy": {"kind": "value", ?}, ?}]"#,
    #""population": [{"kind": "trader", "strategy": {"kind": "trend", "legs": [{?}], ?}, ?}]"#,
    #""population": [{"kind": "trader", "strategy": {"kind": "constantLeverage", ?}, ?}]"#,
    #""population": [{"kind": "execution", "schedule": {"kind": "participation", ?}, "child": {"kind": "limit", ?}, ?}]"#,
    #""population": [{"kind": "execution", "schedule": {"kind": "almgrenChriss", ?}, ?}]"#,
    #""population": [{"kind": "execution", "schedule": {"kind": "volumeWeighted", ?}, ?}]"#,
    #""openings": [{"kind": "holding", ?}, {"kind": "order", ?}]"#,
    #""events": [{"kind": "order", ?}, {"kind": "index", ?}, {"kind": "deposit", ?}, {"kind": "withdraw", ?}]"#,
    #""indexProcesses": [{"kind": "brownian", ?}, {"kind": "heston", "factor": {?}, ?}, {"kind": "recorded", ?}]"#,
    #""indexProcesses": [{"kind": "geometric", "jumps": {?}, ?}]"#,
    #""recordings": [{"kind": "lobster", ?}]"#, #""recordings": [{"kind": "binance", ?}]"#, #""expect": {?}"#,
    #""instruments": [{"name": "Y", "expiry": {"price": "indexMean", ?}, "indexSources": {"method": "clampedMean", ?}}]"#,
    #""instruments": [{"name": "Y", "funding": {"kind": "premium", ?}}, {"name": "Z", "funding": {"kind": "timeWeighted", ?}}]"#,
    #""instruments": [{"name": "Y", "mark": {"kind": "impactMid", ?}}, {"name": "Z", "mark": {"kind": "sampledLast", ?}}]"#,
    #""instruments": [{"name": "Y", "mark": {"kind": "indexPlusBasis", ?}}, {"name": "Z", "mark": {"kind": "fairMedian", ?}}]"#,
    #""instruments": [{"name": "Y", "mark": {"kind": "robustMedian", ?}}]"#,
    #""instruments": [{"name": "Y", "mark": {"kind": "composite", "bookWeight": 1, ?}}]"#,
    #""instruments": [{"name": "Y", "marginAddOns": {"openInterest": {?}, "concentration": {?}, "volatility": {?}, ?}}]"#,
    #""instruments": [{"name": "Y", "marginAddOns": {"size": {"kind": "squareRoot", ?}}, "riskFactors": {?}}]"#,
    #""assets": [{"name": "ETH", "haircuts": [{?}], ?}], "funds": [{?}]"#,
    #""venue": {"fees": {"tiers": [{?}], ?}, "marginLevels": {?}}"#,
    #""portfolio": {"scenarios": [{?}], "instruments": [{?}], "groups": [{?}], "classes": [{?}], "minimumTiers": [{?}], ?}"#,
    #""portfolio": {"scenarios": {"kind": "span", ?}}"#, #""portfolio": {"scenarios": {"kind": "grid", ?}}"#,
    #""events": [{"kind": "transfer", ?}, {"kind": "movePosition", ?}, {"kind": "marginFactor", ?}, {"kind": "report", ?}]"#,
    #""events": [{"kind": "roll", ?}, {"kind": "contribute", ?}, {"kind": "settleContract", ?}]"#,
    #""liquidation": {"call": {?}, "budget": {?}, "sizing": {"kind": "portion", ?}, "limit": {"kind": "fillable", ?}}"#,
    #""liquidation": {"sizing": {"kind": "toTarget", "ramp": {?}, ?}, "limit": {"kind": "indexBand", ?}}"#,
    #""liquidation": {"limit": {"kind": "disposalRange", ?}, "fee": {"kind": "surplus", ?}}"#,
    #""liquidation": {"fee": {"kind": "spare", ?}, "backstop": {"disposal": {?}, ?}, "deleveraging": {?}}"#,
    #""liquidation": {"losses": [{"kind": "fund", ?}, {"kind": "capital", ?}, {"kind": "assessment", ?}]}"#,
  ]

  @Test func `every key that a scenario may have is on the page`() throws {
    let page = String(decoding: try repositoryText("docs/scenarios.md").bytes, as: UTF8.self)
    var keys: Set<String> = ["extends"]
    for vocabulary in Self.vocabularies {
      let members = vocabulary.replacing("?", with: "\"qqqqqqqqqqqq\": 0")
      let text = SourceText(name: "t", "{\"extends\": \"around\", \"qqqqqqqqqqqq\": 0, \(members)}")
      for line in mistakes(in: text, open: { _ in SourceText(name: "around", Self.around) }).split(separator: "\n") {
        guard let list = line.firstRange(of: "hint: known keys: ") else { continue }
        keys.formUnion(line[list.upperBound...].components(separatedBy: ", "))
      }
    }
    #expect(keys.count > 80)
    for key in keys.sorted() {
      let isThere = page.contains("`\(key)`") || page.contains(".\(key)`")
      #expect(isThere || page.contains("\"\(key)\": "), "\(key)")
    }
  }

  @Test func `every rule is named by a test, and every named rule is on the page`() throws {
    let page = String(decoding: try repositoryText("docs/rules/simulation.md").bytes, as: UTF8.self)
    let rules = Set(page.matches(of: /\*\*(SIM-\d+)\*\*/).map { String($0.1) })
    #expect(rules.count >= 16)
    var named: Set<String> = []
    let here = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    for folder in [here, here.deletingLastPathComponent().appending(path: "ParticipantsTests")] {
      let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
      for case let file as URL in files ?? .init() where file.pathExtension == "swift" {
        let text = try String(contentsOf: file, encoding: .utf8)
        named.formUnion(text.matches(of: /SIM-\d+/).map { String($0.0) })
      }
    }
    #expect(rules == named)
  }
}

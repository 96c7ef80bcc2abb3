import MarketTypes
import Notation
import Simulation
import Testing

/// The size of a shock as something that can be changed while all else stays.
@Suite struct `Scripted shock` {
  /// A market of one account that sells `quantities` in steps of `lotSize`, and what else the script says.
  private func scenario(selling quantities: [Int64], lotSize: Int64 = 1, and more: String = "") throws -> Scenario {
    let orders = quantities.enumerated().map { place, lots in
      "{ \"at\": \"\(place)s\", \"kind\": \"order\", \"account\": \"whale\", \"side\": \"sell\", \"quantity\": \(lots) }"
    }
    let text = """
      {
        "version": 1, "name": "shock", "duration": "60s",
        "instruments": [{
          "name": "BTC", "maximumPrice": 1000, "maximumPosition": 100000, "initialMargin": "0.1",
          "maintenance": [{ "rate": "0.05" }], "lotSize": \(lotSize)
        }],
        "accounts": [{ "name": "whale", "kind": "exempt" }],
        "events": [\((orders + (more.isEmpty ? [] : [more])).joined(separator: ", "))]
      }
      """
    return try Scenario.read(SourceText(name: "shock", text))
  }

  private func quantities(_ scenario: Scenario) -> [Int64] {
    scenario.script.compactMap { if case .submit(let order) = $0.action { order.quantity.lots } else { nil } }
  }

  @Test func `its own size changes nothing, others are spread in proportion`() throws {
    let scenario = try scenario(selling: [10, 20, 30])
    let shock = try #require(ScriptedShock(of: scenario))
    #expect(shock.lots == 60 && shock.step == 1 && shock.side == .sell)
    #expect(shock.scenario(ofLots: 60).script == scenario.script)
    #expect(quantities(shock.scenario(ofLots: 120)) == [20, 40, 60])
    // ⌊59 ÷ 6⌋ = 9, ⌊59 ÷ 2⌋ = 29, 59.
    #expect(quantities(shock.scenario(ofLots: 59)) == [9, 20, 30])
    #expect(quantities(shock.scenario(ofLots: 1)) == [1])
    #expect(quantities(shock.scenario(ofLots: 0)) == [])
  }

  @Test(arguments: Int64(0)..<40)
  func `every size has its lots, in whole lot sizes, and grows with the shock`(size: Int64) throws {
    let shock = try #require(ScriptedShock(of: scenario(selling: [15, 5, 40], lotSize: 5)))
    #expect(shock.step == 5)
    let now = quantities(shock.scenario(ofLots: 5 * size))
    #expect(now.reduce(0, +) == 5 * size)
    #expect(now.allSatisfy { $0 > 0 && $0.isMultiple(of: 5) })
  }

  @Test func `there is none without orders, and none that goes two ways`() throws {
    #expect(ScriptedShock(of: try scenario(selling: [])) == nil)
    let bought = """
      { "at": "9s", "kind": "order", "account": "whale", "side": "buy", "quantity": 1 }
      """
    #expect(ScriptedShock(of: try scenario(selling: [5], and: bought)) == nil)
  }

  @Test(arguments: Int64(0)...70)
  func `the smallest size is found wherever it lies, and nothing beyond the largest`(threshold: Int64) throws {
    let shock = try #require(ScriptedShock(of: scenario(selling: [7])))
    var tried: [Int64] = []
    let found = shock.smallestLots(upTo: 64) { lots in
      tried.append(lots)
      return lots >= threshold
    }
    #expect(found == (threshold <= 64 ? threshold : nil))
    #expect(tried.allSatisfy { $0 <= 64 } && Set(tried).count == tried.count && tried.count <= 12)
  }

  @Test func `without liquidation all else is as it was, up to the moment asked for`() throws {
    let scenario = try scenario(selling: [5])
    let without = scenario.withoutLiquidation(until: Time(nanoseconds: 7))
    #expect(scenario.rules.liquidation.isOn && !without.rules.liquidation.isOn)
    #expect(without.duration == TimeSpan(nanoseconds: 7) && without.script == scenario.script)
    #expect(scenario.withoutLiquidation().duration == scenario.duration)
  }
}

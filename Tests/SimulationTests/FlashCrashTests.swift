import Foundation
import Journaling
import MarketTypes
import Notation
import Simulation
import Testing
import Venue

@Suite struct FlashCrashTests {
  @Test func explore() throws {
    let start = Date()
    let scenario = try Scenario.read(repositoryText("fixtures/scenarios/flash-crash.jsonc"))
    let run = Run(scenario)
    print("TIME", Date().timeIntervalSince(start), run.digest.digest.hex, run.steps.count, run.events.count)
    var refused: [String: Int] = [:]
    var rounds: [UInt16: Int] = [:]
    for step in run.steps { for event in step.events {
      if case .refused(let r) = event.body { refused["\(r.action) \(r.reason)", default: 0] += 1 }
      if case .liquidatable = event.body { rounds[event.round, default: 0] += 1 }
    } }
    print("REFUSED", refused)
    print("ROUNDS", rounds.sorted { $0.key < $1.key })
  }
}

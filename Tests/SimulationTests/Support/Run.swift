import Journaling
import MarketTypes
import Notation
import Simulation
import Venue

/// A run carried out to its end, with everything that came out of it.
struct Run {
  struct Step: Equatable {
    var command: Command
    var isOpening: Bool
    var recording: Int?
    var events: [Event]
  }

  var scenario: Scenario
  var steps: [Step] = []
  var digest = DigestBuilder()
  /// At the end, by account.
  var collateral: [Int64] = []
  /// At the end, over all accounts: what every account holds of each instrument, and every balance of the ledger.
  var lotsInAll: [Int64]
  var moneyInAll: Int128 = 0
  var fund: Int128 = 0

  init(_ scenario: Scenario, recordings: [RecordedFlow] = [], checks: Bool = false) {
    self.scenario = scenario
    lotsInAll = scenario.rules.instruments.map { _ in 0 }
    var simulation = MarketSimulation(scenario, recordings: recordings)
    if checks { simulation.checkEverything() }
    while simulation.advance() {
      var step = Step(
        command: simulation.command, isOpening: simulation.isOpening, recording: simulation.recording, events: [])
      simulation.command.encode(into: &digest)
      for index in 0..<simulation.events.count {
        step.events.append(simulation.events[index])
        simulation.events[index].encode(into: &digest)
      }
      steps.append(step)
    }
    addUp(simulation.venue)
  }

  private mutating func addUp(_ venue: borrowing Exchange) {
    for number in 0..<Int32(venue.accountCount) {
      let account = AccountID(number: number)
      collateral.append(venue.collateral(of: account).units)
      moneyInAll += venue.balance(of: .collateral(account)) + venue.balance(of: .contribution(account))
      for index in lotsInAll.indices {
        let instrument = InstrumentID(number: UInt16(index))
        lotsInAll[index] += venue.position(of: account, in: instrument).lots
        moneyInAll += venue.balance(of: .costBasis(account, instrument))
      }
    }
    for account in [LedgerAccount.fees, .rounding, .uncovered, .outside] {
      moneyInAll += venue.balance(of: account)
    }
    for number in venue.rules.funds.indices { fund += venue.balance(of: .fund(FundID(number: UInt8(number)))) }
    moneyInAll += fund
    venue.checkInvariants()
  }

  /// What came after the opening.
  var played: [Step] { steps.filter { !$0.isOpening } }
  var events: [Event] { steps.flatMap(\.events) }

  /// The number of the account so named.
  func account(_ name: String) -> AccountID {
    AccountID(number: Int32(scenario.names.accounts.firstIndex(of: name) ?? -1))
  }

  /// The orders an account sent, with when they arrived.
  func submissions(of name: String) -> [(time: Time, order: Order)] {
    let account = account(name)
    return played.compactMap { step in
      guard case .submit(let order) = step.command.action, order.account == account else { return nil }
      return (step.command.time, order)
    }
  }
}

/// A scenario of one instrument without fees, with the parts a test is about.
func scenarioText(
  duration: String = "10s", instrument: String = #""initialMargin": "0.1", "maintenance": [{"rate": "0.05"}]"#,
  accounts: String = #"{"name": "world", "kind": "exempt"}"#, _ rest: String = ""
) -> SourceText {
  SourceText(
    name: "test.jsonc",
    """
    {
      "version": 1,
      "name": "test",
      "duration": "\(duration)",
      "instruments": [
        {"name": "X", "maximumPrice": 100000, "maximumPosition": 1000000, "openingMark": 1000, \(instrument)}
      ],
      "accounts": [\(accounts)],
      \(rest)
    }
    """)
}

func scenario(
  duration: String = "10s", instrument: String = #""initialMargin": "0.1", "maintenance": [{"rate": "0.05"}]"#,
  accounts: String = #"{"name": "world", "kind": "exempt"}"#, seed: UInt64? = nil, _ rest: String = ""
) throws -> Scenario {
  try Scenario.read(
    scenarioText(duration: duration, instrument: instrument, accounts: accounts, rest),
    overrides: Scenario.Overrides(seed: seed))
}

/// All that is wrong with a scenario, as it would be printed; empty if nothing is.
func mistakes(
  in text: SourceText, overrides: Scenario.Overrides = .init(), open: (String) -> SourceText? = { _ in nil }
)
  -> String
{
  do {
    _ = try Scenario.read(text, overrides: overrides, open: open)
    return ""
  } catch {
    return error.rendered()
  }
}

import Analysis
import Journaling
import MarketTypes
import Notation
import Reporting
import Simulation

/// What a journal tells of its cascade, and of its scenario, if it has one.
struct Explanation {
  let names: Names
  let rules: VenueRules
  /// `nil` for a journal that no scenario made, as an engine's.
  let scenario: Scenario?
  let findings: CausalFindings
  let digest: String

  /// - Parameter subject: the account whose story is asked for, by name.
  init(of journal: JournalFile, about subject: String?) throws {
    let header = try journal.reader().header
    let account = try subject.map { name throws(Failure) in try header.names.account(named: name) }
    try journal.checkRules(header.rules)
    let scenario = journal.scenario(of: header)
    var findings = CausalFindings(
      header.rules, AccountGroups(of: scenario), shockAccounts: scenario?.shockAccounts ?? [], about: account)
    let digest = try journal.forEachMoment { command, events, first in
      findings.observe(command, events.span, from: first)
      if let breach = findings.run.audit.firstBreach { throw Self.failure(of: breach, journal, header.names) }
    }
    if let breach = findings.run.audit.verdict() { throw Self.failure(of: breach, journal, header.names) }
    (names, rules, self.scenario, self.findings) = (header.names, header.rules, scenario, findings)
    self.digest = digest.hex
  }

  private static func failure(of breach: LedgerBreach, _ journal: JournalFile, _ names: Names) -> Failure {
    Failure(.badInput, "\(journal.path): the ledger does not add up: \(breach.text(names))")
  }
}

extension AccountGroups {
  /// The blocks of a scenario's population; accounts in none, each by itself if they are few; and everybody else.
  init(of scenario: Scenario?) {
    self.init(scenario.map(Self.blocks) ?? [])
  }

  private static func blocks(of scenario: Scenario) -> [Block] {
    let blocks = scenario.blocks.map { Block($0.name, $0.accounts, makesMarkets: $0.kind == "maker") }
    var named: [Block] = []
    for number in scenario.names.accounts.indices where !blocks.contains(where: { $0.accounts.contains(number) }) {
      named.append(Block(scenario.names.accounts[number], number..<number + 1))
      if named.count > mostNamed { return blocks }
    }
    return blocks + named
  }

  private static let mostNamed = 8
}

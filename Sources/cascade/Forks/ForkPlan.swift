import Journaling
import MarketTypes
import Notation
import Reporting
import Simulation

/// How a run is made that was forked, perhaps more than once: the scenario it begins with, and what changes where.
struct ForkPlan {
  /// What is changed before one command.
  struct Stage {
    /// The number of the command, from 0.
    let command: Int
    /// What the run goes on as; `nil` if only somebody is taken out.
    let scenario: Scenario?
    /// Who is taken out: as they were called, and their accounts.
    let without: [(name: String, accounts: [AccountID])]
  }

  private(set) var base: Scenario
  private(set) var stages: [Stage] = []
  /// As the manifest says it.
  private(set) var forks: [Manifest.Fork]
  private let text: SourceText
  private let limits: Scenario.Limits
  /// All that changed since the base.
  private var changes: [ScenarioChange] = []

  /// The way a run was made.
  init(of folder: RunFolder) throws {
    text = folder.scenario
    limits = folder.limits
    base = try Scenario.read(text, overrides: Scenario.Overrides(limits: limits))
    forks = []
    for fork in folder.forks { try add(fork, isDone: fork.command == 0) }
  }

  /// Adds a change, not before the last one.
  ///
  /// - Parameter isDone: whether the base has it already, but for who was taken out.
  mutating func add(_ fork: Manifest.Fork, isDone: Bool = false) throws {
    var own: [ScenarioChange] = []
    if let policy = fork.policy {
      let source = SourceText(name: policy.name, policy.text)
      own.append(ScenarioChange(policy: try Scenario.policy(source)))
    }
    for assignment in fork.set { own.append(try ScenarioChange(assignment: assignment)) }
    let without = try fork.without.map { name in
      (name, try base.members(of: name).accounts.map { AccountID(number: Int32($0)) })
    }
    var scenario: Scenario?
    if !isDone, !own.isEmpty {
      changes += own
      let changed = try Scenario.read(text, overrides: Scenario.Overrides(changes: changes, limits: limits))
      if fork.command == 0 { base = changed } else { scenario = changed }
    }
    if scenario != nil || !without.isEmpty {
      stages.append(Stage(command: fork.command, scenario: scenario, without: without))
    }
    forks.append(fork)
  }

  /// The rules that hold from a command on, where they are others than before.
  var revisions: [RulesRevision] {
    var rules = base.rules
    var revisions: [RulesRevision] = []
    for stage in stages {
      guard let scenario = stage.scenario, scenario.rules != rules else { continue }
      rules = scenario.rules
      revisions.append(RulesRevision(from: stage.command, rules))
    }
    return revisions
  }

  /// Throws unless a change may come there: not before the run's own last one.
  func checkOrder(of point: ForkPoint, in folder: RunFolder) throws(Failure) {
    guard let last = folder.forks.last, point.command < last.command else { return }
    throw Failure(
      .badInput, "\(folder.path) is a fork itself, and its own change came later, at event \(last.event)",
      hint: "fork the run that it left, \(last.run), or begin at event \(last.event)")
  }

  /// How many commands the opening has.
  var openingCount: Int {
    let dismissed = stages.prefix { $0.command == 0 }.flatMap(\.without).flatMap(\.accounts)
    return base.opening.count { action in
      if case .openOrder(let order) = action { !dismissed.contains(order.account) } else { true }
    }
  }
}

import MarketTypes
import Mathematics
import Notation

extension Scenario {
  /// What a command line may change of a scenario and of how it is read.
  public struct Overrides: Sendable {
    /// In place of the file's; `nil` leaves that.
    public var seed: UInt64?
    /// What is set, added or taken out, carried out in order before anything is read.
    public var changes: [ScenarioChange]
    /// How much it may ask for.
    public var limits: Limits

    /// Nothing changed, and what is usual allowed, unless said.
    public init(seed: UInt64? = nil, changes: [ScenarioChange] = [], limits: Limits = Limits()) {
      self.seed = seed
      self.changes = changes
      self.limits = limits
    }
  }

  /// Reads a scenario; throws everything that is wrong with it, in one pass.
  ///
  /// - Parameter open: the text of another scenario that an `extends` names, relative to this one; `nil` where there is none.
  public static func read(
    _ text: SourceText, overrides: Overrides = Overrides(),
    open: (String) throws(Diagnostics) -> SourceText? = { _ in nil }
  ) throws(Diagnostics) -> Scenario {
    let log = DiagnosticLog()
    var extending = Extending(log, overrides.limits)
    guard var resolved = extending.resolve(text, open) else { throw log.diagnostics }
    // A key that stands twice has its first value: whatever else is wrong is told with it.
    let errors = log.diagnostics.errorCount
    for change in overrides.changes { change.apply(to: &resolved, log) }
    if log.diagnostics.errorCount > errors { throw log.diagnostics }
    if let seed = overrides.seed { resolved.override("seed", with: .number("\(seed)")) }
    let builder = ScenarioBuilder(resolved, log, overrides.limits)
    let scenario = ValueReader(resolved, reportingTo: log).object { builder.build(&$0) }
    try log.throwErrors()
    guard var scenario else { throw log.diagnostics }
    builder.checkOpening(of: scenario)
    try log.throwErrors()
    builder.warnOfStillMarks(in: scenario)
    scenario.warnings = builder.warnings.diagnostics
    return scenario
  }
}

extension JSONValue {
  /// Puts a value from outside the text in the place of a member, or after the others.
  fileprivate mutating func override(_ key: String, with content: JSONValue.Content) {
    guard case .object(var members) = self.content else { return }
    if let index = members.firstIndex(where: { $0.key == key }) {
      members[index].value.content = content
    } else {
      members.append(JSONMember(key: key, at: span.opening, value: JSONValue(content, at: span.opening)))
    }
    self.content = .object(members)
  }
}

/// Reads the parts of a scenario in the order in which they need each other. A class, because the decoders of kinds share it.
final class ScenarioBuilder {
  let resolved: JSONValue
  let log: DiagnosticLog
  let limits: Scenario.Limits
  /// Apart, so that who has mistakes to mend is told of them alone.
  let warnings = DiagnosticLog()
  var seed: UInt64 = 0
  var rules = VenueRules(instruments: [])
  var names = Names()
  var accounts: [AccountOpening] = []
  /// Of the settlement currency, by account.
  var deposits: [Int64] = []
  var assetDeposits: [(account: AccountID, amount: Money, asset: AssetID)] = []
  /// Into the default fund, out of what was deposited.
  var contributions: [(account: AccountID, amount: Money)] = []
  var isolatedAccounts: [IsolatedPlace: AccountID] = [:]
  /// What each insurance fund has at the start.
  var fundMoney: [Int64] = []
  /// Of those that have names.
  var indexOfFund: [String: Int] = [:]
  /// Of each asset, from asset 1 on: its first price, and what all accounts bring of it.
  var assetPrices: [Price?] = []
  var broughtOf: [Int128] = []
  var marks: [Price?] = []
  /// Where each instrument was written.
  var placeOfInstrument: [SourceSpan] = []
  /// Whether each instrument's rules passed: only then may anything be computed from them.
  var isSound: [Bool] = []
  var holdings: [HoldingOpening] = []
  var orders: [Order] = []
  /// Where the openings were written; for each asset brought, holding and order, which of these places is its own.
  var places: [SourceSpan] = []
  var placeOfAsset: [Int32] = []
  var placeOfHolding: [Int32] = []
  var placeOfOrder: [Int32] = []
  var participants: [ParticipantSpecification] = []
  var script: [ScriptedEvent] = []
  var recordings: [RecordingSpecification] = []
  var processes: [PriceProcess] = []
  /// What processes have in common, by name.
  var factorNames: Set<String> = []
  var blocks: [PopulationCount] = []
  var indexOfAccount: [String: Int] = [:]
  var indexOfInstrument: [String: Int] = [:]
  var indexOfAsset: [String: Int] = [:]
  var blockHashes: [UInt32: String] = [:]
  /// Blocks and index processes about which something was said, so that they are not there: a name that leads to one is right.
  var refusedBlockNames: Set<String> = []
  var refusedProcessNames: Set<String> = []
  var hintsGiven = 0
  /// What participants so far set aside, in numbers.
  var numbersKept = 0

  init(_ resolved: JSONValue, _ log: DiagnosticLog, _ limits: Scenario.Limits = Scenario.Limits()) {
    self.resolved = resolved
    self.log = log
    self.limits = limits
  }

  func build(_ reader: inout ObjectReader) -> Scenario {
    // By which editors find the schema.
    _ = reader.optional("$schema")?.string()
    _ = reader.integer("version", in: 1...1)
    let name = reader.name("name") ?? ""
    _ = reader.optional("description")?.string(upTo: 10_000)
    seed = UInt64(reader.integer("seed", in: 0...Int64.max, default: 1))
    let duration = reader.span("duration", from: 1) ?? TimeSpan(nanoseconds: ObjectReader.longestSpan)
    readFunds(&reader)
    readInstruments(&reader)
    readAssets(&reader)
    readPortfolio(&reader)
    _ = reader.optional("venue")?.object { readVenue(&$0) }
    readLiquidation(&reader)
    checkTogether(reader)
    readAccounts(&reader)
    checkBackstop(reader)
    readPopulation(&reader)
    readProcesses(&reader, duration)
    readOpenings(&reader)
    readEvents(&reader, duration)
    readRecordings(&reader)
    let expectation = reader.optional("expect")?.object { self.expectation(&$0) }
    return Scenario(
      name: name, seed: seed, duration: duration, rules: rules, names: names, opening: openingCommands,
      participants: participants, script: scriptInOrder, recordings: recordings, processes: processes,
      expectation: expectation, resolved: resolved, blocks: blocks)
  }

  /// What is wrong with all instruments and assets together; what is wrong with a part was said where it stands.
  private func checkTogether(_ reader: ObjectReader) {
    var rest = rules
    (rest.portfolio, rest.marginLevels, rest.fees) = (nil, nil, nil)
    rest.liquidation = LiquidationRules()
    rest.assets.removeAll { $0.fault != nil }
    if rules.instruments.allSatisfy({ $0.fault == nil }), let fault = rest.fault {
      reader.refuse(fault, at: "instruments")
    }
  }

  /// Most money one member of a scenario may name.
  static let moneyLimit: Int64 = 1 << 59

  /// In order of time; at equal times as written.
  private var scriptInOrder: [ScriptedEvent] {
    script.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
  }

  private var openingCommands: [Command.Action] {
    var actions = accounts.map { Command.Action.openAccount($0) } + assetReports
    for (index, amount) in deposits.enumerated() where amount > 0 {
      actions.append(.deposit(AccountID(number: Int32(index)), Money(units: amount)))
    }
    actions += assetDeposits.map { .deposit($0.account, $0.amount, of: $0.asset) }
    actions += contributions.map { .contribute($0.account, $0.amount) }
    for (index, amount) in fundMoney.enumerated() where amount > 0 {
      actions.append(.fund(Money(units: amount), FundID(number: UInt8(index))))
    }
    for (index, mark) in marks.enumerated() {
      if let mark {
        actions.append(.openMark(PriceUpdate(instrument: InstrumentID(number: UInt16(index)), price: mark)))
      }
    }
    actions += holdings.map { .openHolding($0) }
    actions += orders.map { .openOrder($0) }
    return actions
  }

  /// Every source of an asset that has a price at the start says that price.
  private var assetReports: [Command.Action] {
    zip(rules.assets, assetPrices).enumerated().flatMap { index, asset -> [Command.Action] in
      guard let price = asset.1 else { return [] }
      return (0..<(asset.0.indexSources?.weights.count ?? 1)).map { source in
        .report(
          SourceReport(.asset(AssetID(number: UInt16(index + 1))), source: UInt8(source), price: price))
      }
    }
  }
}

import MarketTypes
import Mathematics
import Notation

extension Scenario {
  /// What a command line may change of a scenario.
  public struct Overrides: Sendable {
    public var seed: UInt64?

    public init(seed: UInt64? = nil) { self.seed = seed }
  }

  /// Reads a scenario; throws everything that is wrong with it, in one pass.
  ///
  /// - Parameter open: the text of another scenario that an `extends` names, relative to this one; `nil` where there is none.
  public static func read(
    _ text: SourceText, overrides: Overrides = Overrides(), open: (String) -> SourceText? = { _ in nil }
  ) throws(Diagnostics) -> Scenario {
    let log = DiagnosticLog()
    guard let tree = JSONValue.parse(text, reportingTo: log) else {
      try log.throwErrors()
      throw Diagnostics()
    }
    let resolved = resolve(tree, depth: 0, log, open)
    var scenario: Scenario?
    _ = ValueReader(resolved, reportingTo: log).object { reader in
      let builder = ScenarioBuilder(resolved)
      scenario = builder.build(&reader, overrides)
      return true
    }
    try log.throwErrors()
    guard let scenario else { throw Diagnostics() }
    return scenario
  }

  /// Lays a scenario over the one it extends: objects member by member, everything else whole.
  private static func resolve(
    _ tree: JSONValue, depth: Int, _ log: DiagnosticLog, _ open: (String) -> SourceText?
  ) -> JSONValue {
    guard case .object(let members) = tree.content, let extends = members.first(where: { $0.key == "extends" }) else {
      return tree
    }
    var own = tree
    own.content = .object(members.filter { $0.key != "extends" })
    guard case .string(let path) = extends.value.content else {
      log.error("\"extends\" must be the path of a scenario, as a string", at: extends.value.span)
      return own
    }
    if depth == 8 {
      log.error("scenarios extend each other more than 8 deep", at: extends.value.span, hint: "does one extend itself?")
      return own
    }
    guard let text = open(path) else {
      log.error(
        "there is no scenario \"\(printable(path))\" to extend", at: extends.value.span,
        hint: "the path is relative to this scenario's directory and stays inside it")
      return own
    }
    guard let base = JSONValue.parse(text, reportingTo: log) else { return own }
    return merge(own, over: resolve(base, depth: depth + 1, log, open))
  }

  private static func merge(_ own: JSONValue, over base: JSONValue) -> JSONValue {
    guard case .object(let mine) = own.content, case .object(var members) = base.content else { return own }
    for member in mine {
      if let index = members.firstIndex(where: { $0.key == member.key }) {
        members[index] = JSONMember(
          key: member.key, at: member.keySpan, value: merge(member.value, over: members[index].value))
      } else {
        members.append(member)
      }
    }
    return JSONValue(.object(members), at: own.span)
  }
}

/// Reads the parts of a scenario in the order in which they need each other. A class, because the decoders of kinds share it.
final class ScenarioBuilder {
  let resolved: JSONValue
  var seed: UInt64 = 0
  var rules = VenueRules(instruments: [])
  var names = Names()
  var kinds: [AccountKind] = []
  var deposits: [Int64] = []
  var marks: [Price?] = []
  var holdings: [HoldingOpening] = []
  var orders: [Order] = []
  var participants: [ParticipantSpecification] = []
  var script: [ScriptedCommand] = []
  var recordings: [RecordingSpecification] = []
  var blocks: [PopulationCount] = []
  var indexOfAccount: [String: Int] = [:]
  var blockHashes: [UInt32: String] = [:]

  init(_ resolved: JSONValue) { self.resolved = resolved }

  /// Most accounts a scenario may have; each takes about 200 bytes.
  static let accountLimit = 10_000_000

  func build(_ reader: inout ObjectReader, _ overrides: Scenario.Overrides) -> Scenario {
    _ = reader.integer("version", in: 1...1)
    let name = reader.name("name") ?? ""
    _ = reader.optional("description")?.string(upTo: 10_000)
    seed = UInt64(reader.integer("seed", in: 0...Int64.max, default: 1))
    if let override = overrides.seed { seed = override }
    let duration = reader.span("duration", from: 1) ?? TimeSpan(nanoseconds: 1)
    readInstruments(&reader)
    rules.liquidation = reader.optional("liquidation")?.object { Self.liquidation(&$0) } ?? LiquidationRules()
    let fund = reader.integer("fund", in: 0...Self.moneyLimit, default: 0)
    readAccounts(&reader)
    readPopulation(&reader)
    readOpenings(&reader)
    readEvents(&reader, duration)
    readRecordings(&reader)
    let expectation = reader.optional("expect")?.object { self.expectation(&$0) }
    return Scenario(
      name: name, seed: seed, duration: duration, rules: rules, names: names, opening: openingCommands(fund: fund),
      participants: participants, script: script.sorted { $0.time < $1.time }, recordings: recordings,
      expectation: expectation, resolved: resolved, blocks: blocks)
  }

  /// Most money one member of a scenario may name.
  static let moneyLimit: Int64 = 1 << 59

  private func openingCommands(fund: Int64) -> [Command.Action] {
    var actions: [Command.Action] = []
    for (index, kind) in kinds.enumerated() {
      actions.append(.openAccount(AccountOpening(account: AccountID(number: Int32(index)), kind: kind)))
    }
    for (index, amount) in deposits.enumerated() where amount > 0 {
      actions.append(.deposit(AccountID(number: Int32(index)), Money(units: amount)))
    }
    if fund > 0 { actions.append(.fund(Money(units: fund))) }
    for (index, mark) in marks.enumerated() {
      if let mark {
        actions.append(.openMark(PriceUpdate(instrument: InstrumentID(number: UInt16(index)), price: mark)))
      }
    }
    actions += holdings.map { .openHolding($0) }
    actions += orders.map { .openOrder($0) }
    return actions
  }

  // MARK: Looking names up

  /// The account that a member names, or `nil` after saying that there is none.
  func account(_ key: String, _ reader: inout ObjectReader) -> AccountID? {
    guard let value = reader.required(key), let name = value.name() else { return nil }
    if let index = indexOfAccount[name] { return AccountID(number: Int32(index)) }
    value.refuse(
      "no account named \"\(name)\"", hint: didYouMean(name, from: names.accounts).map { "did you mean \"\($0)\"?" })
    return nil
  }

  /// The instrument that a member names; with a single instrument it may be left out.
  func instrument(_ reader: inout ObjectReader) -> InstrumentID? {
    guard let value = names.instruments.count == 1 ? reader.optional("instrument") : reader.required("instrument")
    else {
      return names.instruments.count == 1 ? InstrumentID(number: 0) : nil
    }
    guard let name = value.name() else { return nil }
    if let index = names.instruments.firstIndex(of: name) { return InstrumentID(number: UInt16(index)) }
    value.refuse(
      "no instrument named \"\(name)\"",
      hint: didYouMean(name, from: names.instruments).map { "did you mean \"\($0)\"?" })
    return nil
  }

  func addAccount(_ name: String, _ kind: AccountKind, collateral: Int64) -> AccountID {
    indexOfAccount[name] = names.accounts.count
    names.accounts.append(name)
    kinds.append(kind)
    deposits.append(collateral)
    return AccountID(number: Int32(names.accounts.count - 1))
  }
}

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
    guard let tree = JSONValue.parse(text, reportingTo: log), var resolved = resolve(tree, log: log, open) else {
      throw log.diagnostics
    }
    if let seed = overrides.seed { resolved.override("seed", with: .number("\(seed)")) }
    let builder = ScenarioBuilder(resolved, log)
    let scenario = ValueReader(resolved, reportingTo: log).object { builder.build(&$0) }
    try log.throwErrors()
    guard let scenario else { throw log.diagnostics }
    builder.checkOpening(of: scenario)
    try log.throwErrors()
    return scenario
  }

  /// Lays a scenario over the one it extends: objects member by member, everything else whole; a null takes away.
  ///
  /// - Parameter folder: where the scenario is, relative to the one that is read; ends with a slash or is empty.
  /// - Returns: `nil` if a scenario that it extends could not be had: most of what is wrong then is only missing.
  private static func resolve(
    _ tree: JSONValue, in folder: String = "", depth: Int = 0, log: DiagnosticLog, _ open: (String) -> SourceText?
  ) -> JSONValue? {
    guard case .object(let members) = tree.content, let extends = members.first(where: { $0.key == "extends" }) else {
      return tree
    }
    var own = tree
    own.content = .object(members.filter { $0.key != "extends" })
    guard case .string(let path) = extends.value.content else {
      log.error("\"extends\" must be the path of a scenario, as a string", at: extends.value.span)
      return nil
    }
    if depth == 8 {
      log.error("scenarios extend each other more than 8 deep", at: extends.value.span, hint: "does one extend itself?")
      return nil
    }
    let place = folder + path
    guard let text = open(place) else {
      log.error(
        "there is no scenario \"\(path.prefix(100))\" to extend", at: extends.value.span,
        hint: "the path is relative to this scenario's directory and stays inside it")
      return nil
    }
    let parent = String(place[..<(place.lastIndex(of: "/").map { place.index(after: $0) } ?? place.startIndex)])
    guard let base = JSONValue.parse(text, reportingTo: log),
      let resolved = resolve(base, in: parent, depth: depth + 1, log: log, open)
    else { return nil }
    return merge(own, over: resolved)
  }

  private static func merge(_ own: JSONValue, over base: JSONValue) -> JSONValue {
    guard case .object(let mine) = own.content, case .object(let theirs) = base.content else { return own }
    let replacements = Dictionary(mine.map { ($0.key, $0) }) { first, _ in first }
    var members: [JSONMember] = []
    var known: Set<String> = []
    for member in theirs {
      known.insert(member.key)
      guard let replacement = replacements[member.key] else {
        members.append(member)
        continue
      }
      if replacement.value.content == .null { continue }
      members.append(
        JSONMember(
          key: member.key, at: replacement.keySpan, value: merge(replacement.value, over: member.value)))
    }
    members += mine.filter { !known.contains($0.key) && $0.value.content != .null }
    return JSONValue(.object(members), at: own.span)
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
  var seed: UInt64 = 0
  var rules = VenueRules(instruments: [])
  var names = Names()
  var kinds: [AccountKind] = []
  var groups: [Int32] = []
  var deposits: [Int64] = []
  var marks: [Price?] = []
  /// Whether each instrument's rules passed: only then may anything be computed from them.
  var isSound: [Bool] = []
  var holdings: [HoldingOpening] = []
  var orders: [Order] = []
  /// Where the openings were written; for each holding and each order, which of these places is its own.
  var places: [SourceSpan] = []
  var placeOfHolding: [Int32] = []
  var placeOfOrder: [Int32] = []
  var participants: [ParticipantSpecification] = []
  var script: [ScriptedCommand] = []
  var recordings: [RecordingSpecification] = []
  var blocks: [PopulationCount] = []
  var indexOfAccount: [String: Int] = [:]
  var indexOfInstrument: [String: Int] = [:]
  var blockHashes: [UInt32: String] = [:]
  private var hintsGiven = 0

  init(_ resolved: JSONValue, _ log: DiagnosticLog) {
    self.resolved = resolved
    self.log = log
  }

  /// Most accounts a scenario may have; each takes about 500 bytes, so that this is a gigabyte.
  static let accountLimit = 2_000_000
  /// Most pairs of account and instrument; the audit takes 32 bytes for each.
  static let cellLimit = 20_000_000
  /// Most of them that may act.
  static let participantLimit = 100_000

  func build(_ reader: inout ObjectReader) -> Scenario {
    _ = reader.integer("version", in: 1...1)
    let name = reader.name("name") ?? ""
    _ = reader.optional("description")?.string(upTo: 10_000)
    seed = UInt64(reader.integer("seed", in: 0...Int64.max, default: 1))
    let duration = reader.span("duration", from: 1) ?? TimeSpan(nanoseconds: ObjectReader.longestSpan)
    readInstruments(&reader)
    _ = reader.optional("venue")?.object { readVenue(&$0) }
    rules.liquidation = reader.optional("liquidation")?.object { Self.liquidation(&$0) } ?? LiquidationRules()
    if rules.instruments.allSatisfy({ $0.fault == nil }), let fault = rules.fault {
      reader.refuse(fault, at: "instruments")
    }
    let fund = reader.integer("fund", in: 0...Self.moneyLimit, default: 0)
    readAccounts(&reader)
    readPopulation(&reader)
    readOpenings(&reader)
    readEvents(&reader, duration)
    readRecordings(&reader)
    let cells = names.accounts.count * rules.instruments.count
    if cells > Self.cellLimit {
      reader.refuse(
        "\(names.accounts.count) accounts × \(rules.instruments.count) instruments are more than \(Self.cellLimit)",
        at: "population", hint: "the audit of all balances keeps one for each pair")
    }
    let expectation = reader.optional("expect")?.object { self.expectation(&$0) }
    return Scenario(
      name: name, seed: seed, duration: duration, rules: rules, names: names, opening: openingCommands(fund: fund),
      participants: participants, script: scriptInOrder, recordings: recordings,
      expectation: expectation, resolved: resolved, blocks: blocks)
  }

  /// Most money one member of a scenario may name.
  static let moneyLimit: Int64 = 1 << 59

  /// In order of time; at equal times as written.
  private var scriptInOrder: [ScriptedCommand] {
    script.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
  }

  private func openingCommands(fund: Int64) -> [Command.Action] {
    var actions: [Command.Action] = []
    for (index, kind) in kinds.enumerated() {
      let account = AccountID(number: Int32(index))
      actions.append(.openAccount(AccountOpening(account: account, kind: kind, group: groups[index])))
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
    value.refuse("no account named \"\(name)\"", hint: suggestion(for: name, from: names.accounts))
    return nil
  }

  /// The name that was likely meant, for the first few that are unknown: looking takes as long as there are names.
  func suggestion(for name: String, from candidates: [String]) -> String? {
    guard hintsGiven < Diagnostics.limit else { return nil }
    hintsGiven += 1
    return didYouMean(name, from: candidates.prefix(10_000)).map { "did you mean \"\($0)\"?" }
  }

  /// The instrument that a member names; with a single instrument it may be left out.
  func instrument(_ reader: inout ObjectReader) -> InstrumentID? {
    let isChoice = names.instruments.count > 1
    guard let value = isChoice ? reader.required("instrument") : reader.optional("instrument") else {
      return names.instruments.count == 1 ? InstrumentID(number: 0) : nil
    }
    guard let name = value.name() else { return nil }
    if let index = indexOfInstrument[name] { return InstrumentID(number: UInt16(index)) }
    value.refuse("no instrument named \"\(name)\"", hint: suggestion(for: name, from: names.instruments))
    return nil
  }

  /// The prices that an instrument allows, or that any could.
  func prices(of instrument: InstrumentID?) -> ClosedRange<Int64> {
    1...(instrument.map { rules.instruments[$0.index].maximumPrice.ticks } ?? Self.highestPrice)
  }

  /// The lots that an instrument allows to one order or one position, or that any could.
  func lots(of instrument: InstrumentID?) -> ClosedRange<Int64> {
    1...(instrument.map { rules.instruments[$0.index].maximumPosition.lots } ?? InstrumentRules.notionalLimit)
  }

  func addAccount(_ name: String, _ kind: AccountKind, collateral: Int64, group: Int32 = 0) -> AccountID {
    indexOfAccount[name] = names.accounts.count
    names.accounts.append(name)
    kinds.append(kind)
    groups.append(group)
    deposits.append(collateral)
    return AccountID(number: Int32(names.accounts.count - 1))
  }
}

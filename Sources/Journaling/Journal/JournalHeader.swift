import MarketTypes
import Notation

/// What a journal says before its first command: enough to run the commands again, and to read them.
public struct JournalHeader: Hashable, Sendable {
  /// The version of the program that wrote it.
  public var engine: String
  public var seed: UInt64
  public var names: Names
  public var rules: VenueRules
  /// The scenario as it was resolved, every default filled in; empty if there was none.
  public var scenario: String
  /// Rules that took the place of those before in the course of a fork, in order of their commands.
  public var revisions: [RulesRevision]

  public init(
    engine: String, seed: UInt64, names: Names, rules: VenueRules, scenario: String, revisions: [RulesRevision] = []
  ) {
    self.engine = engine
    self.seed = seed
    self.names = names
    self.rules = rules
    self.scenario = scenario
    self.revisions = revisions
  }
}

/// Rules that held from a command on, in a run that was forked there.
public struct RulesRevision: Hashable, Sendable {
  /// The number of the first command that they held for, from 0.
  public var command: Int
  public var rules: VenueRules

  public init(from command: Int, _ rules: VenueRules) {
    self.command = command
    self.rules = rules
  }
}

// MARK: - Words

extension JournalHeader {
  /// Magic, version and length, the JSON text padded with spaces to whole pairs of words, checksum.
  var words: [UInt64] {
    var text = json
    while !text.count.isMultiple(of: 2 * JournalFormat.wordSize) { text.append(UInt8(ascii: " ")) }
    invariant(text.count <= UInt32.max, "a journal's header of \(text.count) bytes")
    var words = [JournalFormat.magic, UInt64(JournalFormat.version) | UInt64(text.count) << 32]
    for start in stride(from: 0, to: text.count, by: JournalFormat.wordSize) {
      words.append(text.littleEndianWord(at: start))
    }
    return words + [words.checksum]
  }
}

extension [UInt8] {
  /// The eight bytes from `offset` on.
  func littleEndianWord(at offset: Int) -> UInt64 {
    // Unsafe is only what cannot be: bounds are checked, and any eight bytes are an integer.
    unsafe UInt64(littleEndian: span.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }
}

extension [UInt64] {
  /// The checksum of an even number of words.
  var checksum: UInt64 {
    var builder = DigestBuilder()
    for index in stride(from: 0, to: count, by: 2) { builder.take(self[index], self[index + 1]) }
    return builder.checksum
  }
}

// MARK: - JSON

extension JournalHeader {
  /// One object on one line: the same header, the same bytes.
  var json: [UInt8] {
    var writer = JSONWriter()
    writer.object { header in
      header.member("engine", engine)
      header.member("seed", seed)
      header.key("names")
      header.object { $0.members(of: names) }
      header.key("rules")
      header.object { $0.members(of: rules) }
      header.member("scenario", scenario)
      if revisions.isEmpty { return }
      header.key("revisions")
      header.array { writer in
        for revision in revisions {
          writer.object { writer in
            writer.member("command", revision.command)
            writer.key("rules")
            writer.object { $0.members(of: revision.rules) }
          }
        }
      }
    }
    return writer.bytes
  }

  /// Reads what `json` wrote.
  init(json: [UInt8]) throws(Diagnostics) {
    let text = SourceText(name: "journal header", bytes: json)
    self = try ObjectReader.read(text, sizeLimit: json.count) { reader in
      guard
        let engine = reader.string("engine"),
        let seed = reader.required("seed")?.unsigned(),
        let names = reader.object("names", Names.init(from:)),
        let rules = reader.object("rules", VenueRules.init(from:)),
        let scenario = reader.string("scenario", upTo: .max)
      else { return nil }
      let revisions = reader.has("revisions") ? reader.array("revisions", of: RulesRevision.init(from:)) : []
      guard let revisions else { return nil }
      return JournalHeader(
        engine: engine, seed: seed, names: names, rules: rules, scenario: scenario, revisions: revisions)
    }
  }
}

extension RulesRevision {
  fileprivate init?(from reader: ValueReader) {
    let read: RulesRevision? = reader.object { object in
      let command = object.integer("command", in: 0...Int64.max)
      let rules = object.object("rules", VenueRules.init(from:))
      guard let command, let rules else { return nil }
      return RulesRevision(from: Int(command), rules)
    }
    guard let read else { return nil }
    self = read
  }
}

extension ValueReader {
  /// A whole number of 64 bits without sign: a seed.
  fileprivate func unsigned() -> UInt64? {
    if case .number(let literal) = value.content, let number = UInt64(literal) { return number }
    refuse("\(path) must be a whole number from 0 to \(UInt64.max)")
    return nil
  }
}

extension JSONWriter {
  fileprivate mutating func members(of names: Names) {
    key("instruments")
    array { for name in names.instruments { $0.string(name) } }
    key("accounts")
    array { for name in names.accounts { $0.string(name) } }
    key("assets")
    array { for name in names.assets { $0.string(name) } }
  }
}

extension Names {
  fileprivate init?(from reader: inout ObjectReader) {
    guard
      let instruments = reader.array("instruments", of: { $0.string(upTo: .max) }),
      let accounts = reader.array("accounts", of: { $0.string(upTo: .max) }),
      let assets = reader.array("assets", of: { $0.string(upTo: .max) })
    else { return nil }
    self.init(instruments: instruments, accounts: accounts, assets: assets)
  }
}

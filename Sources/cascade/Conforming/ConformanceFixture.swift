import Files
import Journaling
import Notation

/// A transcript that an engine is held to.
struct ConformanceFixture: Sendable {
  let path: String
  /// The rules it shows, as its first comment begins: `# MAT-24, LIQ-19 to LIQ-22: …`.
  let rules: [RuleID]
  let text: SourceText

  init(_ path: String, _ limits: Limits) throws {
    self.path = path
    text = SourceText(name: path, bytes: try readFile(path, limit: limits.bytes(usual: 64 << 20)))
    rules = RuleID.all(in: text.line(1) ?? "")
  }

  /// Whether all of its rules are about who meets whom.
  var isAboutMatchingAlone: Bool { !rules.isEmpty && rules.allSatisfy { $0.family == "MAT" } }

  /// What the engine is asked; throws if the transcript does not replay to itself, since then nobody knows what is right.
  func dialogue() throws -> Dialogue {
    let replay = try TranscriptReplay(text)
    if let difference = replay.difference {
      throw Diagnostics(
        "\(path):\(difference.line): this is not what comes of the command", hint: "see cascade verify \(path)")
    }
    if replay.story.commands.isEmpty { throw Diagnostics("\(path): there is no command in it") }
    return Dialogue(replay)
  }
}

/// The name of a rule of `docs/rules`: `MAT-24`.
struct RuleID: Hashable, Sendable, Comparable, CustomStringConvertible {
  let family: String
  let number: Int

  var description: String { "\(family)-\(number)" }

  static func < (left: RuleID, right: RuleID) -> Bool {
    left.family == right.family ? left.number < right.number : left.family < right.family
  }

  init(_ family: String, _ number: Int) { (self.family, self.number) = (family, number) }

  init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count == 3, parts[0].allSatisfy({ $0.isASCII && $0.isUppercase }),
      let number = Int(parts[1]), 0..<1_000_000 ~= number
    else { return nil }
    self.init(String(parts[0]), number)
  }

  /// Those before the colon of a transcript's first comment; `to` stands for all between.
  static func all(in comment: String) -> [RuleID] {
    guard comment.hasPrefix("# "), let colon = comment.firstIndex(of: ":") else { return [] }
    var found: [RuleID] = []
    for part in comment[..<colon].dropFirst(2).split(separator: ",") {
      let words = part.split(separator: " ")
      guard let first = words.first.flatMap({ RuleID($0) }) else { return [] }
      if words.count == 1 {
        found.append(first)
      } else if words.count == 3, words[1] == "to", let last = RuleID(words[2]), last.family == first.family,
        first.number <= last.number, last.number - first.number < 100
      {
        found += (first.number...last.number).map { RuleID(first.family, $0) }
      } else {
        return []
      }
    }
    return found
  }
}

import Foundation
import Journaling
import MarketTypes
import Testing

/// What `docs/formats.md` says is what we write.
struct FormatsPageTests {
  private static let text = page("formats.md")

  private static let python: URL? = {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let candidates = path.split(separator: ":").map { URL(filePath: String($0)).appending(path: "python3") }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }()

  /// The cells of the rows of all tables on the page.
  private static let rows = text.split(separator: "\n").filter { $0.hasPrefix("|") }.map { line in
    line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  @Test func `each kind is on the page`() {
    for kind in CommandKind.allCases {
      #expect(Self.rows.contains { $0.starts(with: ["\(kind.number)", "\(kind)"]) })
    }
    for kind in EventKind.allCases { #expect(Self.rows.contains { $0.starts(with: ["\(kind.number)", "\(kind)"]) }) }
  }

  @Test func `each number of a small field is on the page`() {
    expect(AccountKind.allCases, in: "account kind")
    expect(Side.allCases, in: "side")
    expect(TimeInForce.allCases, in: "time in force")
    expect(TransferReason.allCases, in: "transfer reason")
    expect(CancelReason.allCases, in: "cancel reason")
    expect(listed: RefusedAction.inJournalOrder, in: "refused action")
    expect(listed: Refusal.inJournalOrder, in: "refusal")
    expect(TriggerKind.allCases, in: "trigger kind")
    expect(PriceSource.allCases, in: "trigger source")
    expect(PegReference.allCases, in: "peg reference")
    expect(SelfTradePrevention.allCases, in: "prevention")
    expect(MassCancelOccasion.allCases, in: "occasion")
    expect(Phase.allCases, in: "phase")
    expect(MarginLevel.allCases, in: "margin level")
    expect(TakeoverDeclined.Reason.allCases, in: "reason of a declined takeover")
    // What is `none` here is `nothing` in every text.
    expect(listed: ["nothing"] + WithdrawalReason.allCases.dropFirst().map { "\($0)" }, in: "reason of a withdrawal")
  }

  @Test func `the columns on the page are those of the table`() {
    let header = String(decoding: EventTable.csvHeader, as: UTF8.self).dropLast().split(separator: ",").map(String.init)
    let start = Self.rows.firstIndex { $0.first == "column" }
    let documented = Self.rows[((start ?? 0) + 2)...].compactMap(\.first)
    let ofCommands = ["command", "seen", "replacedOrder", "replacedClient", "occasion", "entry", "fund"]
    #expect(documented.filter { !ofCommands.contains($0) } == header)
  }

  /// One description: the page has its words, and its names are the header's.
  @Test func `what the page says of a column is what the table says of it`() throws {
    let columns = EventTable.description.columns
    let header = String(decoding: EventTable.csvHeader, as: UTF8.self).dropLast().split(separator: ",").map(String.init)
    #expect(columns.map(\.name) == header)
    let start = try #require(Self.rows.firstIndex { $0.first == "column" })
    for column in columns {
      let row = try #require(Self.rows[(start + 2)...].first { $0.first == column.name })
      // A row whose last cell is empty has none.
      let meaning = row.count < 3 || row[2].isEmpty ? row[1] : "\(row[1]): \(row[2])"
      #expect(column.meaning == meaning + ".")
    }
  }

  @Test(.enabled(if: python != nil, "there is no python3"))
  func `the page's program computes the journal's digest`() throws {
    let program = try #require(blocks("python", of: Self.text).first)
    let story = JournalStory()
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).journal")
    try Data(story.journal).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }

    let process = Process()
    process.executableURL = Self.python
    process.arguments = ["-c", program, file.path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let printed = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let events = story.frames.map(\.events.count).reduce(0, +)
    #expect(printed == "\(story.digest) \(story.frames.count) \(events)\n")
  }

  private func expect<Choice>(listed choices: [Choice], in field: String) {
    let row = Self.rows.first { $0.first == field }
    #expect(row?.last == choices.enumerated().map { "\($0) \($1)" }.joined(separator: " · "), "\(field)")
  }

  private func expect<Choice: RawRepresentable<UInt8>>(_ choices: [Choice], in field: String) {
    let row = Self.rows.first { $0.first == field }
    #expect(row?.last == choices.map { "\($0.rawValue) \($0)" }.joined(separator: " · "), "\(field)")
  }
}

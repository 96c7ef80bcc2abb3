import Foundation
import Journaling
import MarketTypes
import Testing

@testable import Files
@testable import cascade

/// Every verb that writes, with each of its calls of the system refused in turn. Faults are planned for a whole process, so
/// every test has its own.
@Suite struct `Faults of the file system` {
  @Test func `whichever call a run is refused, its folder is whole or not there`() async {
    await #expect(processExitsWith: .success) {
      let stage = try FaultStage()
      for code in [EIO, ENOSPC] { try stage.refuseEach(of: ["run", "small.jsonc", "-o", "new", "--quiet"], code) }
    }
  }

  @Test func `whichever call a run is refused that replaces another, its folder is the old or the new one`() async {
    await #expect(processExitsWith: .success) {
      let stage = try FaultStage()
      try stage.refuseEach(
        of: ["run", "small.jsonc", "-o", "new", "--force", "--quiet"], ENOSPC, before: "old", named: "new")
    }
  }

  @Test func `whichever call a fork or a recovery is refused, its folder is whole or not there`() async {
    await #expect(processExitsWith: .success) {
      let stage = try FaultStage()
      let fork = ["fork", "out", "--at", "cascade", "--set", "liquidation.on=false", "-o", "new", "--quiet"]
      try stage.refuseEach(of: fork, ENOSPC)
      try stage.refuseEach(of: ["recover", "cut.cascade", "-o", "new", "--quiet"], EIO)
    }
  }

  @Test func `whichever call a verb is refused that writes one file, that is whole or not there`() async {
    await #expect(processExitsWith: .success) {
      let stage = try FaultStage()
      for words in [
        ["recover", "cut.cascade", "--prefix", "new"],
        ["export", "out", "--table", "events", "-o", "new"],
        ["export", "out", "--table", "fills", "--format", "parquet", "-o", "new"],
        ["plot", "out", "price", "-o", "new"], ["report", "out", "-o", "new", "--quiet"],
        ["sweep", "small.jsonc", "--seeds", "1..1", "-j", "1", "-o", "new", "--quiet"],
        [
          "tournament", "small.jsonc", "--policies", "as-written,off", "--seeds", "1..1", "-j", "1", "-o", "new",
          "--quiet",
        ],
      ] {
        try stage.refuseEach(of: words, ENOSPC)
      }
    }
  }

  @Test func `whichever call an engine is refused, its journal is whole as far as it came or not there`() async {
    await #expect(processExitsWith: .success) {
      let stage = try FaultStage()
      try stage.refuseEach(of: ["engine", "--open-accounts", "--journal", "new"], ENOSPC) { name in
        guard let bytes = stage.bytes(name) else { return true }
        var reader = try JournalReader([UInt8](bytes))
        var events: [Event] = []
        while try reader.next(&events) != nil {}
        return true
      }
    }
  }

  @Test func `whichever call an update of fixtures is refused, the fixture is the old or the new one`() async {
    await #expect(processExitsWith: .success) {
      let stage = try FaultStage()
      try stage.refuseEach(
        of: ["verify", "--update", "new"], ENOSPC, before: "story.txt", named: "new.txt", statuses: [0, 1])
    }
  }

  @Test func `whichever call a verb is refused that only tells, it leaves with 74 and a word`() async {
    await #expect(processExitsWith: .success) {
      let stage = try FaultStage()
      for words in [
        ["replay", "out"], ["explain", "out"], ["accounts", "out"], ["compare", "out", "out"],
        ["validate", "small.jsonc"],
        ["export", "out", "--table", "fills"], ["recover", "cut.cascade"], ["verify", "small.jsonc"],
      ] {
        try stage.refuseEach(of: words, EIO)
      }
    }
  }

  @Test func `a device that is full at any byte leaves no folder`() async {
    await #expect(processExitsWith: .success) {
      let stage = try FaultStage()
      let words = ["run", "small.jsonc", "-o", "new", "--quiet"]
      _ = try stage.carryOut(words, PlannedFaults.Plan())
      let size = stage.names(in: "new").reduce(0) { $0 + (stage.bytes("new/\($1)")?.count ?? 0) }
      for room in [0, 1, size / 3, size / 2, size - 2, size - 1] {
        stage.remove("new")
        let (failure, _) = try stage.carryOut(words, PlannedFaults.Plan(room: room))
        #expect(failure?.status == .inputOutput, "room for \(room)")
        #expect(failure?.diagnostics.rendered(styled: false).contains("new/") == true)
        #expect(!stage.names().contains("new") && stage.leftovers == [], "room for \(room)")
      }
    }
  }
}

/// A folder with all that the verbs of these tests want, as the current one of a process of its own. What goes to standard
/// output goes nowhere.
private struct FaultStage {
  private let folder = TemporaryFolder()

  init() throws {
    _ = FileManager.default.changeCurrentDirectoryPath(folder("."))
    dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO)
    try folder.put("small.jsonc", Small.cascade)
    let lines = [
      #"{"kind":"instrument","name":"X"}"#,
      #"{"kind":"submit","account":"ann","side":"sell","quantity":2,"price":101}"#,
      #"{"kind":"submit","account":"bob","side":"buy","quantity":1,"price":101}"#,
    ]
    try folder.put("requests.jsonl", lines.joined(separator: "\n"))
    let story = "# A story that is not told to its end.\n> instrument BTC\n> account ann exempt\n"
    try folder.put("story.txt", story)
    for place in ["out", "old"] {
      _ = try carryOut(["run", "small.jsonc", "-o", place, "--quiet"], PlannedFaults.Plan())
    }
    try folder.put("cut.cascade", try #require(bytes("out/journal.cascade")).dropLast(100))
  }

  /// Carries out a verb as the program does, but for its words on standard error.
  func carryOut(_ words: [String], _ plan: PlannedFaults.Plan) throws -> (Failure?, calls: [SystemCall]) {
    let requests = open(folder("requests.jsonl"), O_RDONLY)
    dup2(requests, STDIN_FILENO)
    close(requests)
    let verb = try #require(Verb.all.first { $0.syntax.name == words[0] })
    let arguments = try Arguments(Array(words.dropFirst()), for: verb.syntax)
    PlannedFaults.begin(plan)
    do {
      let status = try verb.carryOut(arguments)
      let calls = PlannedFaults.end()
      return (status == .success ? nil : Failure(status, "it only says so"), calls)
    } catch {
      return (Failure(error), PlannedFaults.end())
    }
  }

  /// Carries out a verb with its first call refused, then with its second, and so on.
  ///
  /// Each time it must leave with 74, or 66 or 73 where a name was asked for, and say which file it was about; what is there
  /// under the final name is what was there before or what comes of the verb undisturbed, byte for byte, or else
  /// `isWhole`; and nothing bears a temporary name but what was replaced, which goes last of all.
  func refuseEach(
    of words: [String], _ code: Int32, before: String? = nil, named name: String = "new", statuses: [Int32] = [0],
    isWhole: (String) throws -> Bool = { _ in false }
  ) throws {
    func prepare() throws {
      remove(name)
      if let before { try FileManager.default.copyItem(atPath: folder(before), toPath: folder(name)) }
    }
    let words = words.map { $0 == "new" ? name : $0 }
    try prepare()
    let old = contents(of: name)
    let (unforeseen, calls) = try carryOut(words, PlannedFaults.Plan())
    #expect(
      statuses.contains(unforeseen?.status.rawValue ?? 0), "\(words): \(unforeseen.map { "\($0.diagnostics)" } ?? "")")
    let new = contents(of: name)
    for (number, call) in calls.enumerated() {
      try prepare()
      let (failure, _) = try carryOut(words, PlannedFaults.Plan(refused: number, code: code))
      let text = failure?.diagnostics.rendered(styled: false) ?? "no failure"
      let place = "\(words.joined(separator: " ")): call \(number) of \(calls.count), \(call): \(text)"
      #expect([.inputOutput, .cannotCreate].contains(failure?.status), "\(place)")
      #expect(text.contains("cannot "), "\(place)")
      let found = contents(of: name)
      #expect(try found == old || found == new || isWhole(name), "\(place)")
      #expect(leftovers == [] || (before != nil && found == new), "\(place): \(leftovers)")
      for leftover in leftovers { remove(leftover) }
    }
    remove(name)
  }

  /// A file's bytes by its name; those of all files of a folder.
  private func contents(of name: String) -> [String: Data] {
    if let bytes = bytes(name) { return ["": bytes] }
    return Dictionary(uniqueKeysWithValues: names(in: name).map { ($0, bytes("\(name)/\($0)") ?? Data()) })
  }

  /// What bears a temporary name.
  var leftovers: [String] { names().filter { $0.hasPrefix(".") } }

  func names(in name: String = "") -> [String] { folder.names(in: name) }
  func bytes(_ name: String) -> Data? { folder.bytes(name) }
  func remove(_ name: String) { try? FileManager.default.removeItem(at: folder.url(name)) }
}

import Foundation
import Journaling
import Testing

/// What a run leaves that was cut off, and how it is gone on with.
@Suite struct `Recovery` {
  let folder = TemporaryFolder()

  /// A run of the small cascade, as `out`, and its journal.
  private func journal() throws -> Data {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    #expect(try Program.run("run", scenario, "--quiet", "-o", folder("out")).status == 0)
    return try #require(folder.bytes("out/journal.cascade"))
  }

  @Test func `a journal cut anywhere is gone on with to the same folder`() throws {
    let whole = try journal()
    let headerEnd = try JournalReader([UInt8](whole)).offset
    for length in stride(from: headerEnd, through: whole.count, by: 211) {
      let partial = try folder.put("partial/journal.cascade", whole.prefix(length))
      let outcome = try Program.run("recover", folder("partial"), "--quiet", "-o", folder("again"))
      #expect(outcome.status == 0, "cut after \(length) bytes: \(outcome.errors)")
      expectSameFolders("out", "again", in: folder, "cut after \(length) bytes")
      try FileManager.default.removeItem(at: folder.url("again"))
      // What is whole of it, with an end, is the beginning of the journal.
      let prefix = try Program.run("recover", partial, "--prefix", folder("prefix"))
      #expect(prefix.status == 0, "cut after \(length) bytes: \(prefix.errors)")
      #expect(isPrefix(try #require(folder.bytes("prefix")), of: whole))
      #expect(try Program.run("replay", folder("prefix")).status == 0)
      try FileManager.default.removeItem(at: folder.url("prefix"))
    }
  }

  @Test func `a journal cut within its header is 65`() throws {
    let whole = try journal()
    let headerEnd = try JournalReader([UInt8](whole)).offset
    for length in stride(from: 0, to: headerEnd, by: 97) {
      let outcome = try Program.run(["recover", "-", "-o", folder("again")], input: whole.prefix(length))
      #expect(outcome.status == 65, "cut after \(length) bytes: \(outcome.errors)")
      #expect(outcome.errors.hasPrefix("error: -: byte "))
    }
    #expect(folder.names() == ["out", "small.jsonc"])
  }

  @Test(arguments: ["--force", "--no-report", "--check", "--quiet", "--data=."])
  func `an option of the way that is not taken is refused`(option: String) throws {
    for words in [["--prefix", folder("prefix")], []] {
      let outcome = try Program.run(["recover", "-", option] + words, input: journal())
      #expect(outcome.status == 64)
      #expect(outcome.errors.contains("is of --output"), "\(outcome.errors)")
      try FileManager.default.removeItem(at: folder.url("out"))
    }
    #expect(folder.names() == ["small.jsonc"])
  }

  @Test func `it is told how much is whole`() throws {
    let whole = try journal()
    let told = try Program.run(["recover", "-"], input: whole)
    #expect(told.output.hasSuffix(", and nothing is missing\n"), "\(told.output)")
    let cut = try Program.run(["recover", "-"], input: whole.dropLast(57))
    #expect(cut.output.contains("events; at byte \(whole.count - 57) the bytes stop within a frame\n"), "\(cut.output)")
    #expect(cut.status == 0)
  }

  @Test(arguments: ["replay", "explain", "report", "accounts"])
  func `who asks for the whole of what is cut or damaged is told of recovery, and of nothing without a header`(
    verb: String
  ) throws {
    let whole = try journal()
    let partial = try folder.put("partial.cascade", whole.dropLast(57))
    let hint = "  hint: cascade recover \(partial) tells how much of it is whole, "
    for bytes in [whole.dropLast(57), whole.dropLast(57) + Data(repeating: 0, count: 57)] {
      try folder.put("partial.cascade", bytes)
      let outcome = try Program.run([verb, partial] + (verb == "report" ? ["-o", "-"] : []))
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains(hint), "\(outcome.errors)")
    }
    try folder.put("partial.cascade", whole.prefix(40))
    let headless = try Program.run([verb, partial] + (verb == "report" ? ["-o", "-"] : []))
    #expect(headless.status == 65)
    #expect(!headless.errors.contains("recover"), "\(headless.errors)")
  }

  @Test func `a journal of something else is 1, and nothing is written`() throws {
    let tampered = try folder.put(
      "tampered.cascade", rewriting(journal(), leavingOutLast: true) { _ in nil })
    let outcome = try Program.run("recover", tampered, "-o", folder("again"))
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("is not what was recovered; nothing is written"), "\(outcome.output)")
    #expect(folder.names() == ["out", "small.jsonc", "tampered.cascade"])
  }

  @Test func `what was left is found by the name it was to have`() throws {
    let whole = try journal()
    try folder.put(".lost.4711-0/journal.cascade", whole.prefix(whole.count / 2))
    let outcome = try Program.run("recover", folder("lost"), "-o", folder("again"))
    #expect(outcome.status == 66)
    #expect(outcome.errors.contains("did you mean \(folder(".lost.4711-0"))?"), "\(outcome.errors)")
    // A kill while one run takes the place of another leaves both.
    try folder.put(".lost.4711-1/journal.cascade", whole)
    let both = try Program.run("recover", folder("lost"), "-o", folder("again"))
    #expect(both.errors.contains("\(folder(".lost.4711-0")) or \(folder(".lost.4711-1"))?"), "\(both.errors)")
  }

  /// Processes are killed without a warning; how many is said by `CASCADE_KILLS`. Each is let write another share of its
  /// journal, and then as many microseconds more as `CASCADE_KILLS_SEED` has drawn.
  @Test func `a run killed at any moment goes on to the same bytes`() throws {
    let environment = ProcessInfo.processInfo.environment
    let kills = environment["CASCADE_KILLS"].flatMap { Int($0) } ?? 8
    let seed = environment["CASCADE_KILLS_SEED"].flatMap { UInt64($0) } ?? 1
    let scenario = try folder.put("long.jsonc", Small.endless.replacing("240h", with: "20s"))
    let plain = ["--no-report", "--quiet", "-o"]
    #expect(try Program.run(["run", scenario] + plain + [folder("out")]).status == 0)
    let whole = try #require(folder.bytes("out/journal.cascade"))
    var (early, partial, late, shortest, longest) = (0, 0, 0, Int.max, 0)
    var state = seed
    for kill in 0..<kills {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let target = whole.count * kill / kills
      let place = "kill \(kill) of \(kills), CASCADE_KILLS_SEED=\(seed)"
      let left = try Program.kill(
        ["run", scenario] + plain + [folder("killed")], whenSizeOf: "journal.cascade", reaches: target,
        after: useconds_t(state >> 33) % 3000, in: folder)
      switch left {
      case .nothing: early += 1
      case .whole:
        late += 1
        expectSameFolders("out", "killed", in: folder, place)
      case .partial(let name):
        #expect(!FileManager.default.fileExists(atPath: folder("killed")), "\(place)")
        guard let cut = folder.bytes("\(name)/journal.cascade"), !cut.isEmpty else {
          early += 1
          break
        }
        partial += 1
        (shortest, longest) = (min(shortest, cut.count), max(longest, cut.count))
        #expect(whole.starts(with: cut), "\(place)")
        #expect(try Program.run("recover", folder(name), "--prefix", folder("prefix")).status == 0, "\(place)")
        #expect(isPrefix(try #require(folder.bytes("prefix")), of: whole), "\(place)")
        let outcome = try Program.run(["recover", folder(name)] + plain + [folder("again")])
        #expect(outcome.status == 0, "\(place): \(outcome.errors)")
        expectSameFolders("out", "again", in: folder, place)
      }
      for name in folder.names() where name != "long.jsonc" && name != "out" {
        try FileManager.default.removeItem(at: folder.url(name))
      }
    }
    #expect(partial > 0)
    print(
      "\(kills) runs killed (seed \(seed)): \(partial) left \(shortest) to \(longest) of \(whole.count) bytes, \(early) "
        + "nothing yet, \(late) were done")
  }

  /// Whether a journal with an end is the beginning of another, but for that end: 7 words.
  private func isPrefix(_ prefix: Data, of whole: Data) -> Bool { whole.starts(with: prefix.dropLast(56)) }
}

/// That two folders have the same files with the same bytes.
func expectSameFolders(_ one: String, _ other: String, in folder: TemporaryFolder, _ place: String) {
  #expect(folder.names(in: one) == folder.names(in: other), "\(place)")
  for name in folder.names(in: one) {
    #expect(folder.bytes("\(one)/\(name)") == folder.bytes("\(other)/\(name)"), "\(place): \(name)")
  }
}

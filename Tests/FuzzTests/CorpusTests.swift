import Foundation
import Testing

/// Every input of `fixtures/fuzz` once more: the small corpus that fuzzing begins with, and what it has found.
struct CorpusTests {
  @Test func `inputs of the scenario reader give a value or an error`() async {
    await #expect(processExitsWith: .success) { try replay(.scenario) }
  }

  @Test func `inputs of the transcript reader give a value or an error`() async {
    await #expect(processExitsWith: .success) { try replay(.transcript) }
  }

  @Test func `inputs of the engine give answers`() async {
    await #expect(processExitsWith: .success) { try replay(.engine) }
  }

  @Test func `inputs of the journal reader give a value or an error`() async {
    await #expect(processExitsWith: .success) { try replay(.journal) }
  }

  @Test func `inputs of the LOBSTER reader give a value or an error`() async {
    await #expect(processExitsWith: .success) { try replay(.lobster) }
  }

  @Test func `inputs of the Binance reader give a value or an error`() async {
    await #expect(processExitsWith: .success) { try replay(.binance) }
  }
}

/// Each in a process of its own: a stop would end all tests.
private func replay(_ target: FuzzTarget) throws {
  let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  let folder = tests.deletingLastPathComponent().appending(path: "fixtures/fuzz/\(target.rawValue)")
  let names = try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false)).sorted()
  #expect(names.count >= 3)
  for name in names {
    print("\(target.rawValue)/\(name)")
    target.take([UInt8](try Data(contentsOf: folder.appending(path: name))))
  }
}

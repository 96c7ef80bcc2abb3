import Foundation
import Testing

@testable import Files

struct ReadingTests {
  private func status(reading path: String, limit: Int = 100) -> Files.ExitStatus? {
    error { () throws(FileError) in _ = try readFile(path, limit: limit) }?.exitStatus
  }

  @Test
  func `a file comes back as its bytes`() throws {
    let folder = TemporaryFolder()
    let text = String(repeating: "0123456789", count: 100_000)
    folder.put("empty")
    folder.put("long", text)
    #expect(try readFile(folder("empty"), limit: 0) == [])
    #expect(try readFile(folder("long"), limit: 1_000_000) == Array(text.utf8))
  }

  @Test
  func `no such file, a folder, a pipe and a device are exit 66`() {
    let folder = TemporaryFolder()
    folder.put("file")
    mkfifo(folder("pipe"), 0o600)
    #expect(status(reading: folder("missing")) == .noInput)
    #expect(status(reading: folder("file/below")) == .noInput)
    #expect(status(reading: "") == .noInput)
    #expect(status(reading: folder.path) == .noInput)
    #expect(status(reading: folder("pipe")) == .noInput)
    #expect(status(reading: "/dev/zero") == .noInput)
  }

  @Test
  func `a file above the limit is exit 65, one at the limit is read`() throws {
    let folder = TemporaryFolder()
    folder.put("ten", "0123456789")
    #expect(status(reading: folder("ten"), limit: 9) == .badInput)
    #expect(try readFile(folder("ten"), limit: 10).count == 10)
  }

  @Test
  func `a file whose size the system does not know stops at the limit`() throws {
    guard FileManager.default.fileExists(atPath: "/proc/self/status") else { return }
    #expect(status(reading: "/proc/self/status", limit: 10) == .badInput)
    #expect(try readFile("/proc/self/status", limit: 1_000_000).count > 10)
  }

  @Test
  func `chunks in order are the file`() throws {
    let folder = TemporaryFolder()
    folder.put("ten", "0123456789")
    var file = try InputFile(folder("ten"), chunkSize: 4)
    #expect(file.size == 10)
    #expect(file.name == folder("ten"))
    var bytes: [UInt8] = []
    var counts: [Int] = []
    while try file.appendChunk(to: &bytes) { counts.append(bytes.count) }
    #expect(counts == [4, 8, 10])
    #expect(bytes == Array("0123456789".utf8))
  }

  @Test
  func `a message names what was tried, the path and the reason`() {
    let missing = error { () throws(FileError) in _ = try readFile("no/such.jsonc", limit: 1) }
    #expect(missing?.description == "cannot open no/such.jsonc: No such file or directory")
    let folder = TemporaryFolder()
    let directory = error { () throws(FileError) in _ = try readFile(folder.path, limit: 1) }
    #expect(directory?.description == "cannot open \(folder.path): it is a directory")
    let large = error { () throws(FileError) in _ = try readFile(folder.put("ten", "0123456789"), limit: 1) }
    #expect(large?.description == "cannot read \(folder("ten")): it is larger than the limit of 1 bytes")
  }

  @Test
  func `a dash is standard input, a pipe too`() async {
    await #expect(processExitsWith: .success) {
      let ends = openPipe()
      dup2(ends.reading, STDIN_FILENO)
      write(ends.writing, "through a pipe", 14)
      close(ends.writing)
      let bytes = try readFile("-", limit: 100)
      #expect(bytes == Array("through a pipe".utf8))
    }
  }

  @Test
  func `a pipe longer than the limit is exit 65`() async {
    await #expect(processExitsWith: .exitCode(65)) {
      let ends = openPipe()
      dup2(ends.reading, STDIN_FILENO)
      write(ends.writing, "through a pipe", 14)
      leaveWithStatus { () throws(FileError) in
        _ = try readFile("-", limit: 13)
      }
    }
  }

  @Test
  func `a folder as standard input is exit 66`() async {
    await #expect(processExitsWith: .exitCode(66)) {
      dup2(open("/", O_RDONLY), STDIN_FILENO)
      leaveWithStatus { () throws(FileError) in
        _ = try readFile("-", limit: 13)
      }
    }
  }
}

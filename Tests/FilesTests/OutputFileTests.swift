import Foundation
import Testing

@testable import Files

struct OutputFileTests {
  private let folder = TemporaryFolder()

  /// What stops a short file at `path`.
  private func failure(at path: String, replacing: Bool = false) -> FileError? {
    error { () throws(FileError) in
      var file = try OutputFile(path, replacing: replacing)
      try file.write("text")
      try file.commit()
    }
  }

  @Test
  func `commit gives the file its name`() throws {
    var file = try OutputFile(folder("out"))
    try file.write("a string, ")
    try file.write("a constant, " as StaticString)
    try file.write(Array("an array, ".utf8))
    try file.write(Array("a span".utf8).span)
    #expect(file.byteCount == 38)
    #expect(folder.text(of: "out") == nil)
    try file.commit()
    #expect(folder.text(of: "out") == "a string, a constant, an array, a span")
    #expect(folder.names == ["out"])
  }

  @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 200_000])
  func `pieces of any size arrive in order`(size: Int) throws {
    let piece = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
    var file = try OutputFile(folder("out"), hashing: true)
    try file.write("<")
    try file.write(piece)
    try file.write(String(repeating: "x", count: size))
    try file.write(">")
    let digest = file.sha256
    try file.commit()
    let expected = Array("<".utf8) + piece + Array(repeating: UInt8(ascii: "x"), count: size) + Array(">".utf8)
    #expect(try readFile(folder("out"), limit: 1_000_000) == expected)
    #expect(digest == SHA256.digest(of: expected))
  }

  @Test
  func `no digest is kept unless asked for`() throws {
    let file = try OutputFile(folder("out"))
    #expect(file.sha256 == nil)
  }

  @Test
  func `what is dropped leaves nothing`() throws {
    do {
      var file = try OutputFile(folder("out"))
      try file.write("half")
      try file.flush()
      #expect(folder.names.count == 1)
    }
    #expect(folder.names == [])
  }

  @Test
  func `a file that is there is exit 73 and stays`() {
    folder.put("out", "mine")
    #expect(failure(at: folder("out"))?.exitStatus == .cannotCreate)
    #expect(failure(at: folder("out"))?.description == "cannot create \(folder("out")): File exists")
    #expect(folder.text(of: "out") == "mine")
    #expect(folder.names == ["out"])
  }

  @Test
  func `a file that may be replaced stays until commit`() throws {
    folder.put("out", "mine")
    var file = try OutputFile(folder("out"), replacing: true)
    try file.write("yours")
    try file.flush()
    #expect(folder.text(of: "out") == "mine")
    try file.commit()
    #expect(folder.text(of: "out") == "yours")
  }

  @Test
  func `replacing through a link replaces what it leads to`() throws {
    folder.put("target", "mine")
    folder.putLink("link", to: "target")
    #expect(failure(at: folder("link"), replacing: true) == nil)
    #expect(folder.text(of: "target") == "text")
    #expect(try FileSystem.kindOfLink(folder("link")) == .symbolicLink)
  }

  @Test
  func `a link to nowhere is not replaced, asked or not`() {
    folder.putLink("link", to: "nowhere")
    for replacing in [false, true] {
      let refusal = failure(at: folder("link"), replacing: replacing)
      #expect(refusal?.description == "cannot create \(folder("link")): it is a link that leads nowhere")
      #expect(refusal?.exitStatus == .cannotCreate)
    }
    #expect(folder.names == ["link"])
  }

  @Test
  func `what replaces a file may be read by as few as the old one`() throws {
    folder.put("out", "mine")
    for mode: mode_t in [0o600, 0o664] {
      chmod(folder("out"), mode)
      #expect(failure(at: folder("out"), replacing: true) == nil)
      let attributes = try FileManager.default.attributesOfItem(atPath: folder("out"))
      #expect(attributes[.posixPermissions] as? Int == Int(mode))
    }
  }

  @Test
  func `the longest name there can be is written`() {
    for name in [String(repeating: "x", count: 255), String(repeating: "ä", count: 127)] {
      #expect(failure(at: folder(name)) == nil)
      #expect(folder.text(of: name) == "text")
    }
  }

  /// A shell has opened the file: to replace it, or to open it once more at its beginning, would lose what others have written.
  @Test(arguments: ["/dev/stdout", "/dev/fd/1"])
  func `what is open already is written where it stands`(name: String) async {
    await #expect(processExitsWith: .success) { [name] in
      let folder = TemporaryFolder()
      folder.put("captured", "before ")
      dup2(open(folder("captured"), O_WRONLY | O_APPEND), STDOUT_FILENO)
      for replacing in [false, true] {
        var file = try OutputFile(name, replacing: replacing)
        try file.write("text ")
        try file.commit()
      }
      #expect(folder.text(of: "captured") == "before text text ")
      #expect(folder.names == ["captured"])
    }
  }

  /// Another program may have told the pipe that both share not to wait.
  @Test
  func `a pipe that does not wait is waited for`() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    for end in ends { _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK) }
    let writing = ends[1]
    let sent = [UInt8](repeating: 7, count: 1 << 20)
    let writer = Thread {
      let failure = error { () throws(FileError) in
        var file = try OutputFile("/dev/fd/\(writing)")
        try file.write(sent)
        try file.commit()
      }
      #expect(failure == nil)
      close(writing)
    }
    writer.start()
    let reading = try Descriptor(duplicating: ends[0], named: "pipe", for: .open)
    var (chunk, count) = ([UInt8](repeating: 0, count: 1 << 12), 0)
    while case let got = try reading.read(into: &chunk), got > 0 { count += got }
    #expect(count == sent.count)
    close(ends[0])
  }

  @Test
  func `a folder, a missing folder, a path below a file and an impossible name are exit 73`() {
    folder.put("file")
    #expect(failure(at: folder.path, replacing: true)?.exitStatus == .cannotCreate)
    #expect(failure(at: folder("missing/out"))?.exitStatus == .cannotCreate)
    #expect(failure(at: folder("file/out"))?.exitStatus == .cannotCreate)
    #expect(failure(at: folder(String(repeating: "x", count: 300)))?.exitStatus == .cannotCreate)
    #expect(failure(at: "")?.exitStatus == .cannotCreate)
    let message = failure(at: folder("missing/out"))?.description
    #expect(message == "cannot create \(folder("missing/out")): No such file or directory")
  }

  @Test
  func `a name left by a killed process is passed over`() throws {
    folder.put(".out.\(getpid())-0", "left over")
    #expect(failure(at: folder("out")) == nil)
    #expect(folder.names == [".out.\(getpid())-0", "out"])
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func `a full disk is exit 74, and stays the answer`() throws {
    #expect(failure(at: "/dev/full")?.exitStatus == .inputOutput)
    #expect(failure(at: "/dev/full")?.description == "cannot write /dev/full: No space left on device")
    let last = error { () throws(FileError) in
      var file = try OutputFile("/dev/full")
      try file.write("text")
      #expect(error { () throws(FileError) in try file.flush() }?.exitStatus == .inputOutput)
      #expect(error { () throws(FileError) in try file.flush() }?.exitStatus == .inputOutput)
      try file.commit()
    }
    #expect(last?.exitStatus == .inputOutput)
    #expect(try FileSystem.kind(of: "/dev/full") == .other)
  }

  @Test
  func `a device is written as it is`() throws {
    #expect(failure(at: "/dev/null") == nil)
    #expect(try FileSystem.kind(of: "/dev/null") == .other)
  }

  @Test
  func `a dash is standard output, which stays open`() async throws {
    await #expect(processExitsWith: .success) {
      let folder = TemporaryFolder()
      dup2(open(folder("captured"), O_WRONLY | O_CREAT, 0o600), STDOUT_FILENO)
      for text in ["one ", "two"] {
        var file = try OutputFile("-")
        #expect(file.name == "standard output")
        try file.write(text)
        try file.commit()
      }
      #expect(folder.text(of: "captured") == "one two")
    }
  }

  @Test
  func `a closed pipe is exit 141`() async {
    await #expect(processExitsWith: .exitCode(141)) {
      prepareProcess()
      let ends = openPipe()
      dup2(ends.writing, STDOUT_FILENO)
      close(ends.reading)
      leaveWithStatus { () throws(FileError) in
        var file = try OutputFile("-")
        try file.write("nobody reads this")
        try file.commit()
      }
    }
  }

  @Test
  func `standard output that was closed is exit 74, and no file takes its place`() async {
    await #expect(processExitsWith: .exitCode(74)) { [path = folder("out") as String] in
      close(STDIN_FILENO)
      close(STDOUT_FILENO)
      prepareProcess()
      leaveWithStatus { () throws(FileError) in
        var file = try OutputFile(path)
        var output = try OutputFile(.output)
        try output.write("for the terminal")
        #expect(throws: FileError.self) { try output.flush() }
        try file.write("for the file")
        try file.commit()
        #expect(try readFile(path, limit: 100) == Array("for the file".utf8))
        try output.commit()
      }
    }
  }

  // RLIMIT_FSIZE fails the write that passes it, at every kind of place.
  @Test
  func `a file that may not grow is exit 74 and leaves nothing`() async {
    await #expect(processExitsWith: .success) {
      prepareProcess()
      let folder = TemporaryFolder()
      let size = 200_000
      for limit in [0, 1, 65_535, 65_536, 65_537, 131_072, size - 1] {
        limitFileSize(to: limit)
        let failure = error { () throws(FileError) in
          var file = try OutputFile(folder("out"))
          for _ in 0..<size / 100 { try file.write(String(repeating: "x", count: 100)) }
          try file.commit()
        }
        #expect(failure?.exitStatus == .inputOutput)
        #expect(folder.names == [])
      }
    }
  }
}

/// For a process of its own.
private func limitFileSize(to size: Int) {
  #if os(Linux)
    let resource = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
  #else
    let resource = RLIMIT_FSIZE
  #endif
  var limits = rlimit()
  getrlimit(resource, &limits)
  limits.rlim_cur = rlim_t(size)
  if setrlimit(resource, &limits) != 0 { fatalError("no limit") }
}

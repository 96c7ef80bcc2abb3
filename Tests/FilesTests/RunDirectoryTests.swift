import Foundation
import Testing

@testable import Files

struct RunDirectoryTests {
  private let folder = TemporaryFolder()

  /// A whole run with one file besides its manifest.
  private func writeRun(_ name: String = "run", force: Bool = false, text: String = "text") throws(FileError) {
    var run = try RunDirectory(folder(name), force: force, synchronizing: false)
    for (name, text) in [("events.csv", text), (RunDirectory.manifestName, #"{"files": [{"name": "events.csv"}]}"#)] {
      var file = try run.createFile(name)
      try file.write(text)
      try run.finish(file)
    }
    try run.commit()
  }

  private func refusal(force: Bool = true) -> FileError? {
    error { () throws(FileError) in _ = try RunDirectory(folder("run"), force: force) }
  }

  @Test
  func `commit gives the folder its name`() throws {
    var run = try RunDirectory(folder("run/"))
    #expect(run.path == folder("run"))
    var file = try run.createFile("events.csv")
    #expect(file.name == folder("run/events.csv"))
    try file.write("text")
    try run.finish(file)
    #expect(folder.names.count == 1 && folder.names != ["run"])
    try run.commit()
    #expect(folder.names == ["run"])
    #expect(folder.text(of: "run/events.csv") == "text")
  }

  @Test
  func `records stand in the order of creation, with size and digest`() throws {
    var run = try RunDirectory(folder("run"), synchronizing: false)
    var first = try run.createFile("z")
    var second = try run.createFile("a")
    try second.write("abc")
    try run.finish(second)
    #expect(run.records.map(\.name) == ["a"])
    try first.write("")
    try run.finish(first)
    #expect(
      run.records == [
        FileRecord(name: "z", byteCount: 0, sha256: SHA256.digest(of: [])),
        FileRecord(name: "a", byteCount: 3, sha256: SHA256.digest(of: Array("abc".utf8))),
      ])
  }

  @Test
  func `what is dropped leaves nothing`() throws {
    do {
      var run = try RunDirectory(folder("run"))
      var file = try run.createFile("events.csv")
      try file.write("half")
      try file.flush()
    }
    #expect(folder.names == [])
  }

  @Test
  func `an error in a file leaves nothing`() throws {
    let failure = error { () throws(FileError) in
      var run = try RunDirectory(folder("run"))
      let file = try run.createFile("events.csv")
      try run.finish(file)
      _ = try run.createFile("events.csv")
    }
    #expect(failure?.exitStatus == .cannotCreate)
    #expect(failure?.path == folder("run/events.csv"))
    #expect(folder.names == [])
  }

  @Test
  func `a folder that is there is exit 73 and stays, unless forced`() throws {
    try writeRun(text: "first")
    #expect(refusal(force: false)?.exitStatus == .cannotCreate)
    #expect(refusal(force: false)?.description == "cannot create \(folder("run")): File exists")
    #expect(folder.text(of: "run/events.csv") == "first")
    try writeRun(force: true, text: "second")
    #expect(folder.text(of: "run/events.csv") == "second")
    #expect(folder.names == ["run"])
  }

  @Test
  func `the old run stays until the new one is committed`() throws {
    try writeRun(text: "first")
    do {
      var run = try RunDirectory(folder("run"), force: true)
      let file = try run.createFile("events.csv")
      try run.finish(file)
      #expect(folder.text(of: "run/events.csv") == "first")
    }
    #expect(folder.text(of: "run/events.csv") == "first")
    #expect(folder.names == ["run"])
  }

  @Test
  func `force needs nothing to be there`() throws {
    try writeRun(force: true)
    #expect(folder.names == ["run"])
  }

  @Test
  func `force leaves a run with a file that its manifest does not name, and says which`() throws {
    try writeRun()
    folder.put("run/notes.txt", "mine")
    #expect(refusal()?.reason == .holdsForeign("notes.txt"))
    #expect(refusal()?.exitStatus == .cannotCreate)
    #expect(folder.text(of: "run/notes.txt") == "mine")
  }

  /// A manifest has other words in quotes than names of files.
  @Test
  func `force leaves a file that is named like anything else in the manifest`() throws {
    try writeRun()
    for name in ["files", "name"] {
      folder.put("run/\(name)", "mine")
      #expect(refusal()?.reason == .holdsForeign(name))
      try FileManager.default.removeItem(atPath: folder("run/\(name)"))
    }
  }

  @Test
  func `a run that replaces one may be seen by as few`() throws {
    try writeRun()
    chmod(folder("run"), 0o700)
    try writeRun(force: true, text: "second")
    let attributes = try FileManager.default.attributesOfItem(atPath: folder("run"))
    #expect(attributes[.posixPermissions] as? Int == 0o700)
  }

  @Test
  func `force on what no run wrote is exit 73 and leaves it`() throws {
    folder.putFolder("run")
    #expect(refusal() == nil, "an empty folder")
    folder.put("run/thesis.tex", "mine")
    #expect(refusal()?.exitStatus == .cannotCreate, "somebody's folder")
    #expect(folder.text(of: "run/thesis.tex") == "mine")
    #expect(folder.names == ["run"])
  }

  @Test
  func `force on a run with a folder or a link in it is exit 73`() throws {
    try writeRun()
    folder.putFolder("run/notes")
    #expect(refusal()?.exitStatus == .cannotCreate)
    try FileManager.default.removeItem(atPath: folder("run/notes"))
    folder.putLink("run/elsewhere", to: "/")
    #expect(refusal()?.exitStatus == .cannotCreate)
  }

  @Test
  func `force on a file or a link is exit 73`() throws {
    try writeRun("other")
    folder.putLink("run", to: "other")
    #expect(refusal()?.reason == .isNotRunDirectory)
    try FileManager.default.removeItem(atPath: folder("run"))
    folder.put("run", "mine")
    #expect(refusal()?.reason == .isNotRunDirectory)
    #expect(folder.text(of: "run") == "mine")
  }

  @Test
  func `what appears during the run is not replaced`() throws {
    let failure = error { () throws(FileError) in
      let run = try RunDirectory(folder("run"))
      folder.putFolder("run")
      try run.commit()
    }
    #expect(failure?.exitStatus == .cannotCreate)
    #expect(folder.names == ["run"])
  }

  @Test
  func `a missing folder above, a file above and an impossible name are exit 73`() {
    folder.put("file")
    for path in [folder("missing/run"), folder("file/run"), folder(String(repeating: "x", count: 300)), ""] {
      let failure = error { () throws(FileError) in _ = try RunDirectory(path) }
      #expect(failure?.exitStatus == .cannotCreate)
      #expect(failure?.path == path)
    }
  }

  @Test
  func `the same run twice is the same bytes`() throws {
    try writeRun("one")
    try writeRun("two")
    for name in ["events.csv", RunDirectory.manifestName] {
      #expect(folder.text(of: "one/\(name)") == folder.text(of: "two/\(name)"))
    }
  }

  @Test
  func `committing with a file unfinished is our fault`() async {
    await #expect(processExitsWith: .failure) { [path = folder("run") as String] in
      var run = try RunDirectory(path)
      _ = try run.createFile("events.csv")
      try run.commit()
    }
  }
}

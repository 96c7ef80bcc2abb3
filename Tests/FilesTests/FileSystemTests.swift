import Foundation
import Testing

@testable import Files

struct FileSystemTests {
  @Test
  func `names come sorted by their bytes`() throws {
    let folder = TemporaryFolder()
    for name in ["b", "a", "B", "é", "z", ".hidden", "a-b"] { folder.put(name) }
    #expect(try FileSystem.names(in: folder.path) == [".hidden", "B", "a", "a-b", "b", "z", "é"])
  }

  @Test
  func `listing a file or nothing is exit 66`() {
    let folder = TemporaryFolder()
    folder.put("file")
    #expect(error { () throws(FileError) in _ = try FileSystem.names(in: folder("file")) }?.exitStatus == .noInput)
    #expect(error { () throws(FileError) in _ = try FileSystem.names(in: folder("none")) }?.exitStatus == .noInput)
  }

  #if os(Linux)  // elsewhere the file system refuses such a name itself
    @Test
    func `a name that is not UTF-8 is exit 65`() {
      let folder = TemporaryFolder()
      close(creat(folder("").utf8CString.dropLast() + [CChar(bitPattern: 0xFF), 0], 0o600))
      let failure = error { () throws(FileError) in _ = try FileSystem.names(in: folder.path) }
      #expect(failure?.exitStatus == .badInput)
    }
  #endif

  @Test
  func `a kind is what a link leads to`() throws {
    let folder = TemporaryFolder()
    folder.put("file")
    folder.putLink("link", to: "file")
    folder.putLink("broken", to: "missing")
    #expect(try FileSystem.kind(of: folder("file")) == .regular)
    #expect(try FileSystem.kind(of: folder("link")) == .regular)
    #expect(try FileSystem.kind(of: folder.path) == .directory)
    #expect(try FileSystem.kind(of: "/dev/null") == .other)
    #expect(try FileSystem.kind(of: folder("broken")) == nil)
    #expect(try FileSystem.kind(of: folder("missing")) == nil)
    #expect(try FileSystem.kind(of: folder("file/below")) == nil)
    #expect(try FileSystem.kindOfLink(folder("link")) == .symbolicLink)
  }

  @Test
  func `removing a folder stops at a folder in it`() throws {
    let folder = TemporaryFolder()
    folder.putFolder("run")
    folder.putFolder("run/notes")
    folder.put("run/notes/mine")
    #expect(error { () throws(FileError) in try FileSystem.removeDirectory(folder("run")) } != nil)
    #expect(folder.text(of: "run/notes/mine") == "")
  }
}

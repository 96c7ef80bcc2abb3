import Foundation
import Testing

/// The program on devices that are full, small, or may not be written.
@Suite struct `Real devices` {
  let folder = TemporaryFolder()

  private func scenario(_ text: String = Small.cascade) throws -> String { try folder.put("small.jsonc", text) }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func `standard output on a full device is 74, and the folder is whole all the same`() throws {
    let scenario = try scenario()
    let outcome = try Program.shell("cascade run '\(scenario)' -o '\(folder("out"))' --quiet >/dev/full")
    #expect(outcome.status == 74)
    #expect(outcome.errors == "error: cannot write standard output: No space left on device\n")
    #expect(try Program.run("replay", folder("out")).status == 0)
    let table = try Program.run("export", folder("out"), "--table", "fills", "-o", "/dev/full")
    #expect(table.status == 74)
    #expect(table.errors == "error: cannot write /dev/full: No space left on device\n")
  }

  /// Hours of work come at least to what is said of them, and to the file that could be written.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func `a sweep whose table does not fit is 74, and tells and draws all the same`() throws {
    let outcome = try Program.run(
      "sweep", try scenario(), "--seeds", "1..2", "--quiet", "-o", "/dev/full", "--report", folder("page.html"))
    #expect(outcome.status == 74)
    #expect(outcome.errors == "error: cannot write /dev/full: No space left on device\n")
    #expect(outcome.output.contains("as written on 2 seeds (1..2)"), "\(outcome.output)")
    #expect(folder.text("page.html").contains("</html>"))
  }

  @Test func `standard output that is closed is 74`() throws {
    let scenario = try scenario()
    #expect(try Program.shell("cascade run '\(scenario)' -o '\(folder("out"))' --quiet >&-").status == 74)
    for verb in ["replay", "explain", "accounts", "recover"] {
      #expect(try Program.shell("cascade \(verb) '\(folder("out"))' >&-").status == 74, "\(verb)")
    }
  }

  @Test func `a file where a folder should be is 73`() throws {
    let scenario = try scenario()
    let outcome = try Program.run("run", scenario, "-o", "\(scenario)/out")
    #expect(outcome.status == 73)
    #expect(outcome.errors.contains("cannot create \(scenario)/out"), "\(outcome.errors)")
  }

  @Test(.enabled(if: SmallDevice.isPermitted, "a device of two megabytes cannot be mounted here"))
  func `a device that a run does not fit on is 74, and nothing is left`() throws {
    let device = try SmallDevice()
    let scenario = try scenario(Small.endless.replacing("240h", with: "60s"))
    let outcome = try Program.run("run", scenario, "--quiet", "-o", device("out"))
    #expect(outcome.status == 74)
    #expect(outcome.errors.contains("cannot write \(device("out"))/"), "\(outcome.errors)")
    #expect(outcome.errors.contains("No space left on device"))
    #expect(device.names == [])
  }

  @Test(.enabled(if: SmallDevice.isPermitted, "a device that may only be read cannot be mounted here"))
  func `a device that may only be read is 73`() throws {
    let scenario = try scenario()
    #expect(try Program.run("run", scenario, "--quiet", "-o", folder("out")).status == 0)
    let device = try SmallDevice()
    #expect(device.mayOnlyBeRead())
    for words in [
      ["run", scenario, "-o", device("out")], ["export", folder("out"), "--table", "fills", "-o", device("out")],
      ["recover", folder("out"), "--prefix", device("out")],
    ] {
      let outcome = try Program.run(words)
      #expect(outcome.status == 73, "\(words)")
      #expect(outcome.errors == "error: cannot create \(device("out")): Read-only file system\n", "\(outcome.errors)")
    }
  }
}

/// A file system of two megabytes, in memory, unmounted when the test lets go of it.
private final class SmallDevice {
  private let folder = TemporaryFolder()

  static let isPermitted: Bool = (try? SmallDevice()) != nil

  struct NotPermitted: Error {}

  init() throws {
    if !Self.carryOut("mount -t tmpfs -o size=2m tmpfs '\(folder("."))'") { throw NotPermitted() }
  }

  deinit { _ = Self.carryOut("umount '\(folder("."))'") }

  func callAsFunction(_ name: String) -> String { folder(name) }

  var names: [String] { folder.names() }

  func mayOnlyBeRead() -> Bool { Self.carryOut("mount -o remount,ro '\(folder("."))'") }

  private static func carryOut(_ line: String) -> Bool {
    (try? Program.shell("\(line) 2>/dev/null").status) == 0
  }
}

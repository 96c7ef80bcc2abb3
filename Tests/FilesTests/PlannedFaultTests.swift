import Foundation
import Testing

@testable import Files

/// Each call of the system refused in turn. Faults are planned for a whole process, so every test has its own.
struct PlannedFaultTests {
  @Test
  func `whichever call is refused, a file is whole under its name or not there`() async {
    await #expect(processExitsWith: .success) {
      let whole = String(repeating: "0123456789", count: 20_000)
      for code in [EIO, ENOSPC, EACCES] {
        try refuseEachCall(code, named: "out") { _ in
        } _: { folder throws(FileError) in
          var file = try OutputFile(folder("out"))
          try file.write(whole)
          try file.commit()
        } check: { folder in
          #expect(folder.text(of: "out") == nil || folder.text(of: "out") == whole)
        }
      }
    }
  }

  @Test
  func `whichever call is refused, a file that is replaced is the old one or the new one`() async {
    await #expect(processExitsWith: .success) {
      try refuseEachCall(ENOSPC, named: "out") { folder in
        folder.put("out", "old")
      } _: { folder throws(FileError) in
        var file = try OutputFile(folder("out"), replacing: true)
        try file.write("new")
        try file.commit()
      } check: { folder in
        #expect(["old", "new"].contains(folder.text(of: "out")))
      }
    }
  }

  @Test
  func `whichever call is refused, a run is whole under its name or not there`() async {
    await #expect(processExitsWith: .success) {
      for code in [EIO, ENOSPC, EACCES] {
        try refuseEachCall(code, named: "run") { _ in
        } _: { folder throws(FileError) in
          try writeRun(in: folder, "text")
        } check: { folder in
          #expect(
            !folder.names.contains("run")
              || folder.text(of: "run/manifest.json") == #"{"files": [{"name": "events.csv"}]}"#)
          #expect(!folder.names.contains("run") || folder.text(of: "run/events.csv") == "text")
        }
      }
    }
  }

  @Test
  func `whichever call is refused, a run that is replaced is the old one or the new one`() async {
    await #expect(processExitsWith: .success) {
      try refuseEachCall(EIO, named: "run") { folder in
        try writeRun(in: folder, "old")
      } _: { folder throws(FileError) in
        try writeRun(in: folder, "new", force: true)
      } check: { folder in
        #expect(["old", "new"].contains(folder.text(of: "run/events.csv")))
      }
    }
  }

  @Test
  func `a device that is full at any byte leaves nothing`() async {
    await #expect(processExitsWith: .success) {
      let folder = TemporaryFolder()
      let size = 3000
      for room in [0, 1, 2, size / 2, size - 2, size - 1] {
        PlannedFaults.begin(PlannedFaults.Plan(room: room))
        let failure = error { () throws(FileError) in
          var file = try OutputFile(folder("out"))
          try file.write(String(repeating: "x", count: size))
          try file.commit()
        }
        PlannedFaults.end()
        #expect(failure?.description == "cannot write \(folder("out")): No space left on device", "room for \(room)")
        #expect(failure?.exitStatus == .inputOutput)
        #expect(folder.names == [])
      }
    }
  }

  @Test
  func `a device that takes a few bytes at a time gets them all`() async {
    await #expect(processExitsWith: .success) {
      let folder = TemporaryFolder()
      PlannedFaults.begin(PlannedFaults.Plan(longestWrite: 7))
      var file = try OutputFile(folder("out"))
      try file.write("a text of thirty-two characters.")
      try file.commit()
      let calls = PlannedFaults.end()
      #expect(calls.count { $0 == .write } == 5)
      #expect(folder.text(of: "out") == "a text of thirty-two characters.")
    }
  }
}

/// A whole run with one file besides its manifest.
private func writeRun(in folder: TemporaryFolder, _ text: String, force: Bool = false) throws(FileError) {
  var run = try RunDirectory(folder("run"), force: force)
  for (name, text) in [("events.csv", text), (RunDirectory.manifestName, #"{"files": [{"name": "events.csv"}]}"#)] {
    var file = try run.createFile(name)
    try file.write(text)
    try run.finish(file)
  }
  try run.commit()
}

/// Carries out `work` with its first call refused, then with its second, and so on. Each time it must tell of `name`, leave
/// with 73 or 74, and leave nothing else behind than what it was to write, unless that could not be removed.
private func refuseEachCall(
  _ code: Int32, named name: String, before: (TemporaryFolder) throws -> Void,
  _ work: (TemporaryFolder) throws(FileError) -> Void, check: (TemporaryFolder) -> Void
) throws {
  let undisturbed = TemporaryFolder()
  try before(undisturbed)
  PlannedFaults.begin(PlannedFaults.Plan())
  let unforeseen = error { () throws(FileError) in try work(undisturbed) }
  let calls = PlannedFaults.end()
  #expect(unforeseen == nil)
  #expect(calls.count > 5)
  for (number, call) in calls.enumerated() {
    let folder = TemporaryFolder()
    try before(folder)
    PlannedFaults.begin(PlannedFaults.Plan(refused: number, code: code))
    let failure = error { () throws(FileError) in try work(folder) }
    PlannedFaults.end()
    let place = "call \(number), \(call), error \(code): \(failure.map { "\($0)" } ?? "no error")"
    if let failure {
      #expect([.cannotCreate, .inputOutput].contains(failure.exitStatus), "\(place)")
      #expect(failure.path.contains(folder.path), "\(place)")
    } else {
      // A folder that may not be read cannot be asked to be synchronized, and is let off.
      #expect(code == EACCES && call == .open, "\(place)")
    }
    // What was replaced goes last of all, and may stay.
    let isReplaced = folder.names.contains(name) && undisturbed.names == [name] && calls.contains(.removeDirectory)
    if !isReplaced || calls.prefix(number).count(where: { $0 == .rename }) < 2 {
      #expect(folder.names.allSatisfy { $0 == name }, "\(place): \(folder.names)")
    }
    check(folder)
  }
}

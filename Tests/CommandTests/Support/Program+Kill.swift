import Foundation

extension Program {
  /// What a killed process left of the folder it was to write.
  enum Remains {
    case nothing
    /// Under this temporary name.
    case partial(String)
    /// It was done before it was killed.
    case whole
  }

  /// Starts `cascade`, and kills it (SIGKILL) so many microseconds after a file of its run has reached a size.
  static func kill(
    _ words: [String], whenSizeOf file: String, reaches size: Int, after delay: useconds_t, in folder: TemporaryFolder
  ) throws -> Remains {
    let process = Process()
    process.executableURL = executable
    process.arguments = words
    process.environment = cleanEnvironment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    func name() -> String? { folder.names().first { $0.contains(".\(process.processIdentifier)-") } }
    while process.isRunning {
      if let name = name(),
        let attributes = try? FileManager.default.attributesOfItem(atPath: folder("\(name)/\(file)")),
        let reached = attributes[.size] as? Int, reached >= size
      {
        break
      }
      usleep(100)
    }
    usleep(delay)
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    if process.terminationReason == .exit { return .whole }
    return name().map { .partial($0) } ?? (FileManager.default.fileExists(atPath: folder("killed")) ? .whole : .nothing)
  }
}

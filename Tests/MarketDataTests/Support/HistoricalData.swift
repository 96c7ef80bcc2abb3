import Foundation
import Notation

/// The recorded files the checks run on. They are not in the repository: see `docs/market-data.md`.
enum HistoricalData {
  /// `$CASCADE_DATA`, or `../shared/data` beside the package.
  static let folder: URL? = {
    if let path = ProcessInfo.processInfo.environment["CASCADE_DATA"] { return existing(URL(filePath: path)) }
    return package.flatMap { existing($0.appending(path: "../shared/data").standardizedFileURL) }
  }()

  /// Whether the files are there, and the tools that decompress them.
  static let isAvailable = folder != nil && tool("gunzip") && tool("python3")
  static let absence = "no recorded data (set CASCADE_DATA), or no gunzip and python3 to decompress it"

  /// A file as it is.
  static func plain(_ path: String) throws -> SourceText {
    SourceText(name: path, bytes: [UInt8](try Data(contentsOf: url(path))))
  }

  /// What is inside a `.gz`.
  static func unzipped(_ path: String) throws -> SourceText {
    SourceText(name: path, bytes: try output(of: ["gunzip", "-c", url(path).path()]))
  }

  /// One member of a `.zip`.
  static func member(_ name: String, of path: String) throws -> SourceText {
    let script = "import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))"
    return SourceText(name: name, bytes: try output(of: ["python3", "-c", script, url(path).path(), name]))
  }

  private static func url(_ path: String) throws -> URL {
    guard let folder else { throw CocoaError(.fileNoSuchFile) }
    return folder.appending(path: path)
  }

  private static func existing(_ url: URL) -> URL? {
    FileManager.default.fileExists(atPath: url.path()) ? url : nil
  }

  /// The folder above this file that holds a manifest beside the fixtures or the history.
  private static let package: URL? = {
    var folder = URL(filePath: #filePath)
    while folder.path() != "/" {
      folder = folder.deletingLastPathComponent().standardizedFileURL
      func holds(_ name: String) -> Bool { existing(folder.appending(path: name)) != nil }
      if holds("Package.swift"), holds("fixtures") || holds(".git") { return folder }
    }
    return nil
  }()

  private static func tool(_ name: String) -> Bool { (try? output(of: ["which", name])) != nil }

  /// What a command wrote to its standard output. Throws unless it ended well.
  private static func output(of command: [String]) throws -> [UInt8] {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.standardOutput = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
    return [UInt8](data)
  }
}

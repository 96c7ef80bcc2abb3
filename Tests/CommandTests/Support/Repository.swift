import Foundation

/// The folder that holds Package.swift and fixtures.
enum Repository {
  static let root: URL = {
    var folder = URL(filePath: #filePath)
    while folder.filePath != "/" {
      folder = folder.deletingLastPathComponent().standardizedFileURL
      if exists(folder.appending(path: "Package.swift")), exists(folder.appending(path: "fixtures")) { return folder }
    }
    return folder
  }()

  static func url(_ path: String) -> URL { root.appending(path: path) }
  static func path(_ path: String) -> String { url(path).filePath }

  /// The names in a folder, sorted.
  static func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path(folder))) ?? []).sorted()
  }

  private static func exists(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.filePath) }
}

// MARK: - The program

extension Program {
  /// Beside the tests: the product of the same build.
  static let executable: URL = {
    let bundles = Bundle.allBundles.filter { $0.bundlePath.hasSuffix(".xctest") }.map { $0.bundleURL }
    let tests = [CommandLine.arguments[0], Bundle.main.executablePath ?? ""].map { URL(filePath: $0) }
    for place in bundles + tests {
      var folder = place.standardizedFileURL
      while folder.filePath != "/" {
        folder = folder.deletingLastPathComponent().standardizedFileURL
        let program = folder.appending(path: "cascade")
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: program.filePath, isDirectory: &isFolder), !isFolder.boolValue,
          FileManager.default.isExecutableFile(atPath: program.filePath)
        {
          return program
        }
      }
    }
    fatalError("no built program beside \(tests)")
  }()

  /// That of the tests, without what would change what the program does or how it looks.
  static let cleanEnvironment: [String: String] = {
    var environment = ProcessInfo.processInfo.environment
    for name in ["CASCADE_DATA", "NO_COLOR", "CI"] { environment[name] = nil }
    return environment.merging(["COLUMNS": "100", "TERM": "dumb"]) { $1 }
  }()
}

extension URL {
  /// As the system takes it.
  var filePath: String { path(percentEncoded: false) }
}

import Foundation

/// A folder for one test, removed with everything in it when the test lets go of it.
final class TemporaryFolder: Sendable {
  private let root: URL

  init() {
    root = FileManager.default.temporaryDirectory.appending(path: "cascade-command-\(UUID().uuidString)")
    try? FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: root) }

  func url(_ name: String) -> URL { root.appending(path: name) }

  /// The path of `name` in this folder.
  func callAsFunction(_ name: String) -> String { url(name).filePath }

  /// Puts a file there, and returns its path.
  @discardableResult
  func put(_ name: String, _ text: String) throws -> String { try put(name, Data(text.utf8)) }

  @discardableResult
  func put(_ name: String, _ bytes: Data) throws -> String {
    try FileManager.default.createDirectory(
      at: url(name).deletingLastPathComponent(), withIntermediateDirectories: true)
    try bytes.write(to: url(name))
    return self(name)
  }

  /// Copies a file or folder of the repository, and returns the copy's path.
  @discardableResult
  func copy(_ path: String, as name: String) throws -> String {
    try put(name, Data(contentsOf: Repository.url(path)))
  }

  func bytes(_ name: String) -> Data? { try? Data(contentsOf: url(name)) }

  func text(_ name: String) -> String { String(decoding: bytes(name) ?? Data(), as: UTF8.self) }

  /// What is in a folder, names that begin with a dot included.
  func names(in name: String = "") -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: self(name))) ?? []).sorted()
  }
}

import Foundation

@testable import Files

/// A folder for one test, removed with everything in it when the test lets go of it.
final class TemporaryFolder {
  let path: String

  init() {
    path = Path.join(NSTemporaryDirectory(), "cascade-files-\(UUID().uuidString)")
    try! FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The path of `name` in this folder.
  func callAsFunction(_ name: String) -> String {
    Path.join(path, name)
  }

  /// Puts a file there, around what is tested.
  @discardableResult
  func put(_ name: String, _ text: String = "") -> String {
    _ = FileManager.default.createFile(atPath: self(name), contents: Data(text.utf8))
    return self(name)
  }

  @discardableResult
  func putFolder(_ name: String) -> String {
    try! FileManager.default.createDirectory(atPath: self(name), withIntermediateDirectories: true)
    return self(name)
  }

  @discardableResult
  func putLink(_ name: String, to target: String) -> String {
    try! FileManager.default.createSymbolicLink(atPath: self(name), withDestinationPath: target)
    return self(name)
  }

  func text(of name: String) -> String? {
    FileManager.default.contents(atPath: self(name)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// What is in the folder, names that begin with a dot included.
  var names: [String] {
    try! FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }
}

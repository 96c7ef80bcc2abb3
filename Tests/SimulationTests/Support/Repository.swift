import Foundation
import Notation
import Testing

/// The folder that holds this package, found from where this file is: the first above it with a manifest and fixtures.
let repository: URL = {
  var folder = URL(filePath: #filePath)
  repeat {
    folder.deleteLastPathComponent()
    let isRoot = ["Package.swift", "fixtures"].allSatisfy { name in
      FileManager.default.fileExists(atPath: folder.appending(path: name).path)
    }
    if isRoot { return folder }
  } while folder.path != "/"
  return folder
}()

/// A file of the repository, by its path from the top.
func repositoryText(_ path: String) throws -> SourceText {
  SourceText(name: path, bytes: Array(try Data(contentsOf: repository.appending(path: path))))
}

/// The names of the files in a folder of the repository, in order.
func repositoryFiles(_ folder: String) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: repository.appending(path: folder).path).sorted()
}

/// The fenced blocks of a page that are marked with these words, in order.
func blocks(_ words: String, of page: SourceText) -> [String] {
  String(decoding: page.bytes, as: UTF8.self).components(separatedBy: "```\(words)\n").dropFirst().map {
    $0.components(separatedBy: "```")[0]
  }
}

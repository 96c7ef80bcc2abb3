import Foundation

/// A page of `docs/` as text; empty if it is not there.
func page(_ name: String) -> String {
  (try? String(contentsOf: repository.appending(path: "docs/\(name)"), encoding: .utf8)) ?? ""
}

/// A file of the repository.
func repositoryFile(_ path: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: repository.appending(path: path)))
}

private let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

/// The fenced blocks of a page that are marked as `language`.
func blocks(_ language: String, of page: String) -> [String] {
  page.components(separatedBy: "```\(language)\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
}

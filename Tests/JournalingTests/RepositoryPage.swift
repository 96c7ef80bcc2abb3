import Foundation

/// A page of `docs/` as text; empty if it is not there.
func page(_ name: String) -> String {
  let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  let file = tests.deletingLastPathComponent().appending(path: "docs/\(name)")
  return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
}

/// The fenced blocks of a page that are marked as `language`.
func blocks(_ language: String, of page: String) -> [String] {
  page.components(separatedBy: "```\(language)\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
}

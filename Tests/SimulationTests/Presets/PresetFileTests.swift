import Foundation
import Notation
import Simulation
import Testing

/// The files of `fixtures/presets` are data with sources, and `docs/presets.md` shows them as they are.
@Suite struct `The files of presets` {
  static let all = PresetPlay.names + ["bankruptcy-limit"]

  @Test func `there are eight kinds of venue and one to compare with`() throws {
    #expect(try repositoryFiles("fixtures/presets") == Self.all.map { "\($0).jsonc" }.sorted())
  }

  @Test(arguments: all)
  func `each fits into a scenario`(preset: String) throws {
    let scenario = try PresetPlay.scenario(preset, play([], []))
    #expect(scenario.rules.fault == nil)
  }

  /// A value of a preset: where it stands, how it is written, whether a comment at it says that it was chosen.
  private struct Leaf {
    var path: String
    var text: String
    var isChosen: Bool
  }

  private func tree(_ preset: String) throws -> (value: JSONValue, lines: [String]) {
    let text = try repositoryText("fixtures/presets/\(preset).jsonc")
    let value = try #require(JSONValue.parse(text, reportingTo: DiagnosticLog()))
    return (value, String(decoding: text.bytes, as: UTF8.self).components(separatedBy: "\n"))
  }

  private func written(_ value: JSONValue) -> String {
    switch value.content {
    case .null: "null"
    case .boolean(let flag): "\(flag)"
    case .number(let digits): digits
    case .string(let text): "\"\(text)\""
    case .array(let elements): "[\(elements.map(written).joined(separator: ", "))]"
    case .object(let members): "{\(members.map { "\"\($0.key)\": \(written($0.value))" }.joined(separator: ", "))}"
    }
  }

  /// All that are no objects, in order. A comment is at a value on its own lines, or on those right above it.
  private func leaves(_ value: JSONValue, _ lines: [String], under path: String = "") -> [Leaf] {
    guard case .object(let members) = value.content else { return [] }
    return members.flatMap { member -> [Leaf] in
      let path = path.isEmpty ? member.key : "\(path).\(member.key)"
      if case .object = member.value.content { return leaves(member.value, lines, under: path) }
      var first = member.keySpan.position.line - 1
      let whole = member.value.span
      let last = SourceSpan(in: whole.text, whole.range.upperBound..<whole.range.upperBound).position.line - 1
      while first > 0, lines[first - 1].drop(while: { $0 == " " }).hasPrefix("//") { first -= 1 }
      let isChosen = lines[first...last].contains { $0.contains("chosen") }
      return [Leaf(path: path, text: written(member.value), isChosen: isChosen)]
    }
  }

  /// The lines of a preset's table on the page: value, what it is, source.
  private func table(_ preset: String) throws -> [[String]] {
    let page = String(decoding: try repositoryText("docs/presets.md").bytes, as: UTF8.self)
    let sections = page.components(separatedBy: "\n## ")
    let section = try #require(sections.first { $0.hasPrefix("\(preset)\n") })
    return section.components(separatedBy: "\n").filter { $0.hasPrefix("| `") }.map { line in
      line.components(separatedBy: "|").dropFirst().dropLast().map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }

  @Test(arguments: all)
  func `each value has a source on the page or is chosen`(preset: String) throws {
    let (value, lines) = try tree(preset)
    let leaves = leaves(value, lines)
    let table = try table(preset)
    #expect(table.map { $0.dropLast().joined(separator: " ") } == leaves.map { "`\($0.path)` `\($0.text)`" })
    for (row, leaf) in zip(table, leaves) {
      #expect(!row[2].isEmpty, "\(leaf.path)")
      if preset != "bankruptcy-limit" { #expect(row[2].contains("chosen") == leaf.isChosen, "\(leaf.path)") }
    }
  }

  @Test(arguments: all)
  func `each file begins with its sources`(preset: String) throws {
    let (_, lines) = try tree(preset)
    let header = lines.prefix { $0.hasPrefix("//") }.joined(separator: " ")
    if preset == "bankruptcy-limit" {
      #expect(header.contains("Chosen"))
    } else {
      #expect(header.contains("Source: ") || header.contains("Sources: "))
      #expect(header.contains("chosen"))
    }
  }
}

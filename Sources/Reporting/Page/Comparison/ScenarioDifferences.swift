import Notation

/// Where two resolved scenarios say something else, path by path, in the order in which they say it.
///
/// Elements that have names are matched by them, as `--set` names them (`population.maker.spread.base`); others by their
/// place. A value that only one has is shown whole.
struct ScenarioDifferences {
  /// One path.
  struct Line: Equatable {
    var path: String
    /// As JSON; `nil` where there is nothing.
    var one: String?
    var other: String?
  }

  private(set) var lines: [Line] = []

  /// - Parameters: texts of JSON; one that is none, as of a journal without a scenario, has nothing to differ.
  init(_ one: String, _ other: String) {
    guard let one = Self.value(one), let other = Self.value(other) else { return }
    compare(one, other, at: "")
  }

  private static func value(_ text: String) -> JSONValue? {
    text.isEmpty ? nil : try? JSONValue(parsing: SourceText(name: "scenario", text), sizeLimit: 512 << 20)
  }

  private mutating func compare(_ one: JSONValue?, _ other: JSONValue?, at path: String) {
    if one == other { return }
    if let left = one?.namedElements(path), let right = other?.namedElements(path) {
      let known = Dictionary(right.map { ($0.path, $0.value) }) { first, _ in first }
      for element in left { compare(element.value, known[element.path], at: element.path) }
      let seen = Set(left.map(\.path))
      for element in right where !seen.contains(element.path) { compare(nil, element.value, at: element.path) }
    } else {
      lines.append(Line(path: path, one: one.map(Self.text), other: other.map(Self.text)))
    }
  }

  /// As JSON, the end of what is long left out.
  private static func text(_ value: JSONValue) -> String {
    var writer = JSONWriter()
    writer.value(value)
    let text = String(decoding: writer.bytes, as: UTF8.self)
    return text.count > longest ? text.prefix(longest - 1) + "…" : text
  }

  private static let longest = 72
}

extension JSONValue {
  /// What an object or an array holds, each under its path; `nil` for all else, and for an array that names cannot tell apart.
  fileprivate func namedElements(_ path: String) -> [(path: String, value: JSONValue)]? {
    switch content {
    case .object(let members):
      return members.map { (path.isEmpty ? $0.key : "\(path).\($0.key)", $0.value) }
    case .array(let elements):
      let names = elements.compactMap(\.name)
      if names.count == elements.count, Set(names).count == names.count {
        return zip(names, elements).map { ("\(path).\($0)", $1) }
      }
      let areContainers = elements.contains { if case .object = $0.content { true } else { false } }
      return areContainers ? elements.enumerated().map { ("\(path)[\($0)]", $1) } : nil
    default: return nil
    }
  }

  private var name: String? {
    guard case .object(let members) = content,
      case .string(let name) = members.first(where: { $0.key == "name" })?.value.content
    else { return nil }
    return name
  }
}

import Notation

/// Lays a scenario over those it extends: objects member by member, everything else whole; a null takes away.
struct Extending {
  private let log: DiagnosticLog
  private let limits: Scenario.Limits
  private var opened = 0
  private var byteCount = 0

  init(_ log: DiagnosticLog, _ limits: Scenario.Limits) {
    self.log = log
    self.limits = limits
  }

  /// How deep scenarios may extend each other, and how many files may be read in all.
  private static let depthLimit = 8
  private static let fileLimit = 64

  /// The value of a text, with all that it extends.
  ///
  /// - Parameter open: the text of a scenario, by its path relative to the one that is read.
  /// - Returns: `nil` if it cannot be read, or a scenario that it extends could not be had: most of what is wrong then is only
  ///   missing.
  mutating func resolve(_ text: SourceText, _ open: (String) throws(Diagnostics) -> SourceText?) -> JSONValue? {
    parse(text, at: nil).flatMap { resolve($0, in: "", depth: 0, open) }
  }

  /// - Parameter place: where it is asked for, in another text.
  private mutating func parse(_ text: SourceText, at place: SourceSpan?) -> JSONValue? {
    byteCount += text.bytes.count
    let most = limits[.bytes]
    if byteCount > most {
      let whole = place == nil ? "the text has" : "with \(text.name) all texts together have"
      log.error(
        "\(whole) \(byteCount) bytes, more than the limit of \(most)", at: place,
        hint: Scenario.Limits.Resource.bytes.hint(for: byteCount))
      return nil
    }
    return JSONValue.parse(text, sizeLimit: most, reportingTo: log)
  }

  /// - Parameter folder: where the scenario is, relative to the one that is read; ends with a slash or is empty.
  private mutating func resolve(
    _ tree: JSONValue, in folder: String, depth: Int, _ open: (String) throws(Diagnostics) -> SourceText?
  ) -> JSONValue? {
    guard case .object(let members) = tree.content, let extends = members.first(where: { $0.key == "extends" }) else {
      return tree
    }
    var own = tree
    own.content = .object(members.filter { $0.key != "extends" })
    guard let paths = paths(extends.value) else { return nil }
    var base: JSONValue?
    for path in paths {
      guard let next = read(path, in: folder, depth: depth, open) else { return nil }
      base = base.map { Self.merge(next, over: $0) } ?? next
    }
    return base.map { Self.merge(own, over: $0) }
  }

  /// One path, or several: each is laid over those before it.
  private func paths(_ value: JSONValue) -> [JSONValue]? {
    let paths: [JSONValue] = if case .array(let elements) = value.content { elements } else { [value] }
    let wrong = paths.first { if case .string = $0.content { false } else { true } }
    if let wrong {
      log.error("\"extends\" must be the path of a scenario, as a string, or several in an array", at: wrong.span)
      return nil
    }
    if paths.isEmpty { log.error("\"extends\" names no scenario", at: value.span) }
    return paths.isEmpty ? nil : paths
  }

  private mutating func read(
    _ value: JSONValue, in folder: String, depth: Int, _ open: (String) throws(Diagnostics) -> SourceText?
  ) -> JSONValue? {
    guard case .string(let path) = value.content else { return nil }
    if depth == Self.depthLimit {
      log.error(
        "scenarios extend each other more than \(Self.depthLimit) deep", at: value.span, hint: "does one extend itself?"
      )
      return nil
    }
    opened += 1
    if opened > Self.fileLimit {
      log.error("a scenario is made of more than \(Self.fileLimit) others", at: value.span)
      return nil
    }
    let place = folder + path
    let found: SourceText?
    do throws(Diagnostics) { found = try open(place) } catch {
      for fault in error.entries { log.error(fault.message, at: value.span, hint: fault.hint) }
      return nil
    }
    guard let text = found else {
      log.error(
        "there is no scenario \"\(path.prefix(100))\" to extend", at: value.span,
        hint: "the path is relative to this scenario's directory and stays inside it")
      return nil
    }
    let parent = String(place[..<(place.lastIndex(of: "/").map { place.index(after: $0) } ?? place.startIndex)])
    guard let tree = parse(text, at: value.span) else { return nil }
    guard case .object = tree.content else {
      ValueReader(tree, reportingTo: log).mismatch(expected: "an object", hint: "a scenario extends this one")
      return nil
    }
    return resolve(tree, in: parent, depth: depth + 1, open)
  }

  /// An object that says another `kind` than the one below it has other keys: of the one below nothing is left.
  static func merge(_ own: JSONValue, over base: JSONValue) -> JSONValue {
    guard case .object(let mine) = own.content, case .object(let below) = base.content else { return own }
    let replacements = Dictionary(mine.map { ($0.key, $0) }) { first, _ in first }
    let kind = replacements["kind"]?.value.content
    let isOther = kind != nil && below.contains { $0.key == "kind" && $0.value.content != kind }
    let theirs = isOther ? [] : below
    var members: [JSONMember] = []
    var known: Set<String> = []
    for member in theirs {
      known.insert(member.key)
      guard let replacement = replacements[member.key] else {
        members.append(member)
        continue
      }
      if replacement.value.content == .null { continue }
      members.append(
        JSONMember(
          key: member.key, at: replacement.keySpan, value: merge(replacement.value, over: member.value)))
    }
    members += mine.filter { !known.contains($0.key) && $0.value.content != .null }
    return JSONValue(.object(members), at: own.span)
  }
}

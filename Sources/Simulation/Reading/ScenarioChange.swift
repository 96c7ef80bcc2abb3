import MarketTypes
import Notation

/// Something to be changed of a scenario before it is read: `liquidation.threshold=atOrBelow`, or a policy in place of its own.
///
/// What is changed is the resolved text, and the ordinary reader reads it, so that whatever is wrong is said as it would be
/// said of a file, with its place in the words that were typed.
public struct ScenarioChange: Sendable {
  enum Kind: Sendable {
    case assignment(ScenarioPath, JSONValue)
    case policy(JSONValue)
  }

  let kind: Kind

  /// `PATH=VALUE`: puts a value in the place of another, or `null` takes it away.
  ///
  /// The path names members and elements, `population[0].spread.base`; an element that has a name can be called by it:
  /// `population.maker.spread.base`; `accounts[+]` adds one. The value is JSON, or a bare word or number with a unit, which is a string.
  ///
  /// - Parameter source: what messages call it.
  public init(assignment: String, source: String = "--set") throws(Diagnostics) {
    let log = DiagnosticLog()
    let text = SourceText(name: source, assignment)
    guard let sign = text.bytes.firstIndex(of: UInt8(ascii: "=")) else {
      log.error(
        "\"\(assignment)\" sets nothing", at: SourceSpan(in: text, 0..<text.bytes.count),
        hint: "write PATH=VALUE, such as liquidation.when=atOrBelow")
      throw log.diagnostics
    }
    let path = ScenarioPath(in: text, 0..<sign, log)
    let value = JSONValue.assigned(in: text, from: sign + 1, log)
    try log.throwErrors()
    guard let path, let value else { throw log.diagnostics }
    kind = .assignment(path, value)
  }

  /// A policy: its `liquidation` takes the place of the scenario's whole, its other members are laid over the scenario's as
  /// those of one that extends another. Its `version`, `name` and `description` are its own.
  public init(policy: JSONValue) { kind = .policy(policy) }

  /// The policy under which nobody is liquidated, all else as it was.
  public static var liquidationOff: ScenarioChange {
    guard let change = try? ScenarioChange(assignment: "liquidation.on=false") else {
      invariantFailed("liquidation cannot be switched off")
    }
    return change
  }

  /// Whether it says the seed, which runs of many seeds choose themselves.
  public var setsSeed: Bool {
    if case .assignment(let path, _) = kind { path.steps.map(\.key) == ["seed"] } else { false }
  }

  /// Where an assignment leads: members by their keys and elements by their numbers, whatever they were called by. `nil` of a
  /// policy, and of what adds an element.
  public func place(in scenario: JSONValue) -> [String]? {
    guard case .assignment(let path, _) = kind, !path.steps.contains(where: { $0.key == "+" }) else { return nil }
    var value: JSONValue? = scenario
    return path.steps.map { step in
      switch value?.content {
      case .array(let elements)?:
        let index = elements.place(of: step, DiagnosticLog())
        value = index.map { elements[$0] }
        return index.map { "\($0)" } ?? step.key
      case .object(let members)?: value = members.first { $0.key == step.key }?.value
      default: value = nil
      }
      return step.key
    }
  }

  /// Makes the change. What is wrong with the path is logged.
  func apply(to scenario: inout JSONValue, _ log: DiagnosticLog) {
    switch kind {
    case .assignment(let path, let value): scenario.set(path.steps[...], to: value, log)
    case .policy(let policy): scenario.take(policy)
    }
  }
}

extension Scenario {
  /// The text of a policy as one value, with what it extends resolved. It has a `liquidation`, or anything else a scenario
  /// can have.
  ///
  /// - Parameter open: the text of another that an `extends` names, relative to this one; `nil` where there is none.
  public static func policy(
    _ text: SourceText, limits: Limits = Limits(),
    open: (String) throws(Diagnostics) -> SourceText? = { _ in nil }
  ) throws(Diagnostics) -> JSONValue {
    let log = DiagnosticLog()
    var extending = Extending(log, limits)
    let tree = extending.resolve(text, open)
    if let tree {
      if case .object = tree.content {} else { log.error("a policy must be an object", at: tree.span) }
    }
    try log.throwErrors()
    guard let tree else { throw log.diagnostics }
    return tree
  }
}

// MARK: - Paths

/// Where something stands in a scenario: `liquidation.pacing.interval`, `population[0].latency.data`.
struct ScenarioPath: Sendable {
  struct Step: Sendable {
    var key: String
    var span: SourceSpan
  }

  var steps: [Step]

  /// Splits at points and brackets; `nil` after an error.
  init?(in text: SourceText, _ range: Range<Int>, _ log: DiagnosticLog) {
    steps = []
    var start = range.lowerBound
    var (isInside, wasClosed) = (false, false)
    func fail(_ message: String, at offset: Int) {
      log.error(
        message, at: SourceSpan(in: text, offset..<min(offset + 1, range.upperBound)),
        hint: "write it like population[0].spread.base")
    }
    for offset in range.lowerBound...range.upperBound {
      let byte = offset < range.upperBound ? text.bytes[offset] : UInt8(ascii: ".")
      let (opens, closes) = (byte == UInt8(ascii: "["), byte == UInt8(ascii: "]"))
      if byte != UInt8(ascii: "."), !opens, !closes { continue }
      if closes != isInside {
        fail(isInside ? "a \"]\" is missing in the path" : "this \"]\" closes nothing", at: offset)
        return nil
      }
      if wasClosed ? start < offset : start == offset {
        fail("a \(wasClosed ? "point" : "name") is missing in the path", at: wasClosed ? start : offset)
        return nil
      }
      if start < offset {
        let key = String(decoding: text.bytes[start..<offset], as: UTF8.self)
        steps.append(Step(key: key, span: SourceSpan(in: text, start..<offset)))
      }
      (isInside, wasClosed, start) = (opens, closes, offset + 1)
    }
  }
}

// MARK: - Values

extension JSONValue {
  /// The value after the sign: JSON, or else the words as they stand as a string. `nil` after an error.
  fileprivate static func assigned(in text: SourceText, from start: Int, _ log: DiagnosticLog) -> JSONValue? {
    let words = Array(text.bytes[start...])
    // Parsed among blanks, so that every place in it is a place in the words.
    let blanks = [UInt8](repeating: UInt8(ascii: " "), count: start)
    let padded = SourceText(name: text.name, bytes: blanks + words)
    let own = DiagnosticLog()
    if let value = JSONValue.parse(padded, reportingTo: own), !own.diagnostics.hasErrors {
      return value.placed(in: text)
    }
    let opening = words.first { $0 != UInt8(ascii: " ") }
    if opening.map({ [UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\"")].contains($0) }) ?? true {
      for entry in own.diagnostics.entries {
        log.error(entry.message, at: entry.span.map { SourceSpan(in: text, $0.range) }, hint: entry.hint)
      }
      return nil
    }
    return JSONValue(
      .string(String(decoding: words, as: UTF8.self)), at: SourceSpan(in: text, start..<text.bytes.count))
  }

  /// The same value, whose places are in another text of the same length.
  private func placed(in text: SourceText) -> JSONValue {
    func place(_ span: SourceSpan) -> SourceSpan { SourceSpan(in: text, span.range) }
    switch content {
    case .array(let elements): return JSONValue(.array(elements.map { $0.placed(in: text) }), at: place(span))
    case .object(let members):
      return JSONValue(
        .object(
          members.map { JSONMember(key: $0.key, at: place($0.keySpan), value: $0.value.placed(in: text)) }),
        at: place(span))
    default: return JSONValue(content, at: place(span))
    }
  }

  /// Puts a value where the path leads. Objects on the way that are not there are made; elements are not.
  fileprivate mutating func set(_ path: ArraySlice<ScenarioPath.Step>, to new: JSONValue, _ log: DiagnosticLog) {
    guard let step = path.first else {
      self = new
      return
    }
    switch content {
    case .object(var members):
      let index = members.firstIndex { $0.key == step.key }
      if path.count == 1, new.content == .null {
        if let index { members.remove(at: index) }
      } else {
        var value = index.map { members[$0].value } ?? JSONValue(.object([]), at: step.span)
        value.set(path.dropFirst(), to: new, log)
        let member = JSONMember(key: step.key, at: step.span, value: value)
        if let index { members[index] = member } else { members.append(member) }
      }
      content = .object(members)
    case .array(let elements) where step.key == "+" && path.count == 1:
      content = .array(elements + [new])
    case .array(var elements):
      guard let index = elements.place(of: step, log) else { return }
      if path.count == 1, new.content == .null {
        elements.remove(at: index)
      } else {
        elements[index].set(path.dropFirst(), to: new, log)
      }
      content = .array(elements)
    default: log.error("nothing stands below this one: it is neither an object nor a list", at: step.span)
    }
  }

  /// Lays a policy over a scenario.
  fileprivate mutating func take(_ policy: JSONValue) {
    guard case .object(let members) = policy.content, case .object(var own) = content else { return }
    own.removeAll { $0.key == "liquidation" && members.contains { $0.key == "liquidation" } }
    content = .object(own)
    let foreign = ["$schema", "version", "name", "description"]
    let laid = JSONValue(.object(members.filter { !foreign.contains($0.key) }), at: span)
    self = Extending.merge(laid, over: self)
  }
}

extension [JSONValue] {
  /// Which element a step means: by its number from 0, or by its name. `nil` after an error.
  fileprivate func place(of step: ScenarioPath.Step, _ log: DiagnosticLog) -> Int? {
    if let number = Int(step.key) {
      if indices.contains(number) { return number }
      log.error(
        "there is no element \(step.key)", at: step.span,
        hint: isEmpty ? "the list is empty" : "the list has \(count), from 0 to \(count - 1)")
      return nil
    }
    let names = map { element -> String? in
      guard case .object(let members) = element.content,
        case .string(let name)? = members.first(where: { $0.key == "name" })?.value.content
      else { return nil }
      return name
    }
    if let index = names.firstIndex(of: step.key) { return index }
    let known = names.compactMap { $0 }
    let near = didYouMean(step.key, from: known)
    let few = known.isEmpty || known.count > 12 ? "" : ": \(known.joined(separator: ", "))"
    log.error(
      "no element is named \"\(step.key)\"", at: step.span,
      hint: near.map { "did you mean \"\($0)\"?" }
        ?? "elements are called by their number from 0, or by their name\(few)")
    return nil
  }
}

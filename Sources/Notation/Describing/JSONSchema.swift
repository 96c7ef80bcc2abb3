/// A JSON Schema (draft-07, which editors know best) of what a decoder reads, from the decoder itself.
///
///     let schema = JSONSchema(title: "A flow") { Flow(&$0) }
///     print(String(decoding: schema.text, as: UTF8.self))
///
/// It says type, bounds, words, defaults and which members must be there, and refuses unknown keys, as the decoder does. What it
/// cannot say is how members stand to each other; a bound that another member sets is as wide as it can be.
public struct JSONSchema {
  private let shape: ObjectShape
  private let title: String
  private let meaning: ([String]) -> String?

  /// - Parameters:
  ///   - meaning: what a member is for, by the keys on the way to it; of an object of some kind the kind is on the way too.
  ///   - decode: is called many times, and its result is thrown away.
  public init(
    title: String, meaning: @escaping ([String]) -> String? = { _ in nil },
    _ decode: (inout ObjectReader) -> Void
  ) {
    self.title = title
    self.meaning = meaning
    let chance = Exploration()
    shape = ObjectShape(chance)
    var (seen, calm) = (-1, 0)
    var readings = 0
    while calm < Self.patience, readings < Self.mostReadings {
      readings += 1
      var reader = ObjectReader(describing: shape)
      decode(&reader)
      calm = chance.findings == seen ? calm + 1 : 0
      seen = chance.findings
    }
  }

  /// So many readings in a row must have taught nothing.
  private static let patience = 60
  private static let mostReadings = 5_000

  /// One object, an element a line.
  ///
  /// - Parameter extending: whether `"extends"` makes every member optional and takes `null` for "not there".
  public func text(extending: Bool) -> [UInt8] {
    let whole = schema(of: shape, at: [], isPartial: false, extending ? Self.extendingMembers : [])
    var top: [(String, SchemaNode)] = [
      ("$schema", .string("http://json-schema.org/draft-07/schema#")), ("title", .string(title)),
    ]
    if extending {
      let part = schema(of: shape, at: [], isPartial: true, Self.extendingMembers)
      top += [
        ("type", .string("object")), ("if", .schema([("required", .array([.string("extends")]))])), ("then", part),
        ("else", whole),
      ]
    } else if case .schema(let members) = whole {
      top += members
    }
    var definitions = SchemaDefinitions()
    definitions.count(.schema(top))
    let body = top.map { ($0.0, definitions.replacing($0.1, isTop: true)) }
    var writer = JSONWriter(.pretty)
    SchemaNode.schema(body + [("definitions", .schema(definitions.all))]).write(to: &writer)
    writer.endLine()
    return writer.bytes
  }

  private static var extendingMembers: [(String, SchemaNode)] {
    [
      (
        "extends",
        .schema([
          ("description", .string("the path of a scenario that this one changes, or of several")),
          ("type", .array([.string("string"), .string("array")])),
          ("items", .schema([("type", .string("string"))])), ("minItems", .literal("1")),
        ])
      )
    ]
  }
}

// MARK: - Objects

extension JSONSchema {
  private func schema(
    of shape: ObjectShape, at path: [String], isPartial: Bool, _ others: [(String, SchemaNode)] = []
  ) -> SchemaNode {
    if let named = shape.named {
      return .schema([
        ("type", .string("object")),
        ("propertyNames", .schema([("pattern", .string(Self.namePattern))])),
        ("additionalProperties", schema(of: named, at: path, isPartial: isPartial)),
      ])
    }
    let own = members(of: shape, at: path, isPartial) + others
    var result: [(String, SchemaNode)] = [("type", .string("object"))]
    if shape.variants.isEmpty {
      result.append(("properties", .object(own)))
      result += required(shape, isPartial)
      return .schema(result + [("additionalProperties", .boolean(false))])
    }
    if isPartial {
      // Which kind it is may be said by what it extends.
      let rest = shape.variants.flatMap { members(of: $0.shape, at: path + [$0.word], true) }
      let known = Set(own.map(\.0))
      let all = Dictionary(rest.filter { !known.contains($0.0) }.map { ($0.0, SchemaNode.boolean(true)) }) { $1 }
      let keys = all.keys.sorted().map { ($0, SchemaNode.boolean(true)) }
      return .schema(result + [("properties", .object(own + keys)), ("additionalProperties", .boolean(false))])
    }
    result.append(("properties", .object(own)))
    result += required(shape, isPartial)
    let branches = shape.variants.map { variant -> SchemaNode in
      let special = members(of: variant.shape, at: path + [variant.word], false)
      let specialKeys = Set(special.map(\.0))
      let common = own.filter { !specialKeys.contains($0.0) }.map { ($0.0, SchemaNode.boolean(true)) }
      let test: [(String, SchemaNode)] = [
        ("properties", .object([(shape.kindKey, .schema([("const", .string(variant.word))]))])),
        ("required", .array([.string(shape.kindKey)])),
      ]
      let then = [("properties", SchemaNode.object(common + special))] + required(variant.shape, false)
      return .schema([("if", .schema(test)), ("then", .schema(then + [("additionalProperties", .boolean(false))]))])
    }
    return .schema(result + [("allOf", .array(branches))])
  }

  private func members(of shape: ObjectShape, at path: [String], _ isPartial: Bool) -> [(String, SchemaNode)] {
    shape.properties.map { ($0.key, schema(of: $0.value, at: path + [$0.key], isPartial: isPartial)) }
  }

  private func required(_ shape: ObjectShape, _ isPartial: Bool) -> [(String, SchemaNode)] {
    let keys = shape.properties.filter { shape.isRequired($0) }.map { SchemaNode.string($0.key) }
    return isPartial || keys.isEmpty ? [] : [("required", .array(keys))]
  }
}

// MARK: - Values

extension JSONSchema {
  private func schema(of shape: ValueShape, at path: [String], isPartial: Bool) -> SchemaNode {
    var result: [(String, SchemaNode)] = []
    if let text = meaning(path) { result.append(("description", .string(text))) }
    if let absent = shape.absent { result.append(("default", .literal(absent))) }
    var forms = shape.forms.flatMap { form in Self.schemas(of: form) ?? structures(form, shape, path, isPartial) }
    if isPartial { forms.append([("type", .string("null"))]) }
    if forms.count == 1 { return .schema(result + forms[0]) }
    return .schema(result + (forms.isEmpty ? [] : [("anyOf", .array(forms.map { .schema($0) }))]))
  }

  private func structures(
    _ form: ValueShape.Form, _ shape: ValueShape, _ path: [String], _ isPartial: Bool
  ) -> [[(String, SchemaNode)]] {
    switch form {
    case .array(let count):
      // An array takes the place of another whole.
      var members: [(String, SchemaNode)] = [
        ("type", .string("array")), ("items", schema(of: shape.element, at: path, isPartial: false)),
      ]
      if count.lowerBound > 0 { members.append(("minItems", .literal("\(count.lowerBound)"))) }
      if count.upperBound < .max { members.append(("maxItems", .literal("\(count.upperBound)"))) }
      return [members]
    case .object:
      if case .schema(let members) = schema(of: shape.object, at: path, isPartial: isPartial) { return [members] }
      return []
    default: return []
    }
  }

  /// `nil` for what has parts.
  private static func schemas(of form: ValueShape.Form) -> [[(String, SchemaNode)]]? {
    func bounds<Bound: Comparable>(
      _ range: ClosedRange<Bound>, _ widest: ClosedRange<Bound>, _ text: (Bound) -> String
    ) -> [(String, SchemaNode)] {
      (range.lowerBound > widest.lowerBound ? [("minimum", .literal(text(range.lowerBound)))] : [])
        + (range.upperBound < widest.upperBound ? [("maximum", .literal(text(range.upperBound)))] : [])
    }
    switch form {
    case .integer(let range):
      return [[("type", .string("integer"))] + bounds(range, .min ... .max) { "\($0)" }]
    case .decimal(let range, let scale):
      return [
        [("type", .string("number"))] + bounds(range, .min ... .max) { decimalText($0, scale: scale) },
        [("type", .string("string")), ("pattern", .string(decimalPattern(range, scale: scale)))],
      ]
    case .number(let range):
      return [[("type", .string("number"))] + bounds(range, -.infinity ... .infinity) { numberText($0) }]
    case .boolean: return [[("type", .string("boolean"))]]
    case .text(let longest): return [[("type", .string("string")), ("maxLength", .literal("\(longest)"))]]
    case .pattern(let pattern): return [[("type", .string("string")), ("pattern", .string(pattern))]]
    case .words(let words): return [[("enum", .array(words.map { .string($0) }))]]
    case .array, .object: return nil
    }
  }

  /// Text cannot be compared with a bound; up to 1 and above zero are said all the same, as most rates are so.
  private static func decimalPattern(_ range: ClosedRange<Int64>, scale: Int) -> String {
    let one = (0..<scale).reduce(Int64(1)) { power, _ in power * 10 }
    let sign = range.lowerBound < 0 ? "-?" : ""
    let above = range.lowerBound > 0 ? "(?=.*[1-9])" : ""
    let isShare = range.upperBound == one && range.lowerBound >= -one
    let number = isShare ? "(0(\\.[0-9]{1,\(scale)})?|1(\\.0{1,\(scale)})?)" : "[0-9]+(\\.[0-9]{1,\(scale)})?"
    return "^\(above)\(sign)\(number)$"
  }

  /// See `isName(_:)`.
  static let namePattern = "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
}

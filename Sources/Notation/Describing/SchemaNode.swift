/// A part of a JSON Schema before it is written.
enum SchemaNode: Sendable {
  /// A schema: what may be named in `definitions` and be referred to.
  case schema([(String, SchemaNode)])
  /// Any other object, such as that of `properties`.
  case object([(String, SchemaNode)])
  case array([SchemaNode])
  case string(String)
  case boolean(Bool)
  /// JSON as it stands.
  case literal(String)

  func write(to writer: inout JSONWriter) {
    switch self {
    case .schema(let members), .object(let members):
      writer.object { object in
        for (key, node) in members {
          object.key(key)
          node.write(to: &object)
        }
      }
    case .array(let elements):
      writer.array { array in
        for element in elements { element.write(to: &array) }
      }
    case .string(let text): writer.string(text)
    case .boolean(let flag): writer.boolean(flag)
    case .literal(let text): writer.number(literal: text)
    }
  }

  /// Two nodes that read alike are alike.
  var text: String {
    var writer = JSONWriter()
    write(to: &writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

/// Schemas that stand in more than one place, each written once.
struct SchemaDefinitions {
  private var counts: [String: Int] = [:]
  private var names: [String: String] = [:]
  private(set) var all: [(String, SchemaNode)] = []

  /// Below this many bytes a reference is hardly shorter.
  private static let leastSize = 120

  /// Counts how often each schema in `node` stands there. Quadratic in its depth.
  mutating func count(_ node: SchemaNode) {
    switch node {
    case .schema(let members):
      let text = node.text
      if text.utf8.count >= Self.leastSize {
        counts[text, default: 0] += 1
        // What is inside another that was seen is written once with it.
        if counts[text]! > 1 { return }
      }
      for member in members { count(member.1) }
    case .object(let members): for member in members { count(member.1) }
    case .array(let elements): for element in elements { count(element) }
    case .string, .boolean, .literal: break
    }
  }

  /// The same with references to what stands in several places.
  mutating func replacing(_ node: SchemaNode, isTop: Bool = false) -> SchemaNode {
    switch node {
    case .schema(let members):
      let text = node.text
      guard counts[text, default: 0] > 1 else { return .schema(members.map { ($0.0, replacing($0.1)) }) }
      if let name = names[text] { return .schema([("$ref", .string("#/definitions/\(name)"))]) }
      let name = "part\(names.count + 1)"
      names[text] = name
      let body = SchemaNode.schema(members.map { ($0.0, replacing($0.1)) })
      all.append((name, body))
      return .schema([("$ref", .string("#/definitions/\(name)"))])
    case .object(let members): return .object(members.map { ($0.0, replacing($0.1)) })
    case .array(let elements): return .array(elements.map { replacing($0) })
    case .string, .boolean, .literal: return node
    }
  }
}

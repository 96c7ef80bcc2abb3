import Foundation
import Notation
import Testing

/// A schema comes from the decoder: what it asks for, and nothing else.
@Suite("A schema from a reader")
struct JSONSchemaTests {
  private static func schema(
    extending: Bool = false, meaning: @escaping ([String]) -> String? = { _ in nil },
    _ decode: (inout ObjectReader) -> Void
  ) throws -> [String: Any] {
    let text = JSONSchema(title: "A thing", meaning: meaning, decode).text(extending: extending)
    return try #require(try JSONSerialization.jsonObject(with: Data(text)) as? [String: Any])
  }

  private static func properties(_ schema: Any?) throws -> [String: [String: Any]] {
    try #require((schema as? [String: Any])?["properties"] as? [String: [String: Any]])
  }

  private static func keys(_ schema: Any?) throws -> [String] {
    try #require((schema as? [String: Any])?["properties"] as? [String: Any]).keys.sorted()
  }

  @Test
  func `types, bounds, words and defaults are those of the questions`() throws {
    let meaning: ([String]) -> String? = { $0 == ["size"] ? "how large" : nil }
    let schema = try Self.schema(meaning: meaning) { reader in
      _ = reader.integer("size", in: 1...9)
      _ = reader.integer("count", in: 0 ... .max, default: 4)
      _ = reader.decimal("fee", scale: 9, in: 0...1_000_000_000, default: 500_000)
      _ = reader.double("weight", in: -0.5...2)
      _ = reader.boolean("takes", default: true)
      _ = reader.choice("side", from: [("buy", 1), ("sell", -1)], default: -1)
      _ = reader.name("name")
      _ = reader.string("note", upTo: 5, default: "")
      _ = reader.array("tiers", count: 1...3) { $0.integer(in: 0...7) }
    }
    let properties = try Self.properties(schema)
    #expect(
      properties["size"] as NSDictionary? == [
        "type": "integer", "minimum": 1, "maximum": 9, "description": "how large",
      ])
    #expect(properties["count"] as NSDictionary? == ["type": "integer", "minimum": 0, "default": 4])
    #expect(properties["fee"]?["default"] as? String == "0.0005")
    #expect(properties["weight"] as NSDictionary? == ["type": "number", "minimum": -0.5, "maximum": 2])
    #expect(properties["takes"] as NSDictionary? == ["type": "boolean", "default": true])
    #expect(properties["side"] as NSDictionary? == ["enum": ["buy", "sell"], "default": "sell"])
    #expect(
      properties["tiers"] as NSDictionary?
        == ["type": "array", "minItems": 1, "maxItems": 3, "items": ["type": "integer", "minimum": 0, "maximum": 7]])
    #expect(Set(schema["required"] as? [String] ?? []) == ["size", "weight", "name", "tiers"])
    #expect(schema["additionalProperties"] as? Bool == false)
  }

  @Test
  func `a member that another makes needless is not required`() throws {
    let schema = try Self.schema { reader in
      if reader.has("leverage") {
        _ = reader.integer("leverage", in: 1...100)
      } else {
        _ = reader.integer("margin", in: 1...100)
      }
      let form = reader.required("form")
      if form?.isObject == true {
        _ = form?.object { $0.integer("width", in: 1...2) }
      } else {
        _ = form?.choice(from: [("plain", 1)])
      }
    }
    let properties = try Self.properties(schema)
    #expect(Set(properties.keys) == ["leverage", "margin", "form"])
    #expect(schema["required"] as? [String] == ["form"])
    #expect((properties["form"]?["anyOf"] as? [Any])?.count == 2)
  }

  @Test
  func `what belongs to a kind is asked of that kind alone`() throws {
    let schema = try Self.schema { reader in
      _ = reader.name("name")
      let kinds: [(String, (inout ObjectReader) -> Int64?)] = [
        ("limit", { $0.integer("price", in: 1...9) }), ("market", { _ in 0 }),
      ]
      _ = reader.kind(kinds)
    }
    #expect(try Self.properties(schema)["kind"] as NSDictionary? == ["enum": ["limit", "market"]])
    let branches = try #require(schema["allOf"] as? [[String: Any]])
    let keys = try branches.map { Set(try Self.keys($0["then"])) }
    #expect(keys == [["name", "kind", "price"], ["name", "kind"]])
    #expect((branches[0]["then"] as? [String: Any])?["required"] as? [String] == ["price"])
  }

  @Test
  func `what extends another needs nothing, and may take members away`() throws {
    let schema = try Self.schema(extending: true) { reader in
      _ = reader.integer("size", in: 1...9)
    }
    #expect((schema["else"] as? [String: Any])?["required"] as? [String] == ["size"])
    let part = try #require(schema["then"] as? [String: Any])
    #expect(part["required"] == nil)
    #expect((try Self.properties(part)["size"]?["anyOf"] as? [NSDictionary])?.last == ["type": "null"])
  }

  @Test
  func `two schemas of one reader are the same bytes`() {
    func text() -> [UInt8] {
      JSONSchema(title: "A thing") { reader in
        if reader.boolean("deep", default: false) { _ = reader.object("more") { $0.integer("size", in: 1...9) } }
      }.text(extending: true)
    }
    #expect(text() == text())
  }
}

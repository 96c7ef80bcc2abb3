import Journaling
import MarketTypes
import Notation

/// Objects of the engine's protocol, as they are said.
extension JSONValue {
  var members: [JSONMember] {
    guard case .object(let members) = content else { return [] }
    return members
  }

  /// The value of a member, or `nil`.
  subscript(member key: String) -> JSONValue? { members.first { $0.key == key }?.value }

  var string: String? {
    guard case .string(let text) = content else { return nil }
    return text
  }

  /// A whole number that is spelt as one.
  var integer: Int64? {
    guard case .number(let literal) = content else { return nil }
    return Int64(literal)
  }

  var list: [JSONValue]? {
    guard case .array(let elements) = content else { return nil }
    return elements
  }

  var kind: String { self[member: "kind"]?.string ?? "" }

  /// With another value for a member that is there.
  func with(_ key: String, _ content: Content) -> JSONValue {
    JSONValue(
      .object(
        members.map { member in
          var member = member
          if member.key == key { member.value.content = content }
          return member
        }), at: span)
  }

  func without(_ keys: String...) -> JSONValue {
    JSONValue(.object(members.filter { !keys.contains($0.key) }), at: span)
  }

  /// On one line, without a line feed.
  var line: String { String(decoding: bytes, as: UTF8.self) }

  var bytes: [UInt8] {
    var writer = JSONWriter()
    writer.value(self)
    return writer.bytes
  }

  /// Each line of what a writer was made to say.
  static func lines(_ write: (inout JSONWriter) -> Void) -> [JSONValue] {
    var writer = JSONWriter()
    write(&writer)
    return lines(of: writer.bytes)
  }

  /// Each line of bytes that this program wrote.
  static func lines(of bytes: [UInt8]) -> [JSONValue] {
    bytes.split(separator: UInt8(ascii: "\n")).map { line in
      do {
        return try JSONValue(parsing: SourceText(name: "answer", bytes: Array(line)))
      } catch {
        invariant(false, "a line of ours is no JSON: \(error)")
        return JSONValue(.null, at: SourceSpan(in: SourceText(name: "answer", ""), 0..<0))
      }
    }
  }
}

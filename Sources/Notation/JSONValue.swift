/// One value of a JSON text, with the place where it was written.
///
/// Two values are equal when they say the same, wherever they say it: spans are not compared. A number is compared
/// as it is spelt, so `1` and `1.0` differ; members are compared in order.
public struct JSONValue: Sendable {
  /// What was said, without where.
  public enum Content: Equatable, Sendable {
    /// The word `null`.
    case null
    /// The word `true` or `false`.
    case boolean(Bool)
    /// As spelt: what it means depends on who asks, and no digit is lost before that.
    case number(String)
    /// Its meaning, escapes undone.
    case string(String)
    /// In the order written.
    case array([JSONValue])
    /// In the order written; no key twice.
    case object([JSONMember])
  }

  /// What it says.
  public var content: Content
  /// From its first byte to its last, brackets and quotes counted.
  public let span: SourceSpan

  public init(_ content: Content, at span: SourceSpan) {
    self.content = content
    self.span = span
  }
}

/// A key, its place, and its value.
public struct JSONMember: Sendable {
  /// Its meaning, escapes undone.
  public let key: String
  /// Where it is written, quotes counted.
  public let keySpan: SourceSpan
  /// What stands after the colon.
  public var value: JSONValue

  public init(key: String, at keySpan: SourceSpan, value: JSONValue) {
    self.key = key
    self.keySpan = keySpan
    self.value = value
  }
}

extension JSONValue: Equatable {
  public static func == (left: JSONValue, right: JSONValue) -> Bool { left.content == right.content }
}

extension JSONMember: Equatable {
  public static func == (left: JSONMember, right: JSONMember) -> Bool {
    left.key == right.key && left.value == right.value
  }
}

extension JSONValue {
  /// Whether it was written as a string, and not as a word of a command line that became one.
  var isInQuotes: Bool { span.text.bytes[span.range].first == UInt8(ascii: "\"") }

  /// What it is, for a message: `the string "by"`, `an object`.
  var found: String {
    switch content {
    case .null: "null"
    case .boolean(let flag): "\(flag)"
    case .number(let literal): "the number \(clipped(literal))"
    case .string(let text): "the string \(quoted(text))"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

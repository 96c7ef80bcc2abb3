/// Writes one JSON text after another into bytes. The same calls give the same bytes: keys stand in call order.
///
///     var writer = JSONWriter()
///     writer.object { event in
///       event.member("seq", 12)
///       event.key("levels")
///       event.array { for price in prices { $0.integer(price) } }
///     }
///     writer.endLine()
///
/// A value where a key belongs, or the reverse, is a mistake of the program and stops it. When a body throws, what
/// has been written is no JSON text, and the writer is of no further use.
public struct JSONWriter {
  /// Where white space goes.
  public enum Layout: Sendable {
    /// No white space at all.
    case compact
    /// An element a line, two spaces deeper than its bracket; a space after the colon.
    case pretty
  }

  /// What has been written so far.
  public private(set) var bytes: [UInt8] = []

  private let layout: Layout
  private let escapesMarkup: Bool
  private var depth = 0
  private var expected = Expected.value
  /// Whether the next element of the innermost container is its first.
  private var isFirst = true

  private enum Expected {
    case value, key, memberValue
  }

  /// - Parameter escapesMarkup: writes `<`, `>`, `&` and the two line separators of Unicode as `\u003c` …, so that the
  ///   text can stand inside an HTML script element.
  public init(_ layout: Layout = .compact, escapesMarkup: Bool = false) {
    self.layout = layout
    self.escapesMarkup = escapesMarkup
  }

  /// Ends a text with a line feed; another may follow.
  public mutating func endLine() {
    precondition(depth == 0, "a line of JSON ends inside a container")
    bytes.append(UInt8(ascii: "\n"))
    isFirst = true
  }

  /// Forgets what has been written, once it is stored elsewhere. The memory is kept for what follows.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
  }
}

// MARK: - Containers

extension JSONWriter {
  /// Writes an object, of which `body` writes the members.
  public mutating func object<Failure>(
    _ body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    try container("{", "}", of: .key, body)
  }

  /// Writes an array, of which `body` writes the elements.
  public mutating func array<Failure>(
    _ body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    try container("[", "]", of: .value, body)
  }

  /// Writes a key; its value comes next.
  public mutating func key(_ key: String) {
    precondition(expected == .key, "a JSON key where a value belongs")
    beginElement()
    appendQuoted(key)
    append(layout == .pretty ? ": " : ":")
    expected = .memberValue
  }

  private mutating func container<Failure>(
    _ opening: String, _ closing: String, of content: Expected, _ body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    let outside = beginValue()
    append(opening)
    (depth, expected, isFirst) = (depth + 1, content, true)
    try body(&self)
    precondition(expected == content, "a JSON key without a value")
    depth -= 1
    if !isFirst { breakLine() }
    append(closing)
    (expected, isFirst) = (outside, false)
  }

  /// Puts what stands before a value, and returns what may come after it.
  private mutating func beginValue() -> Expected {
    precondition(expected != .key, "a JSON value where a key belongs")
    if expected == .memberValue { return .key }
    beginElement()
    return .value
  }

  /// Puts what stands before an element: the comma after the one before it, and the start of its line.
  private mutating func beginElement() {
    precondition(isFirst || depth > 0, "two JSON texts on one line")
    if !isFirst { append(",") }
    isFirst = false
    if depth > 0 { breakLine() }
  }

  private mutating func breakLine() {
    guard layout == .pretty else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
  }
}

// MARK: - Values

extension JSONWriter {
  /// Writes the word `null`.
  public mutating func null() { scalar { $0.append("null") } }

  /// Writes `true` or `false`.
  public mutating func boolean(_ flag: Bool) { scalar { $0.append(flag ? "true" : "false") } }

  /// Writes text in quotes, escaped as JSON asks.
  public mutating func string(_ text: String) { scalar { $0.appendQuoted(text) } }

  /// Writes an integer of any width, exactly.
  @inlinable
  public mutating func integer(_ value: some BinaryInteger) {
    if let word = Int64(exactly: value) { integer(word: word) } else { number(literal: value.description) }
  }

  @usableFromInline
  mutating func integer(word: Int64) { scalar { $0.bytes.appendInteger(word) } }

  /// Writes the shortest decimal number that reads back as `value`. JSON has no word for an infinity or a NaN:
  /// they are written as `null`.
  public mutating func double(_ value: Double) {
    scalar { $0.append(value.isFinite ? value.description : "null") }
  }

  /// Writes `value` times 10⁻ˢᶜᵃˡᵉ as a string, which no reader can round: `"0.0005"`.
  public mutating func decimal(_ value: Int64, scale: Int) {
    scalar { writer in
      writer.append("\"")
      writer.bytes.appendDecimal(value, scale: scale)
      writer.append("\"")
    }
  }

  /// Writes a number as `literal` spells it. The caller answers for its being JSON.
  public mutating func number(literal: String) { scalar { $0.append(literal) } }

  /// Writes a tree: numbers as they were spelt, members in their order, no comments. Recursive: as deep as the tree.
  public mutating func value(_ value: JSONValue) {
    switch value.content {
    case .null: null()
    case .boolean(let flag): boolean(flag)
    case .number(let literal): number(literal: literal)
    case .string(let text): string(text)
    case .array(let elements):
      array { for element in elements { $0.value(element) } }
    case .object(let members):
      object { writer in
        for member in members { writer.member(member.key, member.value) }
      }
    }
  }

  private mutating func scalar(_ body: (inout JSONWriter) -> Void) {
    expected = beginValue()
    body(&self)
  }
}

// MARK: - Members

extension JSONWriter {
  /// A key and an integer of any width, exactly.
  @inlinable
  public mutating func member(_ key: String, _ value: some BinaryInteger) {
    self.key(key)
    integer(value)
  }

  /// A key and the shortest decimal number that reads back; `null` for what is not finite.
  public mutating func member(_ key: String, _ value: Double) {
    self.key(key)
    double(value)
  }

  /// A key and `true` or `false`.
  public mutating func member(_ key: String, _ value: Bool) {
    self.key(key)
    boolean(value)
  }

  /// A key and text in quotes.
  public mutating func member(_ key: String, _ value: String) {
    self.key(key)
    string(value)
  }

  /// A key and a whole value, its numbers as they were spelt.
  public mutating func member(_ key: String, _ value: JSONValue) {
    self.key(key)
    self.value(value)
  }
}

// MARK: - Bytes

extension JSONWriter {
  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// Appends `text` between quotation marks, with escapes where JSON, or an HTML page around it, needs them.
  private mutating func appendQuoted(_ text: String) {
    append("\"")
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): append("\\\"")
      case UInt8(ascii: "\\"): append("\\\\")
      case UInt8(ascii: "\n"): append("\\n")
      case UInt8(ascii: "\r"): append("\\r")
      case UInt8(ascii: "\t"): append("\\t")
      case ..<0x20: appendEscape(UInt16(byte))
      case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"):
        if escapesMarkup { appendEscape(UInt16(byte)) } else { bytes.append(byte) }
      case 0xA8, 0xA9:
        bytes.append(byte)
        if escapesMarkup { escapeLineSeparator() }
      default: bytes.append(byte)
      }
    }
    append("\"")
  }

  /// Replaces U+2028 or U+2029, if that is what was just appended, by its escape: scripts once took it for a line end.
  private mutating func escapeLineSeparator() {
    guard let last = bytes.last, bytes.suffix(3).starts(with: [0xE2, 0x80]) else { return }
    bytes.removeLast(3)
    appendEscape(0x2028 + UInt16(last - 0xA8))
  }

  private mutating func appendEscape(_ unit: UInt16) {
    append("\\u")
    append(String(0x10000 + UInt32(unit), radix: 16).dropFirst().description)
  }
}

extension JSONValue {
  /// The value that `text` holds: JSON, with `//` and `/* */` comments and trailing commas allowed.
  ///
  /// Refused: malformed UTF-8, two values for one key (keys are compared as `String` does), unescaped control characters, escapes of lone surrogates,
  /// nesting deeper than 64, anything after the value. A UTF-8 byte order mark is skipped. Linear in the text.
  ///
  /// Syntax errors are logged up to the first one after which the rest could only be guessed at. A key given twice
  /// is logged too but leaves a tree, with the first value, so that its reader can go on to find other errors.
  ///
  /// - Parameter sizeLimit: in bytes; 64 MiB unless told otherwise.
  /// - Returns: `nil` if the syntax is wrong; why is in `log`.
  public static func parse(
    _ text: SourceText, sizeLimit: Int = 64 << 20, reportingTo log: DiagnosticLog
  ) -> JSONValue? {
    var parser = JSONParser(text, reportingTo: log)
    return parser.document(sizeLimit: sizeLimit)
  }

  /// The value that `text` holds, as `parse(_:sizeLimit:reportingTo:)` reads it. Throws if anything is wrong.
  public init(parsing text: SourceText, sizeLimit: Int = 64 << 20) throws(Diagnostics) {
    let log = DiagnosticLog()
    let value = JSONValue.parse(text, sizeLimit: sizeLimit, reportingTo: log)
    try log.throwErrors()
    guard let value else { fatalError("a text was refused and nothing was logged: \(text.name)") }
    self = value
  }
}

/// Reads one text from front to back. Recursive, but never deeper than `depthLimit`.
struct JSONParser {
  /// How many brackets may be open at once.
  static let depthLimit = 64

  /// Thrown, after logging, where reading on would be guessing.
  struct Halt: Error {}

  let text: SourceText
  let bytes: [UInt8]
  let log: DiagnosticLog
  var offset: Int
  /// Where the brackets not yet closed are.
  private var openings: [Int] = []
  private var isSound = true

  init(_ text: SourceText, reportingTo log: DiagnosticLog) {
    self.text = text
    self.bytes = text.bytes
    self.log = log
    self.offset = text.start
  }

  mutating func document(sizeLimit: Int) -> JSONValue? {
    do throws(Halt) {
      try admit(sizeLimit: sizeLimit)
      try skipSpace()
      let value = try value()
      try skipSpace()
      if byte != nil { throw halt("unexpected \(foundHere) after the end of the value") }
      return isSound ? value : nil
    } catch {
      return nil
    }
  }

  private mutating func admit(sizeLimit: Int) throws(Halt) {
    if bytes.count > sizeLimit {
      throw halt("the text has \(bytes.count) bytes; no more than \(sizeLimit) are read")
    }
    if let malformed = firstMalformedUTF8(in: bytes) {
      offset = malformed
      let value = String(bytes[malformed], radix: 16, uppercase: true)
      throw halt("the text is not UTF-8: no character begins with byte 0x\(value) here", hint: "save it as UTF-8")
    }
    if offset == bytes.count { throw halt("the text is empty") }
  }
}

// MARK: - Values

extension JSONParser {
  private mutating func value() throws(Halt) -> JSONValue {
    switch byte {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""):
      let start = offset
      let content = try string()
      return JSONValue(.string(content), at: span(from: start))
    default:
      return try word()
    }
  }

  private mutating func array() throws(Halt) -> JSONValue {
    let start = try open()
    var elements: [JSONValue] = []
    while byte != UInt8(ascii: "]") {
      elements.append(try value())
      try separator(before: UInt8(ascii: "]"))
    }
    close()
    return JSONValue(.array(elements), at: span(from: start))
  }

  private mutating func object() throws(Halt) -> JSONValue {
    let start = try open()
    var members: [JSONMember] = []
    var index = KeyIndex()
    while byte != UInt8(ascii: "}") {
      let keyStart = offset
      let key = try key()
      let keySpan = span(from: keyStart)
      try colon(after: key)
      let member = JSONMember(key: key, at: keySpan, value: try value())
      if let earlier = index.position(of: key, orAdd: members.count, among: members) {
        let first = text.mention(of: members[earlier].keySpan.range.lowerBound)
        log.error("\(quoted(key)) is given twice; the first is at \(first)", at: keySpan)
      } else {
        members.append(member)
      }
      try separator(before: UInt8(ascii: "}"))
    }
    close()
    return JSONValue(.object(members), at: span(from: start))
  }

  private mutating func key() throws(Halt) -> String {
    if byte == UInt8(ascii: "\"") { return try string() }
    let start = offset
    if byte.map(Self.beginsNumber) ?? false {
      throw halt(
        "expected a key or \"}\", found a number", hint: "is it the rest of a number? The point in one is no comma")
    }
    let name = takeWord()
    if name.isEmpty { throw halt(expected: "a key or \"}\"") }
    try haltAtBlank(beginning: name, from: start, expected: "a key or \"}\"")
    wrong("keys are written in double quotes", at: start..<offset, hint: "write \(quoted(name))")
    return name
  }

  private mutating func colon(after key: String) throws(Halt) {
    try skipSpace()
    guard byte == UInt8(ascii: ":") else { throw halt(expected: "\":\" and the value of \(quoted(key))") }
    offset += 1
    try skipSpace()
  }

  /// Takes the comma after an element, or stands before `closing`. A missing comma is logged and done without.
  private mutating func separator(before closing: UInt8) throws(Halt) {
    let end = offset
    try skipSpace()
    if byte == closing { return }
    if byte == UInt8(ascii: ",") {
      offset += 1
      return try skipSpace()
    }
    let bracket = Character(Unicode.Scalar(closing))
    guard beginsValue else { throw halt(expected: "\",\" or \"\(bracket)\"") }
    wrong("a comma is missing here", at: end..<end)
  }

  /// Takes an opening bracket and returns where it was.
  private mutating func open() throws(Halt) -> Int {
    if openings.count == Self.depthLimit { throw halt("nested deeper than \(Self.depthLimit) levels") }
    openings.append(offset)
    offset += 1
    try skipSpace()
    return openings[openings.count - 1]
  }

  private mutating func close() {
    openings.removeLast()
    offset += 1
  }
}

// MARK: - What is between values

extension JSONParser {
  /// The next byte, or `nil` at the end of the text.
  var byte: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  func span(from start: Int) -> SourceSpan { SourceSpan(in: text, start..<offset) }

  /// Skips white space and comments.
  mutating func skipSpace() throws(Halt) {
    while let byte {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): offset += 1
      case UInt8(ascii: "/"): try skipComment()
      default: return
      }
    }
  }

  private mutating func skipComment() throws(Halt) {
    let start = offset
    let second = start + 1 < bytes.count ? bytes[start + 1] : 0
    switch second {
    case UInt8(ascii: "/"):
      while let byte, byte != UInt8(ascii: "\n") { offset += 1 }
    case UInt8(ascii: "*"):
      offset += 2
      while offset + 1 < bytes.count {
        if bytes[offset] == UInt8(ascii: "*"), bytes[offset + 1] == UInt8(ascii: "/") {
          offset += 2
          return
        }
        offset += 1
      }
      offset = start
      throw halt("this comment is never closed", width: 2)
    default:
      throw halt("unexpected \"/\"", hint: "comments are written // to the end of the line, or /* between */")
    }
  }
}

// MARK: - What is wrong

extension JSONParser {
  /// Logs an error after which reading can go on, though no tree will come of it.
  mutating func wrong(
    _ message: @autoclosure () -> String, at range: Range<Int>, hint: @autoclosure () -> String? = nil
  ) {
    isSound = false
    log.error(message(), at: SourceSpan(in: text, range), hint: hint())
  }

  /// Logs an error here, after which reading cannot go on.
  func halt(_ message: String, width: Int = 1, hint: String? = nil) -> Halt {
    let range = offset..<min(offset + width, bytes.count)
    log.error(message, at: SourceSpan(in: text, range), hint: hint)
    return Halt()
  }

  func halt(expected: String) -> Halt {
    guard byte == nil, let opening = openings.last else {
      return halt("expected \(expected), found \(foundHere)", hint: foundHint)
    }
    let bracket = Character(Unicode.Scalar(bytes[opening]))
    return halt(
      "expected \(expected), found the end of the text",
      hint: "\"\(bracket)\" at \(text.mention(of: opening)) is not closed")
  }

  /// The next character in quotes, or the end of the text.
  var foundHere: String {
    guard offset < bytes.count else { return "the end of the text" }
    let scalars = String(decoding: bytes[offset..<min(offset + 4, bytes.count)], as: UTF8.self).unicodeScalars
    return scalars.first == "\"" ? "a string" : "\"\(scalars.first ?? "\u{FFFD}")\""
  }

  /// For the two habits of other languages that are met most often, and for brackets that do not match.
  private var foundHint: String? {
    switch byte {
    case UInt8(ascii: "]"), UInt8(ascii: "}"):
      openings.last.map {
        "\"\(Character(Unicode.Scalar(bytes[$0])))\" at \(text.mention(of: $0)) is not closed"
      }
    case UInt8(ascii: "'"): "strings are written in double quotes"
    case UInt8(ascii: "#"): "comments begin with //"
    default: nil
    }
  }
}

/// Where each key of one object was first given. A few keys are compared one by one; of many a dictionary is kept,
/// so that an object with a million keys is still read in linear time.
private struct KeyIndex {
  private static let few = 8
  private var positions: [String: Int] = [:]

  /// The position of `key` among `members`, or `nil` after noting that it comes at `next`.
  mutating func position(of key: String, orAdd next: Int, among members: [JSONMember]) -> Int? {
    if members.count < Self.few { return members.firstIndex { $0.key == key } }
    if positions.isEmpty {
      for (position, member) in members.enumerated() { positions[member.key] = position }
    }
    if let earlier = positions[key] { return earlier }
    positions[key] = next
    return nil
  }
}

// MARK: - Strings

extension JSONParser {
  /// Takes a string, from its opening to its closing quotation mark.
  mutating func string() throws(Halt) -> String {
    let opening = offset
    offset += 1
    let start = offset
    while let byte, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { offset += 1 }
    var content = bytes[start..<offset]
    while let byte, byte != UInt8(ascii: "\"") {
      switch byte {
      case UInt8(ascii: "\\"): content += escape()
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): throw unclosed(from: opening)
      case ..<0x20:
        let code = String(0x100 + Int(byte), radix: 16, uppercase: true).dropFirst()
        wrong("control character U+00\(code) in a string", at: offset..<(offset + 1), hint: "write \\u00\(code)")
        offset += 1
      default:
        content.append(byte)
        offset += 1
      }
    }
    if byte == nil { throw unclosed(from: opening) }
    offset += 1
    return String(decoding: content, as: UTF8.self)
  }

  private mutating func unclosed(from opening: Int) -> Halt {
    offset = opening
    return halt("this string is not closed before the end of its line")
  }

  /// Takes one escape and returns what it stands for in UTF-8. A wrong one is logged and stands for U+FFFD.
  private mutating func escape() -> [UInt8] {
    let start = offset
    let letter = start + 1 < bytes.count ? bytes[start + 1] : 0
    offset = min(start + 2, bytes.count)
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [letter]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"):
      if let scalar = unicodeEscape(from: start) { return Array(Character(scalar).utf8) }
    default:
      // Only the backslash is taken back: what follows may be a line feed, or the middle of a character.
      offset = start + 1
      // At the end of a line it is enough to say that the string is not closed.
      if letter != 0, letter != UInt8(ascii: "\n"), letter != UInt8(ascii: "\r") {
        wrong("no escape begins like this", at: start..<offset, hint: "a backslash itself is written \\\\")
      }
    }
    return Array("\u{FFFD}".utf8)
  }

  /// The scalar written as `\uXXXX` or as a surrogate pair of two; `\u` is taken already.
  private mutating func unicodeEscape(from start: Int) -> Unicode.Scalar? {
    guard let first = hexadecimalDigits() else {
      if byte == nil { return nil }
      wrong("\\u is followed by four hexadecimal digits", at: start..<offset)
      return nil
    }
    if let scalar = Unicode.Scalar(first) { return scalar }
    if first < 0xDC00, offset + 1 < bytes.count, bytes[offset] == UInt8(ascii: "\\"),
      bytes[offset + 1] == UInt8(ascii: "u")
    {
      let afterFirst = offset
      offset += 2
      if let second = hexadecimalDigits(), (0xDC00...0xDFFF).contains(second) {
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      }
      offset = afterFirst
    }
    wrong("half of a surrogate pair stands for no character", at: start..<offset)
    return nil
  }

  private mutating func hexadecimalDigits() -> UInt32? {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      value = value << 4 + UInt32(digit)
      offset += 1
    }
    return value
  }
}

// MARK: - Numbers and words

extension JSONParser {
  /// Whether a value could begin at the next byte.
  var beginsValue: Bool {
    guard let byte else { return false }
    return Self.isWordByte(byte) || [UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\"")].contains(byte)
  }

  /// Takes `true`, `false`, `null` or a number. Another word is logged, and `null` put in its place.
  mutating func word() throws(Halt) -> JSONValue {
    let start = offset
    let word = takeWord()
    guard let first = bytes[start..<offset].first else { throw halt(expected: "a value") }
    let span = span(from: start)
    if Self.beginsNumber(first) {
      if let fault = faultOfNumber(in: span.range) {
        wrong("\(clipped(word)) is not a number", at: span.range, hint: fault)
      }
      return JSONValue(.number(word), at: span)
    }
    switch word {
    case "true": return JSONValue(.boolean(true), at: span)
    case "false": return JSONValue(.boolean(false), at: span)
    case "null": return JSONValue(.null, at: span)
    default:
      try haltAtBlank(beginning: word, from: start, expected: "a value")
      wrong("expected a value, found \(clipped(word))", at: span.range, hint: Self.hint(forWord: word))
      return JSONValue(.null, at: span)
    }
  }

  /// Takes everything up to the next bracket, quotation mark, comma, colon, comment or space.
  mutating func takeWord() -> String {
    let start = offset
    while let byte, Self.isWordByte(byte) { offset += 1 }
    return String(decoding: bytes[start..<offset], as: UTF8.self)
  }

  /// Throws if a word begins with what looks like a blank and is none, or cannot be seen at all.
  mutating func haltAtBlank(beginning word: String, from start: Int, expected: String) throws(Halt) {
    guard let blank = word.unicodeScalars.first, blank.properties.isWhitespace || printable(blank) == "\u{FFFD}" else {
      return
    }
    offset = start
    throw halt(
      "expected \(expected), found the character \(codePoint(blank))", width: blank.utf8.count,
      hint: "between values stand blanks, tabs and ends of lines; it only looks like one")
  }

  private static func hint(forWord word: String) -> String {
    switch word {
    case "NaN", "nan", "Infinity", "inf": return "every number is finite, and written in digits"
    case "None", "nil", "undefined": return "what is not said is left out"
    default: break
    }
    let near = didYouMean(word, from: ["true", "false", "null"])
    return near.map { "did you mean \($0)?" } ?? "strings are written in double quotes"
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x80...: true
    case UInt8(ascii: "_"), UInt8(ascii: "$"): true
    default: beginsNumber(byte)
    }
  }

  /// Whether a word that begins with `byte` can only be meant as a number.
  static func beginsNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
    default: false
    }
  }

  /// What keeps the word in `range` from being a JSON number, as a hint; `nil` if it is one.
  private func faultOfNumber(in range: Range<Int>) -> String? {
    var rest = bytes[range]
    func take(_ choices: UInt8...) -> Bool {
      guard let first = rest.first, choices.contains(first) else { return false }
      rest.removeFirst()
      return true
    }
    func takeDigits() -> Int {
      let count = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
      rest.removeFirst(count)
      return count
    }
    if rest.first == UInt8(ascii: "+") { return "a number has no plus sign" }
    _ = take(UInt8(ascii: "-"))
    let hasLeadingZero = rest.first == UInt8(ascii: "0")
    let wholeDigits = takeDigits()
    if wholeDigits == 0 { return "a number begins with a digit" }
    if hasLeadingZero, wholeDigits > 1 { return "a number has no leading zeros" }
    if take(UInt8(ascii: ".")), takeDigits() == 0 { return "the point is followed by a digit" }
    if take(UInt8(ascii: "e"), UInt8(ascii: "E")) {
      _ = take(UInt8(ascii: "+"), UInt8(ascii: "-"))
      if takeDigits() == 0 { return "the exponent has a digit" }
    }
    return rest.isEmpty ? nil : "numbers are decimal, without separators or units"
  }
}

/// Reads one value of a tree as what it is meant to be.
///
/// Each question either answers or logs why it cannot and returns `nil`; none stops the reading, so that one pass
/// finds all that is wrong. A question carries all that could be said of it in a schema: type, bounds, choices.
public struct ValueReader {
  /// What is read.
  public let value: JSONValue
  /// Where it stands, as messages name it.
  public let path: ValuePath
  let log: DiagnosticLog
  /// What is learnt of a value that is not there but described: see `JSONSchema`.
  private let shape: ValueShape?

  /// - Parameter log: where everything read from `value` reports to, however deep.
  public init(_ value: JSONValue, at path: ValuePath = .top, reportingTo log: DiagnosticLog) {
    self.value = value
    self.path = path
    self.log = log
    shape = nil
  }

  /// A reader of no value, which notes what it is asked.
  init(describing shape: ValueShape) {
    value = JSONValue(.null, at: SourceSpan(in: SourceText(name: "", bytes: []), 0..<0))
    path = .top
    log = DiagnosticLog()
    self.shape = shape
  }

  /// What it is, asked before it is read where it may be one thing or another.
  public var isObject: Bool { if case .object = value.content { true } else { isSupposed } }
  public var isArray: Bool { if case .array = value.content { true } else { isSupposed } }
  public var isString: Bool { if case .string = value.content { true } else { isSupposed } }

  /// Whether it is described and not read: it is whatever it is asked for.
  public var isDescribed: Bool { shape != nil }

  /// A description supposes now one thing, now another.
  private var isSupposed: Bool { shape.map { $0.chance.pick(2) == 0 } ?? false }

  /// Notes, where the value is described and not read, that it is text which this regular expression of ECMA 262 describes.
  ///
  /// - Returns: whether it is described: then there is nothing to read.
  public func isDescribed(asText pattern: String) -> Bool {
    shape?.note(.pattern(pattern))
    return shape != nil
  }

  /// Logs that this value cannot be, for a reason that only the caller knows.
  public func refuse(_ message: String, hint: String? = nil) {
    log.error(message, at: value.span, hint: hint)
  }

  /// Logs that this value is not what it should be, and what it is instead.
  public func mismatch(expected: String, hint: String? = nil) {
    log.error("\(path) must be \(expected), found \(value.found)", at: value.span, hint: hint)
  }

  private func outside(_ allowed: String, found: String) {
    log.error("\(path) is \(clipped(found)); it must be \(allowed)", at: value.span)
  }
}

// MARK: - Numbers

extension ValueReader {
  /// A whole number, exactly. `1.0` and `1e3` are refused: a fraction or an exponent is not how one is meant.
  public func integer(in bounds: ClosedRange<Int64>) -> Int64? {
    if let shape {
      // A single value that need not be there has bounds that another member sets.
      let isOpen = bounds.lowerBound == bounds.upperBound && !shape.isRequired
      shape.note(.integer(isOpen ? bounds.lowerBound ... .max : bounds))
      return nil
    }
    guard case .number(let literal) = value.content else {
      var hint: String?
      if case .string(let text) = value.content {
        if Int64(text) != nil {
          // A word of a command line has none, and is a string all the same where it is no number of JSON.
          hint = value.isInQuotes ? "write it without quotes" : "a number has no plus sign and no leading zeros"
        } else if text.first?.isNumber == true, text.last?.isLetter == true {
          hint = "write a number, without unit; a time is in nanoseconds"
        }
      }
      mismatch(expected: "an integer", hint: hint)
      return nil
    }
    if literal.utf8.contains(where: { [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains($0) }) {
      mismatch(expected: "an integer", hint: "write it without fraction and exponent")
      return nil
    }
    guard let integer = Int64(literal), bounds.contains(integer) else {
      outside(allowed(bounds, spelt: { "\($0)" }), found: literal)
      return nil
    }
    return integer
  }

  /// A decimal number, from a string or a number, times 10 to the power of `scale`. Exact: what would have to be
  /// rounded is refused, and so is an exponent.
  ///
  ///     "0.0005" at scale 9 is 500_000
  ///
  /// - Parameters:
  ///   - scale: digits kept after the point, 0 to 18.
  ///   - bounds: scaled likewise.
  public func decimal(scale: Int, in bounds: ClosedRange<Int64>) -> Int64? {
    if let shape {
      shape.note(.decimal(bounds, scale: scale))
      return shape.chance.pick(2) == 0 ? nil : bounds.upperBound
    }
    let spelling: String
    switch value.content {
    case .number(let literal): spelling = literal
    case .string(let text): spelling = text
    default:
      mismatch(expected: "a decimal number")
      return nil
    }
    func refuseAsOutside() { outside(allowed(bounds, spelt: { decimalText($0, scale: scale) }), found: spelling) }
    do throws(DecimalNotation.Problem) {
      let decimal = try DecimalNotation.value(of: spelling, scale: scale)
      if bounds.contains(decimal) { return decimal }
      refuseAsOutside()
    } catch {
      switch error {
      case .malformed: mismatch(expected: "a decimal number", hint: Self.hint(forDecimal: spelling))
      case .tooFine: outside("given with no more than \(scale) digits after the point", found: spelling)
      case .outOfRange: refuseAsOutside()
      }
    }
    return nil
  }

  /// How to write what was meant, if it is a percentage or has a decimal comma.
  private static func hint(forDecimal spelling: String) -> String {
    let plain = spelling.hasSuffix("%") ? String(spelling.dropLast()) : spelling
    let isShare = plain.utf8.count < spelling.utf8.count
    let parts = plain.split(separator: ",", omittingEmptySubsequences: false)
    let pointed = parts.count == 2 ? parts.joined(separator: ".") : plain
    if isShare || parts.count == 2, let number = try? DecimalNotation.value(of: pointed, scale: 9) {
      return "write it \"\(decimalText(number, scale: isShare ? 11 : 9))\""
    }
    return "write it like \"12.5\", without exponent"
  }

  /// A number that is an opinion, not a fact: the Double nearest to how it is spelt. Never infinite.
  public func double(in bounds: ClosedRange<Double>) -> Double? {
    if let shape {
      shape.note(.number(bounds))
      return nil
    }
    guard case .number(let literal) = value.content, let double = Double(literal) else {
      var hint: String?
      if case .string(let text) = value.content, Double(text)?.isFinite ?? false {
        hint = value.isInQuotes ? "write it without quotes" : "write it as JSON does: 12.5"
      }
      mismatch(expected: "a number", hint: hint)
      return nil
    }
    guard double.isFinite, bounds.contains(double) else {
      outside(allowed(bounds), found: literal)
      return nil
    }
    return double
  }

  private func allowed(_ bounds: ClosedRange<Int64>, spelt spell: (Int64) -> String) -> String {
    switch (bounds.lowerBound, bounds.upperBound) {
    case (.min, .max): "no less than \(spell(.min)) and no more than \(spell(.max))"
    case (.min, let upper): "no more than \(spell(upper))"
    case (let lower, let upper) where lower == upper: spell(lower)
    case (let lower, let upper): "from \(spell(lower)) to \(spell(upper))"
    }
  }

  private func allowed(_ bounds: ClosedRange<Double>) -> String {
    switch (bounds.lowerBound.isFinite, bounds.upperBound.isFinite) {
    case (true, true): "from \(numberText(bounds.lowerBound)) to \(numberText(bounds.upperBound))"
    case (true, false): "no less than \(numberText(bounds.lowerBound)) and finite"
    case (false, true): "no more than \(numberText(bounds.upperBound)) and finite"
    case (false, false): "finite"
    }
  }
}

// MARK: - Words

extension ValueReader {
  /// `true` or `false`, not in quotes; `nil` for anything else, and then logged.
  public func boolean() -> Bool? {
    if let shape {
      shape.note(.boolean)
      return shape.chance.pick(2) == 0
    }
    if case .boolean(let flag) = value.content { return flag }
    let isQuoted = [.string("true"), .string("false")].contains(value.content)
    mismatch(expected: "true or false", hint: isQuoted ? "write it without quotes" : nil)
    return nil
  }

  /// Free text.
  ///
  /// - Parameter limit: in Unicode scalars.
  public func string(upTo limit: Int = 1_000) -> String? {
    if let shape {
      shape.note(.text(longest: limit))
      return nil
    }
    guard case .string(let text) = value.content else {
      mismatch(expected: "a string", hint: number.map { "write it in quotes: \(quoted($0))" })
      return nil
    }
    if text.unicodeScalars.count > limit {
      log.error("\(path) is longer than \(limit) characters", at: value.span)
      return nil
    }
    return text
  }

  /// A word that can stand in a table, a file name or a command unquoted: see `isName(_:)`.
  public func name() -> String? {
    if isDescribed(asText: JSONSchema.namePattern) { return nil }
    guard case .string(let text) = value.content else {
      mismatch(
        expected: "a name", hint: number.flatMap { isName($0) ? "write it in quotes: \(quoted($0))" : nil })
      return nil
    }
    if isName(text) { return text }
    log.error("\(path) cannot be named \(quoted(text))", at: value.span, hint: hintForName(text))
    return nil
  }

  /// As spelt; `nil` where it is none.
  private var number: String? {
    if case .number(let literal) = value.content { literal } else { nil }
  }

  /// The meaning of one of several words. Among many, the nearest is suggested to who misspells one.
  ///
  /// - Parameters:
  ///   - kinds: of objects that could stand here instead, which the caller has found that this is not.
  ///   - objects: what such objects are, for a message; `nil` for objects with a `kind`.
  public func choice<Meaning>(
    from choices: [(String, Meaning)], orObjectOf kinds: [String] = [], _ objects: String? = nil
  ) -> Meaning? {
    if let shape {
      shape.note(.words(choices.map(\.0)))
      return choices[shape.chance.pick(choices.count)].1
    }
    let words = listed(choices.map { quoted($0.0) })
    let others = objects ?? (kinds.isEmpty ? "" : " or an object of the kind \(listed(kinds.map(quoted)))")
    guard case .string(let word) = value.content else {
      mismatch(expected: (choices.count == 1 ? "" : "one of ") + words + (others.isEmpty ? "" : "," + others))
      return nil
    }
    if let choice = choices.first(where: { $0.0 == word }) { return choice.1 }
    var hint = "it can be " + words + (others.isEmpty ? "" : "," + others)
    if kinds.contains(word) {
      hint = "write { \"kind\": \(quoted(word)), … } with what belongs to it"
    } else if let near = didYouMean(word, from: choices.map(\.0) + kinds) {
      hint = "did you mean \(quoted(near))?"
    }
    log.error("\(path) cannot be \(quoted(word))", at: value.span, hint: hint)
    return nil
  }
}

// MARK: - Arrays and objects

extension ValueReader {
  /// The elements, each to be asked in its turn.
  ///
  /// - Parameter count: how many there may be.
  public func elements(count: ClosedRange<Int> = 0...Int.max) -> [ValueReader]? {
    if let shape {
      shape.note(.array(count: count))
      return [ValueReader(describing: shape.element)]
    }
    guard case .array(let elements) = value.content else {
      var hint: String?
      switch value.content {
      case .string, .number: hint = "write it between [ and ], even if there is only one"
      default: break
      }
      mismatch(expected: "an array", hint: hint)
      return nil
    }
    if !count.contains(elements.count) {
      let allowed =
        switch (count.lowerBound, count.upperBound) {
        case (let least, .max): "no less than \(least)"
        case (0, let most): "at most \(most)"
        case (let least, let most): least == most ? "\(least)" : "\(least) to \(most)"
        }
      let found = elements.count == 1 ? "1 element" : "\(elements.count) elements"
      log.error("\(path) has \(found); there must be \(allowed)", at: value.span.opening)
      return nil
    }
    return elements.enumerated().map { index, element in
      ValueReader(element, at: .element(of: path, index: index), reportingTo: log)
    }
  }

  /// What `decode` makes of the object's members. Members it did not ask for are errors.
  ///
  ///     let fees = reader.object(Fees.init)
  public func object<Decoded>(_ decode: (inout ObjectReader) -> Decoded?) -> Decoded? {
    if let shape {
      shape.note(.object)
      var reader = ObjectReader(describing: shape.object)
      return decode(&reader)
    }
    guard case .object(let members) = value.content else {
      mismatch(expected: "an object")
      return nil
    }
    var reader = ObjectReader(members, of: self)
    let decoded = decode(&reader)
    reader.finish()
    return decoded
  }
}

/// `a, b or c`.
func listed(_ words: [String]) -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "nothing" }
  return "\(words.dropLast().joined(separator: ", ")) or \(last)"
}

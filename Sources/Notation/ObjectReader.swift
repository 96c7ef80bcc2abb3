/// Reads the members of one object, and knows at the end which of them nobody asked for.
///
/// The one way from a tree to a type. Everything that is wrong is logged and none of it stops the reading; a
/// required member that is missing or wrong is `nil`, for which the caller puts any placeholder, since the whole
/// result is thrown away if the log has an error.
///
///     struct Flow {
///       let name: String
///       let size: Int64
///       let fee: Int64
///
///       init(_ reader: inout ObjectReader) {
///         name = reader.name("name") ?? ""
///         size = reader.integer("size", in: 1...1_000) ?? 1
///         fee = reader.decimal("fee", scale: 9, in: 0...1_000_000_000, default: 0)
///       }
///     }
///
///     let flow = try ObjectReader.read(text, Flow.init)
///
/// Ask for every key before giving up on an object: a key that was not asked for is reported as unknown.
public struct ObjectReader {
  /// Where the object stands, as messages name it.
  public let path: ValuePath
  /// The object, from brace to brace.
  public let span: SourceSpan

  private let members: [JSONMember]
  private let log: DiagnosticLog
  /// Whether each member was asked for.
  private var isAsked: [Bool]
  /// Every key asked for, present or not, in the order of asking.
  private var vocabulary: [String] = []
  /// Those of them that are not there.
  private var absent: [String] = []
  /// Set when it is not known which keys belong here, so that none can be called unknown.
  private var acceptsAnyKey = false
  /// What is learnt of an object that is not there but described: see `JSONSchema`.
  var shape: ObjectShape?

  init(_ members: [JSONMember], of object: ValueReader) {
    self.members = members
    self.path = object.path
    self.span = object.value.span
    self.log = object.log
    self.isAsked = Array(repeating: false, count: members.count)
  }

  /// A reader of no object, which notes what it is asked for.
  init(describing shape: ObjectShape) {
    let nowhere = SourceSpan(in: SourceText(name: "", bytes: []), 0..<0)
    self.init([], of: ValueReader(JSONValue(.object([]), at: nowhere), reportingTo: DiagnosticLog()))
    self.shape = shape
    shape.visit()
  }

  /// What `decode` makes of the object that `text` holds. Throws all that is wrong with text and object.
  public static func read<Decoded>(
    _ text: SourceText, sizeLimit: Int = 64 << 20, _ decode: (inout ObjectReader) -> Decoded?
  ) throws(Diagnostics) -> Decoded {
    let log = DiagnosticLog()
    let tree = JSONValue.parse(text, sizeLimit: sizeLimit, reportingTo: log)
    let decoded = tree.flatMap { ValueReader($0, reportingTo: log).object(decode) }
    try log.throwErrors()
    guard let decoded else { fatalError("a text was refused and nothing was logged: \(text.name)") }
    return decoded
  }
}

// MARK: - Members

extension ObjectReader {
  /// The member `key`, or `nil` if there is none. A `null` is a value like another, and no type takes it.
  public mutating func optional(_ key: String) -> ValueReader? {
    if let shape {
      let value = shape.value(of: key)
      return shape.chance.pick(3) == 0 ? nil : ValueReader(describing: value)
    }
    let index = members.firstIndex { $0.key == key }
    if !vocabulary.contains(key) {
      vocabulary.append(key)
      if index == nil { absent.append(key) }
    }
    guard let index else { return nil }
    isAsked[index] = true
    return ValueReader(members[index].value, at: .member(of: path, key: key), reportingTo: log)
  }

  /// The member `key`; its absence is logged, at the brace that opens the object.
  ///
  /// - Parameter hint: what could be written there.
  public mutating func required(_ key: String, hint: @autoclosure () -> String? = nil) -> ValueReader? {
    if let shape { return ValueReader(describing: shape.value(of: key, isRequired: true)) }
    if let reader = optional(key) { return reader }
    log.error("\(quoted(key)) is missing\(path.suffix)", at: span.opening, hint: hint())
    return nil
  }

  /// Whether there is a member `key`. Asking makes the key a known one.
  public mutating func has(_ key: String) -> Bool { optional(key) != nil }

  /// Every member, when the keys are names that the writer gives: `{"alice": …, "bob": …}`. In the order written.
  ///
  /// A key that is not a name (`isName(_:)`) is logged and left out.
  public mutating func namedMembers() -> [(name: String, keySpan: SourceSpan, value: ValueReader)] {
    acceptsAnyKey = true
    if let shape { return [("name", span, ValueReader(describing: shape.namedValue()))] }
    return members.compactMap { member in
      guard isName(member.key) else {
        log.error("\(quoted(member.key)) is not a name", at: member.keySpan, hint: hintForName(member.key))
        return nil
      }
      let value = ValueReader(member.value, at: .member(of: path, key: member.key), reportingTo: log)
      return (member.key, member.keySpan, value)
    }
  }

  /// What the decoder for this object's kind makes of it: `{"kind": "market", …}`.
  ///
  ///     reader.kind([("limit", { .limit(LimitOrder(&$0)) }), ("market", { .market(MarketOrder(&$0)) })])
  ///
  /// When the kind is missing or unknown, that alone is logged: what the other keys should be cannot be known.
  ///
  /// - Parameter words: kinds that have no other keys, and are written as a word instead of an object.
  public mutating func kind<Decoded>(
    _ decoders: [(String, (inout ObjectReader) -> Decoded?)], key: String = "kind", orWordOf words: [String] = []
  ) -> Decoded? {
    if let shape { return describeKinds(decoders, key, shape) }
    if let value = optional(key), case .string(let word) = value.value.content, words.contains(word) {
      acceptsAnyKey = true
      value.refuse("\(quoted(word)) has no keys\(path.suffix)", hint: "write \(quoted(word)) in place of the object")
      return nil
    }
    guard let decode = required(key)?.choice(from: decoders) else {
      acceptsAnyKey = true
      return nil
    }
    return decode(&self)
  }

  /// Hands itself to the decoder of each kind in turn; what one of them asks for belongs to its kind alone.
  private mutating func describeKinds<Decoded>(
    _ decoders: [(String, (inout ObjectReader) -> Decoded?)], _ key: String, _ whole: ObjectShape
  ) -> Decoded? {
    whole.value(of: key, isRequired: true).note(.words(decoders.map(\.0)))
    var last: Decoded?
    for (word, decode) in decoders {
      let own = whole.variant(word, of: key)
      own.visit()
      shape = own
      last = decode(&self) ?? last
    }
    shape = whole
    return last
  }

  /// Notes what is meant where `key` is left out, as JSON. Only a description asks.
  public func describe(absent: @autoclosure () -> String, of key: String) {
    shape?.value(of: key).note(absent: absent())
  }

  /// Logs that the object as a whole cannot be, or its member `key`, for a reason only the caller knows.
  public func refuse(_ message: String, at key: String? = nil, hint: String? = nil) {
    let member = members.first { $0.key == key }
    log.error(message, at: member?.value.span ?? span.opening, hint: hint)
  }

  /// Logs every member that was not asked for.
  func finish() {
    if acceptsAnyKey { return }
    for (member, isAsked) in zip(members, isAsked) where !isAsked {
      log.error("unknown key \(quoted(member.key))\(path.suffix)", at: member.keySpan, hint: hint(for: member))
    }
  }

  /// The key that is spelt so in other letters of the same case, or the one that was likely meant, or else all the keys there are.
  ///
  /// What stands in the same text was not meant: there it is beside this one. But one text is laid over another, and a word of
  /// `--set` over all of them.
  private func hint(for unknown: JSONMember) -> String {
    if let same = vocabulary.first(where: { $0.lowercased() == unknown.key.lowercased() }) {
      return "did you mean \(quoted(same))?"
    }
    let elsewhere = zip(members, isAsked).filter { $1 && $0.keySpan.text !== unknown.keySpan.text }.map(\.0.key)
    let candidates = absent + elsewhere
    if let near = didYouMean(unknown.key, from: candidates) ?? longhand(of: unknown.key, from: candidates) {
      return "did you mean \(quoted(near))?"
    }
    return vocabulary.isEmpty ? "no key is known here" : "known keys: \(vocabulary.joined(separator: ", "))"
  }
}

/// The questions of `ValueReader`, asked of a member by its key.
///
/// Without a default the member is required. With one it may be absent; the default is also what a member that is
/// wrong, and logged, gives. For an optional member without a default: `reader.optional("cap")?.integer(in: 1...9)`.
extension ObjectReader {
  /// A whole number within bounds; `nil` if it is missing or wrong, and then logged.
  public mutating func integer(_ key: String, in bounds: ClosedRange<Int64>) -> Int64? {
    required(key)?.integer(in: bounds)
  }

  /// A whole number within bounds, or the default, which is not asked to be within them.
  public mutating func integer(_ key: String, in bounds: ClosedRange<Int64>, default absent: Int64) -> Int64 {
    describe(absent: "\(absent)", of: key)
    return optional(key)?.integer(in: bounds) ?? absent
  }

  /// See `ValueReader.decimal(scale:in:)`: scaled by 10 to the power of `scale`, exact, bounds scaled likewise.
  public mutating func decimal(_ key: String, scale: Int, in bounds: ClosedRange<Int64>) -> Int64? {
    required(key)?.decimal(scale: scale, in: bounds)
  }

  /// As above, or the default, scaled likewise and not asked to be within the bounds.
  public mutating func decimal(
    _ key: String, scale: Int, in bounds: ClosedRange<Int64>, default absent: Int64
  ) -> Int64 {
    describe(absent: "\"\(decimalText(absent, scale: scale))\"", of: key)
    return optional(key)?.decimal(scale: scale, in: bounds) ?? absent
  }

  /// A number that is an opinion, within bounds and finite; `nil` if it is missing or wrong, and then logged.
  public mutating func double(_ key: String, in bounds: ClosedRange<Double>) -> Double? {
    required(key)?.double(in: bounds)
  }

  /// A number that is an opinion, or the default.
  public mutating func double(_ key: String, in bounds: ClosedRange<Double>, default absent: Double) -> Double {
    describe(absent: numberText(absent), of: key)
    return optional(key)?.double(in: bounds) ?? absent
  }

  /// `true` or `false`; `nil` if it is missing or another thing, and then logged.
  public mutating func boolean(_ key: String) -> Bool? {
    required(key)?.boolean()
  }

  /// `true` or `false`, or the default.
  public mutating func boolean(_ key: String, default absent: Bool) -> Bool {
    describe(absent: "\(absent)", of: key)
    return optional(key)?.boolean() ?? absent
  }

  /// - Parameter limit: in Unicode scalars.
  public mutating func string(_ key: String, upTo limit: Int = 1_000) -> String? {
    required(key)?.string(upTo: limit)
  }

  /// Free text of at most `limit` Unicode scalars, or the default.
  public mutating func string(_ key: String, upTo limit: Int = 1_000, default absent: String) -> String {
    optional(key)?.string(upTo: limit) ?? absent
  }

  /// A name as `ValueReader.name()` takes one; `nil` if it is missing or wrong, and then logged.
  public mutating func name(_ key: String) -> String? {
    required(key)?.name()
  }

  /// A name as `ValueReader.name()` takes one, or the default.
  public mutating func name(_ key: String, default absent: String) -> String {
    optional(key)?.name() ?? absent
  }

  /// What one of these words means; `nil` if it is missing or another word, and then logged with all of them.
  public mutating func choice<Meaning>(_ key: String, from choices: [(String, Meaning)]) -> Meaning? {
    required(key)?.choice(from: choices)
  }

  /// What one of these words means, or the default.
  public mutating func choice<Meaning>(
    _ key: String, from choices: [(String, Meaning)], default absent: Meaning
  ) -> Meaning {
    // Meanings need not be comparable; those of an enumeration print as their names.
    if shape != nil, let word = choices.first(where: { "\($0.1)" == "\(absent)" })?.0 {
      describe(absent: "\"\(word)\"", of: key)
    }
    return optional(key)?.choice(from: choices) ?? absent
  }

  /// The elements of the array `key`. Those of an optional one: `reader.optional("tiers")?.elements() ?? []`.
  public mutating func array(_ key: String, count: ClosedRange<Int> = 0...Int.max) -> [ValueReader]? {
    required(key)?.elements(count: count)
  }

  /// What `read` makes of each element of the array `key`, without those it makes nothing of.
  ///
  ///     reader.array("tiers", count: 1...64) { $0.object(Tier.init) }
  public mutating func array<Element>(
    _ key: String, count: ClosedRange<Int> = 0...Int.max, of read: (ValueReader) -> Element?
  ) -> [Element]? {
    required(key)?.elements(count: count)?.compactMap(read)
  }

  /// What `decode` makes of the object `key`.
  ///
  ///     reader.object("fees", Fees.init)
  public mutating func object<Decoded>(
    _ key: String, _ decode: (inout ObjectReader) -> Decoded?
  ) -> Decoded? {
    required(key)?.object(decode)
  }
}

/// Reading `-12.5` as a whole number of 10⁻ˢᶜᵃˡᵉ, exactly.
enum DecimalNotation {
  /// Why some bytes are not a number that fits.
  enum Problem: Error {
    /// No optional minus, digits, and optional point with digits.
    case malformed
    /// Digits other than zero beyond the scale: to take it would be to round it.
    case tooFine
    /// Beyond Int64 at this scale.
    case outOfRange
  }

  /// The scales that can be asked for: 10¹⁸ still fits into Int64.
  static let scales = 0...18

  /// Takes the longest whole number at `offset`. There is no plus sign; a point ends it.
  static func takeInteger(from bytes: [UInt8], at offset: inout Int) throws(Problem) -> Int64 {
    let isNegative = takeMinus(from: bytes, at: &offset)
    var magnitude = Magnitude()
    try takeWhole(from: bytes, at: &offset, into: &magnitude)
    return try magnitude.signed(isNegative: isNegative)
  }

  /// Takes the longest decimal number at `offset`, and returns it times 10 to the power of `scale`.
  ///
  /// Zeros beyond `scale` places change nothing and are taken. There is no plus sign and no exponent.
  static func takeDecimal(from bytes: [UInt8], at offset: inout Int, scale: Int) throws(Problem) -> Int64 {
    precondition(scales.contains(scale), "no such decimal scale")
    let isNegative = takeMinus(from: bytes, at: &offset)
    var magnitude = Magnitude()
    try takeWhole(from: bytes, at: &offset, into: &magnitude)
    try takeFraction(from: bytes, at: &offset, scale: scale, into: &magnitude)
    return try magnitude.signed(isNegative: isNegative)
  }

  /// The whole of `text` as a decimal number.
  static func value(of text: String, scale: Int) throws(Problem) -> Int64 {
    let bytes = Array(text.utf8)
    var offset = 0
    let value = try takeDecimal(from: bytes, at: &offset, scale: scale)
    if offset < bytes.count { throw .malformed }
    return value
  }
}

// MARK: - Parts of a number

extension DecimalNotation {
  private static func takeMinus(from bytes: [UInt8], at offset: inout Int) -> Bool {
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: "-") else { return false }
    offset += 1
    return true
  }

  private static func takeWhole(
    from bytes: [UInt8], at offset: inout Int, into magnitude: inout Magnitude
  ) throws(Problem) {
    let start = offset
    while let digit = digit(in: bytes, at: offset) {
      magnitude.push(digit)
      offset += 1
    }
    if offset == start { throw .malformed }
  }

  /// Pushes exactly `scale` digits, whether there is a point or not.
  private static func takeFraction(
    from bytes: [UInt8], at offset: inout Int, scale: Int, into magnitude: inout Magnitude
  ) throws(Problem) {
    var places = 0
    if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
      offset += 1
      let start = offset
      var isTooFine = false
      while let digit = digit(in: bytes, at: offset) {
        if places < scale {
          magnitude.push(digit)
          places += 1
        } else if digit != 0 {
          isTooFine = true
        }
        offset += 1
      }
      if offset == start { throw .malformed }
      if isTooFine { throw .tooFine }
    }
    for _ in places..<scale { magnitude.push(0) }
  }

  private static func digit(in bytes: [UInt8], at offset: Int) -> UInt64? {
    guard offset < bytes.count else { return nil }
    let digit = bytes[offset] &- UInt8(ascii: "0")
    return digit < 10 ? UInt64(digit) : nil
  }
}

/// A number growing digit by digit, which remembers whether it ever outgrew 64 bits.
private struct Magnitude {
  private var value: UInt64 = 0
  private var hasOverflowed = false

  mutating func push(_ digit: UInt64) {
    let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
    let (sum, carry) = shifted.addingReportingOverflow(digit)
    value = sum
    hasOverflowed = hasOverflowed || overflow || carry
  }

  func signed(isNegative: Bool) throws(DecimalNotation.Problem) -> Int64 {
    let limit = isNegative ? Int64.min.magnitude : Int64.max.magnitude
    if hasOverflowed || value > limit { throw .outOfRange }
    return Int64(truncatingIfNeeded: isNegative ? 0 &- value : value)
  }
}

/// Decimal digits as bytes, without a `String` in between. Linear in the digits.
extension [UInt8] {
  /// Appends `value` in decimal digits.
  public mutating func appendInteger(_ value: Int64) {
    if value < 0 { append(UInt8(ascii: "-")) }
    appendInteger(value.magnitude)
  }

  /// Appends `value` in decimal digits.
  public mutating func appendInteger(_ value: UInt64) {
    appendDigits(value, atLeast: 1)
  }

  /// Appends `value` times 10⁻ˢᶜᵃˡᵉ, without needless zeros: `1_500_000_000` at scale 9 is `1.5`. Exact.
  ///
  /// - Parameter scale: 0 to 18.
  public mutating func appendDecimal(_ value: Int64, scale: Int) {
    precondition(DecimalNotation.scales.contains(scale), "no such decimal scale")
    var unit: UInt64 = 1
    for _ in 0..<scale { unit *= 10 }
    let (whole, rest) = value.magnitude.quotientAndRemainder(dividingBy: unit)
    if value < 0 { append(UInt8(ascii: "-")) }
    appendInteger(whole)
    if rest == 0 { return }
    var fraction = rest
    var places = scale
    while fraction.isMultiple(of: 10) {
      fraction /= 10
      places -= 1
    }
    append(UInt8(ascii: "."))
    appendDigits(fraction, atLeast: places)
  }

  /// Appends `value` in at least `count` digits, with zeros before it.
  private mutating func appendDigits(_ value: UInt64, atLeast count: Int) {
    let start = self.count
    var rest = value
    repeat {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
      rest = quotient
    } while rest != 0 || self.count - start < count
    var (left, right) = (start, self.count - 1)
    while left < right {
      swapAt(left, right)
      left += 1
      right -= 1
    }
  }
}

/// `value` times 10⁻ˢᶜᵃˡᵉ, without needless zeros: `-50` at scale 2 is `-0.5`. Exact, for any width of integer.
public func decimalText(_ value: some BinaryInteger, scale: Int) -> String {
  let (sign, whole, fraction) = decimalParts(value, scale: scale)
  return sign + whole + (fraction.isEmpty ? "" : "." + fraction)
}

/// What `decimalText` writes, read again: `-0.5` at scale 2 is `-50`. `nil` for what is no plain decimal number, is finer than
/// the scale, or needs more than 64 bits.
///
/// - Parameter scale: 0 to 18.
public func decimalValue(of text: String, scale: Int) -> Int64? { try? DecimalNotation.value(of: text, scale: scale) }

/// `decimalText` for people: the whole part in groups of three, and the minus sign that type has for numbers, `−1,234,567.5`.
/// Not for machines to read back: what they read has the hyphen, and no groups.
public func groupedText(_ value: some BinaryInteger, scale: Int = 0) -> String {
  let (sign, whole, fraction) = decimalParts(value, scale: scale)
  var grouped = ""
  for (index, digit) in whole.enumerated() {
    if index > 0, (whole.count - index).isMultiple(of: 3) { grouped += "," }
    grouped.append(digit)
  }
  return (sign.isEmpty ? "" : minusSign) + grouped + (fraction.isEmpty ? "" : "." + fraction)
}

/// U+2212, before numbers for people.
public let minusSign = "\u{2212}"

/// The sign, the digits before the point, and those after it up to the last that is not zero.
private func decimalParts(_ value: some BinaryInteger, scale: Int) -> (sign: String, whole: String, fraction: String) {
  precondition(scale >= 0, "no such decimal scale")
  let magnitude = String(value.magnitude)
  let digits = String(repeating: "0", count: max(0, scale + 1 - magnitude.count)) + magnitude
  var fraction = digits.suffix(scale)
  while fraction.last == "0" { fraction.removeLast() }
  return (value < 0 ? "-" : "", String(digits.dropLast(scale)), String(fraction))
}

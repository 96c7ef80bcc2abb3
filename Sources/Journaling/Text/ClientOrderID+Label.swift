import MarketTypes

/// A client's order number as people write it: a short label, or the plain number.
///
/// A label is 1 to 10 of `A-Z a-z 0-9 - _`, begins with a letter, and is neither of the words `all` and `order`. It
/// stands for a number of its own, from 2^62 on: six bits a character after a leading one. So `a1` means the same number
/// in every transcript and every run, no table is kept, numbers from zero on stay free for programs, and those below zero
/// for quotes.
extension ClientOrderID {
  /// The number that `label` stands for; `nil` if it is no label.
  public init?(label: String) {
    let digits = label.utf8.compactMap(\.labelDigit)
    guard digits.count == label.utf8.count, digits.count <= Label.longest, let first = digits.first,
      Label.letters.contains(first), !Label.reserved.contains(label)
    else { return nil }
    self.init(number: Label.base | digits.reduce(1) { $0 << Label.bits | Int64($1) })
  }

  /// The label that stands for this number, if there is one.
  public var label: String? {
    guard number >= Label.base else { return nil }
    let code = number.magnitude ^ Label.base.magnitude
    let bits = UInt64.bitWidth - 1 - code.leadingZeroBitCount
    guard bits.isMultiple(of: Label.bits), (1...Label.longest).contains(bits / Label.bits) else { return nil }
    let digits = stride(from: bits - Label.bits, through: 0, by: -Label.bits).map { shift in
      UInt8(truncatingIfNeeded: code >> UInt64(shift)) & 63
    }
    guard Label.letters.contains(digits[0]) else { return nil }
    let label = String(decoding: digits.map { Label.alphabet[Int($0)] }, as: UTF8.self)
    return Label.reserved.contains(label) ? nil : label
  }

  /// The label, or the number in digits.
  var text: String { label ?? String(number) }
}

private enum Label {
  static let longest = 10
  static let bits = 6
  static let base: Int64 = 1 << 62
  /// `cancel order 17` names the venue's own number, and `cancel all` no order.
  static let reserved = ["order", "all"]
  static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_".utf8)
  /// The digits with which a label may begin.
  static let letters: ClosedRange<UInt8> = 10...61
}

extension UInt8 {
  fileprivate var labelDigit: UInt8? { Label.alphabet.firstIndex(of: self).map(UInt8.init) }
}

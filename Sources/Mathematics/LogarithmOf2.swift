/// The natural logarithm of 2 in two parts.
@usableFromInline
enum LogarithmOf2 {
  /// The first 32 bits: exact when multiplied by any exponent of a double.
  @inlinable static var high: Double { 0x1.62e42feep-1 }
  /// The 53 bits that follow.
  @inlinable static var low: Double { 0x1.a39ef35793c76p-33 }
}

/// Shares of 10^6, in which `DriftSpread` reckons.
enum Millionths {
  /// 100 %.
  static var whole: Int128 { 1_000_000 }

  /// `part` ÷ `all` in millionths, toward zero; `all` is not zero.
  static func share(_ part: Int128, of all: Int64) -> Int128 { part * whole / Int128(all) }

  /// `value` × `share` ÷ 10^6, toward zero.
  static func times(_ value: Int64, _ share: Int64) -> Int64 { Int64(clamping: Int128(value) * Int128(share) / whole) }
}

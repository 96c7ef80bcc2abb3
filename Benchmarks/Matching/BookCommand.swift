import MarketTypes

/// One operation of a workload as the driver reads it from memory: 32 bytes, nothing left to decode.
struct BookCommand: BitwiseCopyable {
  enum Kind: UInt8, BitwiseCopyable {
    case submit, cancel, modify
  }

  /// Ascending from 1 without gaps over what is submitted.
  var id: Int64
  /// The limit; 0 for a cancel.
  var ticks: Int64
  /// The quantity, after a modify the whole new one; 0 for a cancel.
  var lots: Int64
  /// Kind, side and whether it is immediate, in a byte each: a whole word, so that a call passes it as it is.
  private var flags: UInt64

  var kind: Kind { Kind(rawValue: UInt8(truncatingIfNeeded: flags)) ?? .submit }
  var side: Side { flags >> 8 & 1 == 0 ? .buy : .sell }
  /// What does not fill at once is cancelled instead of resting.
  var isImmediate: Bool { flags & 1 << 16 != 0 }

  init(_ kind: Kind, _ id: Int64, _ side: Side, ticks: Int64 = 0, lots: Int64 = 0, isImmediate: Bool = false) {
    self.id = id
    self.ticks = ticks
    self.lots = lots
    flags = UInt64(kind.rawValue) | UInt64(side.rawValue) << 8 | (isImmediate ? 1 << 16 : 0)
  }
}

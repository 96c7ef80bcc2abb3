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
  var kind: Kind
  var side: Side
  /// What does not fill at once is cancelled instead of resting.
  var isImmediate: Bool

  init(_ kind: Kind, _ id: Int64, _ side: Side, ticks: Int64 = 0, lots: Int64 = 0, isImmediate: Bool = false) {
    self.id = id
    self.ticks = ticks
    self.lots = lots
    self.kind = kind
    self.side = side
    self.isImmediate = isImmediate
  }
}

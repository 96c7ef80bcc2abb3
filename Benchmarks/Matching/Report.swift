/// What an engine answers: 64 bytes, one cache line. Every command has at least one.
struct Report: BitwiseCopyable {
  enum Kind: Int64, BitwiseCopyable {
    case rested = 1
    case filled, cancelled, replaced, refused
  }

  var kind: Kind
  /// The order of the command: in a fill the taker.
  var order: Int64
  /// In a fill the order that waited.
  var maker: Int64 = 0
  var ticks: Int64 = 0
  /// How many lots rested, filled or were cancelled.
  var lots: Int64 = 0
  /// In a fill what is left of the maker.
  var left: Int64 = 0
  /// 0 buy, 1 sell.
  var side: Int64 = 0
  /// Room for what a venue would add; hashed with the rest.
  var reserved: Int64 = 0

  init(_ kind: Kind, _ order: Int64) {
    self.kind = kind
    self.order = order
  }
}

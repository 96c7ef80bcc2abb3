import MarketTypes

/// A mark policy as the record of an instrument has it: small, for the plain ones are looked at after every fill.
@frozen @usableFromInline enum PlainMark: BitwiseCopyable {
  case last
  case mid
  case bestBid
  case bestAsk
  case index
  case blend(lastWeight: Rate)
  /// Not plain: the `MarkBook` has it.
  case kept

  init(_ policy: MarkPolicy) {
    switch policy {
    case .last: self = .last
    case .mid: self = .mid
    case .bestBid: self = .bestBid
    case .bestAsk: self = .bestAsk
    case .index: self = .index
    case .blend(let lastWeight): self = .blend(lastWeight: lastWeight)
    case .impactMid, .fair, .sampledLast, .indexPlusBasis, .fairMedian, .robustMedian, .composite: self = .kept
    }
  }
}

import MarketTypes
import Notation

/// How a mark is taken, in a journal's header: the name of its case, or an object if it has parameters.
extension JSONWriter {
  /// - Parameter saysAll: whether what a composite mark has no use for is there too.
  mutating func markMember(_ mark: MarkPolicy, saysAll: Bool = true) {
    key("mark")
    if MarkPolicy.plain.contains(mark) { return string(mark.phrase.code) }
    object { object in
      object.member("kind", mark.phrase.code)
      switch mark {
      case .last, .mid, .bestBid, .bestAsk, .index, .fair: break
      case .blend(let lastWeight): object.member("lastWeight", lastWeight)
      case .impactMid(let notional): object.member("notional", notional.units)
      case .sampledLast(let spacing): object.member("spacing", spacing.nanoseconds)
      case .indexPlusBasis(let average):
        object.member("cadence", average.cadence.nanoseconds)
        object.member("decay", average.decay)
      case .fairMedian(let average):
        object.member("cadence", average.cadence.nanoseconds)
        object.member("samples", average.samples)
      case .robustMedian(let median):
        object.member("cadence", median.cadence.nanoseconds)
        object.member("basisDecay", median.basisDecay)
        object.member("priceDecay", median.priceDecay)
      case .composite(let mark): object.members(of: mark, saysAll: saysAll)
      }
    }
  }

  private mutating func members(of mark: CompositeMark, saysAll: Bool) {
    member("tradeWeight", mark.tradeWeight)
    member("bookWeight", mark.bookWeight)
    member("indexWeight", mark.indexWeight)
    member("staleness", mark.staleness.nanoseconds)
    member("cadence", mark.cadence.nanoseconds)
    if mark.notional != .zero || saysAll { member("notional", mark.notional.units) }
    member("tradeDecay", mark.tradeDecay)
    member("tradeSteps", Int64(mark.tradeSteps))
    member("tradePower", Int64(mark.tradePower))
    member("isMedian", mark.isMedian)
  }
}

// MARK: - Reading

extension MarkPolicy {
  init?(from value: ValueReader) {
    if case .string = value.value.content {
      guard let mark = value.choice(from: Self.plain.map { ($0.phrase.code, $0) }) else { return nil }
      self = mark
      return
    }
    guard let mark = value.object({ $0.kind(Self.readers) }) else { return nil }
    self = mark
  }

  private static var readers: [(String, (inout ObjectReader) -> MarkPolicy?)] {
    [
      ("blend", { $0.rate("lastWeight").map { .blend(lastWeight: $0) } }),
      ("impactMid", { $0.integer("notional").map { .impactMid(notional: Money(units: $0)) } }),
      ("sampledLast", { $0.integer("spacing").map { .sampledLast(spacing: TimeSpan(nanoseconds: $0)) } }),
      (
        "indexPlusBasis",
        { object in
          guard let cadence = object.integer("cadence"), let decay = object.rate("decay") else { return nil }
          return .indexPlusBasis(DecayedAverage(cadence: TimeSpan(nanoseconds: cadence), decay: decay))
        }
      ),
      (
        "fairMedian",
        { object in
          guard let cadence = object.integer("cadence"), let samples = object.small("samples") else { return nil }
          return .fairMedian(WindowAverage(cadence: TimeSpan(nanoseconds: cadence), samples: samples))
        }
      ),
      (
        "robustMedian",
        { object in
          guard
            let cadence = object.integer("cadence"), let basisDecay = object.rate("basisDecay"),
            let priceDecay = object.rate("priceDecay")
          else { return nil }
          return .robustMedian(
            RobustMedian(
              cadence: TimeSpan(nanoseconds: cadence), basisDecay: basisDecay, priceDecay: priceDecay))
        }
      ),
      ("composite", { CompositeMark(from: &$0).map { .composite($0) } }),
    ]
  }
}

extension CompositeMark {
  fileprivate init?(from reader: inout ObjectReader) {
    let byte = 0...Int64(UInt8.max)
    guard
      let tradeWeight = reader.rate("tradeWeight"),
      let bookWeight = reader.rate("bookWeight"),
      let indexWeight = reader.rate("indexWeight"),
      let staleness = reader.integer("staleness"),
      let cadence = reader.integer("cadence"),
      let notional = reader.integer("notional"),
      let tradeDecay = reader.rate("tradeDecay"),
      let tradeSteps = reader.integer("tradeSteps", in: byte),
      let tradePower = reader.integer("tradePower", in: byte),
      let isMedian = reader.boolean("isMedian")
    else { return nil }
    self.init(
      tradeWeight: tradeWeight, bookWeight: bookWeight, indexWeight: indexWeight,
      staleness: TimeSpan(nanoseconds: staleness), cadence: TimeSpan(nanoseconds: cadence),
      notional: Money(units: notional), isMedian: isMedian, tradeSteps: UInt8(truncatingIfNeeded: tradeSteps),
      tradeDecay: tradeDecay, tradePower: UInt8(truncatingIfNeeded: tradePower))
  }
}

import MarketTypes

/// One instrument's funding: its rules, and what was gathered since the last payment.
struct FundingRecord: BitwiseCopyable {
  let method: FundingMethod
  let price: FundingPrice
  /// In nanoseconds; zero for an instrument without funding.
  let interval: Int64
  /// In parts per trillion, as all rates here.
  let cap: Int128
  /// What `marginMultiple` allows of the quoted rate.
  let marginBound: Int128?
  /// In nanoseconds; zero for a method that takes none.
  let sampling: Int64
  /// In nanoseconds; the end of time where there are none.
  var nextSample = Int64.max
  var nextPayment = Int64.max
  /// Of premiums.
  var sum: Int128 = 0
  var count: Int64 = 0
  /// In ticks; zero while unknown.
  var mark: Int64 = 0
  var index: Int64 = 0
  /// Σ price × time in ticks × nanoseconds, since the last payment, while both are known.
  var markSum: Int128 = 0
  var indexSum: Int128 = 0
  /// Up to when, in nanoseconds.
  var summedUntil: Int64 = 0
  var latest: FundingRate?

  init(_ instrument: InstrumentRules) {
    let rules = instrument.funding
    method = rules?.method ?? .timeWeighted(TimeWeightedFunding())
    price = rules?.price ?? .index
    interval = rules?.interval.nanoseconds ?? 0
    cap = Int128(rules?.cap.partsPerBillion ?? 0) * 1_000
    nextPayment = interval > 0 ? interval : .max
    guard interval > 0, case .premium(let premium) = method else {
      sampling = 0
      marginBound = nil
      return
    }
    sampling = premium.sampling.nanoseconds
    nextSample = sampling
    let maintenance = instrument.maintenanceTiers.first?.rate ?? .zero
    let room = Int128(max(instrument.initialMargin.partsPerBillion - maintenance.partsPerBillion, 0)) * 1_000
    marginBound = premium.marginMultiple.map { Int128($0) * room }
  }

  /// Lets the prices as they are count until `moment`.
  mutating func sumPrices(until moment: Int64) {
    invariant(moment >= summedUntil, "a price at \(moment) ns after funding up to \(summedUntil) ns")
    if mark != 0, index != 0 {
      markSum += Int128(mark) * Int128(moment - summedUntil)
      indexSum += Int128(index) * Int128(moment - summedUntil)
    }
    summedUntil = moment
  }

  /// The rate of the interval that ends, in parts per trillion; `nil` where nothing is known of it.
  var rate: FundingRate? {
    let rate: Int128? =
      switch method {
      case .premium(let premium): self.rate(by: premium)
      case .timeWeighted(let average): self.rate(by: average)
      }
    return rate.map { FundingRate(partsPerTrillion: Int64($0.clamped(-cap, cap))) }
  }

  /// All in sums over the samples, divided once, down.
  private func rate(by premium: PremiumFunding) -> Int128? {
    let samples = Int128(max(count, Int64(premium.minimumSamples)))
    if samples == 0 { return nil }
    var interest = Int128(premium.interest.partsPerBillion) * 1_000 * samples
    if let clamp = premium.clamp {
      let bound = Int128(clamp.partsPerBillion) * 1_000 * samples
      interest = (interest - sum).clamped(-bound, bound)
    }
    var total = sum + interest
    if let marginBound { total = total.clamped(-marginBound * samples, marginBound * samples) }
    // Below 2^41 × 2^32 samples × 2^52 ns.
    return (total * Int128(interval)).divided(
      by: samples * Int128(premium.quotedFor.nanoseconds), rounding: .down)
  }

  private func rate(by average: TimeWeightedFunding) -> Int128? {
    if indexSum == 0 { return nil }
    let one = Int128(FundingRate.one.partsPerTrillion)
    // mark ÷ index, down to a trillionth: six digits, and six more, because all twelve at once pass 127 bits.
    let (whole, rest) = markSum.quotientAndRemainder(dividingBy: indexSum)
    let (millionths, rest2) = (rest * 1_000_000).quotientAndRemainder(dividingBy: indexSum)
    let ratio = whole * one + millionths * 1_000_000 + rest2 * 1_000_000 / indexSum
    func exactly(_ rate: Rate) -> Int128 { Int128(rate.partsPerBillion) * 1_000 }
    let clamped = (one + exactly(average.interest) - ratio).clamped(
      exactly(average.lowerClamp), exactly(average.upperClamp))
    let scaled = ((ratio - one + clamped) * Int128(average.scale.partsPerBillion)).divided(
      by: 1_000_000_000, rounding: .down)
    return scaled.clamped(exactly(average.lowerBound), exactly(average.upperBound))
  }
}

extension Int128 {
  fileprivate func clamped(_ lowest: Int128, _ highest: Int128) -> Int128 {
    Swift.min(Swift.max(self, lowest), highest)
  }
}

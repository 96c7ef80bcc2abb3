import MarketTypes
import Notation
import Participants

/// Population blocks that are a whole crowd in one account: Poisson, Hawkes and splitting flow.
extension ScenarioBuilder {
  private static let rates = 0.0...1e9

  func readPoissonFlow(_ object: inout ObjectReader, _ block: Block) -> String? {
    let collateral = collateral(&object, block)
    let timing = timing(&object)
    let market = object.double("market", in: Self.rates)
    let size = sizeLaw("size", &object, in: block.instrument)
    let limits = object.object("limits") { self.limitSettings(&$0, rates: true) }
    let activity = activity(&object)
    var settings: PoissonFlow.Settings?
    if let market, let limits, let size {
      settings = PoissonFlow.Settings(market: market, limits: limits, size: size, activity: activity)
    }
    addParticipants(object, block, collateral: collateral, timing, settings.map { .poissonFlow($0) })
    return "poissonFlow"
  }

  func readHawkesFlow(_ object: inout ObjectReader, _ block: Block) -> String? {
    let collateral = collateral(&object, block)
    let timing = timing(&object)
    let base = object.double("base", in: 1e-9...1e9)
    let own = kernel("own", &object)
    let other = kernel("other", &object)
    let size = sizeLaw("size", &object, in: block.instrument)
    let limits = object.optional("limits")?.object { object in
      let share = object.double("share", in: 0...1) ?? 0
      return self.limitSettings(&object, rates: false).map { (share: share, limits: $0) }
    }
    let activity = activity(&object)
    var settings: HawkesFlow.Settings?
    if let base, let size {
      var read = HawkesFlow.Settings(base: base, own: own, other: other, size: size, activity: activity)
      if let limits { (read.limitShare, read.limits) = limits }
      settings = read
      let ratio = read.branchingRatio
      if ratio >= 1 {
        object.refuse(
          "each event would cause \(numberText(ratio)) others, and their number would grow without bound",
          at: own.isEmpty ? "other" : "own", hint: "the sum of jump ÷ decay must be below 1")
      }
    }
    addParticipants(object, block, collateral: collateral, timing, settings.map { .hawkesFlow($0) })
    return "hawkesFlow"
  }

  func readSplittingFlow(_ object: inout ObjectReader, _ block: Block) -> String? {
    let collateral = collateral(&object, block)
    let timing = timing(&object)
    let rate = object.double("rate", in: 1e-9...1e9)
    let hidden = object.integer("hiddenOrders", in: 1...100_000)
    let exponent = object.double("exponent", in: 0.1...20)
    let most = object.integer("mostPieces", in: 1...1_000_000_000, default: 1_000_000)
    let size = sizeLaw("size", &object, in: block.instrument)
    let activity = activity(&object)
    var settings: SplittingFlow.Settings?
    if let rate, let hidden, let exponent, let size {
      settings = SplittingFlow.Settings(
        rate: rate, hiddenOrders: Int(hidden), exponent: exponent, mostPieces: most, size: size, activity: activity)
    }
    addParticipants(object, block, collateral: collateral, timing, settings.map { .splittingFlow($0) })
    return "splittingFlow"
  }

  // MARK: Parts

  /// A number of lots, or an object that says a power law.
  func sizeLaw(_ key: String, _ object: inout ObjectReader, in instrument: InstrumentID?) -> SizeLaw? {
    let lots = lots(of: instrument)
    guard let reader = object.required(key) else { return nil }
    guard reader.isObject else {
      return reader.integer(in: lots).map { SizeLaw(Quantity(lots: $0)) }
    }
    return reader.object { inner in
      let smallest = inner.integer("smallest", in: lots, default: 1)
      let exponent = inner.double("exponent", in: 0.1...20)
      let largest = inner.integer("largest", in: lots)
      guard let exponent, let largest else { return nil }
      if smallest > largest {
        inner.refuse("\"smallest\" is \(smallest), more than \"largest\", which is \(largest)", at: "smallest")
      }
      return SizeLaw(from: Quantity(lots: smallest), exponent: exponent, upTo: Quantity(lots: largest))
    }
  }

  private func kernel(_ key: String, _ object: inout ObjectReader) -> [HawkesFlow.Exponential] {
    let parts = object.optional(key)?.elements(count: 1...20)?.compactMap { part in
      part.object { inner in
        let jump = inner.double("jump", in: Self.rates)
        let decay = inner.double("decay", in: 1e-9...1e9)
        return jump.flatMap { jump in decay.map { HawkesFlow.Exponential(jump: jump, decay: $0) } }
      }
    }
    return parts ?? []
  }

  /// Where limit orders stand and how long.
  ///
  /// - Parameter rates: whether the distances are given as rates, or only as weights.
  private func limitSettings(_ object: inout ObjectReader, rates: Bool) -> LimitSettings? {
    let distances = object.object("distances") { self.distances(&$0, rates: rates) }
    let cancels = cancels(&object)
    let fleeting: (share: Double, life: TimeSpan)? = object.optional("fleeting")?.object {
      ($0.double("share", in: 0...1) ?? 0, $0.span("meanLife", from: 1) ?? TimeSpan(nanoseconds: 1))
    }
    guard let distances, let cancels else { return nil }
    if !distances.contains(where: { $0 > 0 }) {
      object.refuse("no limit order would ever come", at: "distances")
      return nil
    }
    return LimitSettings(
      distances: distances, cancels: cancels, fleetingShare: fleeting?.share ?? 0,
      fleetingLife: fleeting?.life ?? TimeSpan(nanoseconds: 1))
  }

  private func distances(_ object: inout ObjectReader, rates: Bool) -> [Double]? {
    let window = 1...Int64(100_000)
    return object.kind([
      (
        "even",
        { object in
          let rate = rates ? object.double("rate", in: 1e-12...1e9) : 1
          let window = object.integer("window", in: window)
          guard let rate, let window else { return nil }
          return Array(repeating: rate, count: Int(window))
        }
      ),
      (
        "table",
        { object in
          let near = object.array("rates", count: 1...100_000) { $0.double(in: Self.rates) }
          let tail: (scale: Double, exponent: Double, window: Int64)? = object.optional("tail")?.object {
            (
              $0.double("scale", in: Self.rates) ?? 0, $0.double("exponent", in: 0...20) ?? 0,
              $0.integer("window", in: window) ?? 1
            )
          }
          guard let near else { return nil }
          guard let tail, Int(tail.window) > near.count else { return near }
          return near
            + LimitSettings.powerLaw(
              scale: tail.scale, exponent: tail.exponent, from: near.count + 1, through: Int(tail.window))
        }
      ),
    ])
  }

  /// One rate for all orders, or one for each distance.
  private func cancels(_ object: inout ObjectReader) -> [Double]? {
    guard let reader = object.required("cancels") else { return nil }
    guard reader.isArray else { return reader.double(in: Self.rates).map { [$0] } }
    return reader.elements(count: 1...100_000)?.compactMap { $0.double(in: Self.rates) }
  }

  private func activity(_ object: inout ObjectReader) -> ActivityProfile? {
    object.optional("activity")?.object { inner in
      let day = inner.span("day", from: 1)
      let levels = inner.array("levels", count: 2...1_000) { $0.double(in: 0...1e6) }
      guard let day, let levels, levels.count > 1 else { return nil }
      if !levels.contains(where: { $0 > 0 }) { inner.refuse("nothing would ever happen", at: "levels") }
      return ActivityProfile(day: day, levels: levels)
    }
  }
}

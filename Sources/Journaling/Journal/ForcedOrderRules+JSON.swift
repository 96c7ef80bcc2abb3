import MarketTypes
import Notation

/// How forced orders are made, in a journal's header: the name of a case, or an object if it has parameters.
extension JSONWriter {
  mutating func sizingMember(_ sizing: ForcedSizing) {
    key("sizing")
    switch sizing {
    case .whole, .tierStep: string(sizing.phrase.code)
    case .portion(let portion):
      object { object in
        object.member("kind", sizing.phrase.code)
        object.member("portion", portion.portion)
        object.member("wholeUpTo", portion.wholeUpTo.units)
        object.member("atLeast", portion.atLeast.units)
        object.member("wholeFor", portion.wholeFor.nanoseconds)
      }
    case .toTarget(let target):
      object { object in
        object.member("kind", sizing.phrase.code)
        object.member("buffer", target.buffer)
        object.member("cost", target.cost)
        object.member("wholeBelow", target.wholeBelow.units)
        object.member("unpacedBelow", target.unpacedBelow.units)
        guard let ramp = target.ramp else { return }
        object.key("ramp")
        object.object { inner in
          inner.member("start", ramp.start)
          inner.member("duration", ramp.duration.nanoseconds)
        }
      }
    }
  }

  mutating func limitMember(_ limit: ForcedLimit) {
    key("limit")
    if ForcedLimit.plain.contains(limit) { return string(limit.phrase.code) }
    object { object in
      object.member("kind", limit.phrase.code)
      switch limit {
      case .market, .bankruptcyPrice: break
      case .fillable(let fillable):
        object.member("aggressiveness", fillable.aggressiveness)
        object.member("spread", fillable.spread)
      case .indexBand(let band):
        object.member("width", band.width)
        object.member("patience", band.patience.nanoseconds)
        object.member("growthPerSecond", band.growthPerSecond)
        object.member("most", band.most)
      case .disposalRange(let range): object.member("range", range)
      }
    }
  }

  mutating func feeMember(_ fee: LiquidationFee) {
    key("fee")
    switch fee {
    case .flat: string(fee.phrase.code)
    case .surplus(let most):
      object { object in
        object.member("kind", fee.phrase.code)
        object.member("most", most)
      }
    case .spare(let most, let discount):
      object { object in
        object.member("kind", fee.phrase.code)
        object.member("most", most)
        object.member("discount", discount)
      }
    }
  }
}

// MARK: - Reading

extension ForcedSizing {
  init?(from value: ValueReader) {
    let kinds: [(String, (inout ObjectReader) -> ForcedSizing?)] = [
      ("portion", { PortionSizing(from: &$0).map { .portion($0) } }),
      ("toTarget", { TargetSizing(from: &$0).map { .toTarget($0) } }),
    ]
    guard let sizing = value.wordOrObject(from: [.whole, .tierStep], kinds) else { return nil }
    self = sizing
  }
}

extension ForcedLimit {
  init?(from value: ValueReader) {
    let kinds: [(String, (inout ObjectReader) -> ForcedLimit?)] = [
      ("fillable", { FillableLimit(from: &$0).map { .fillable($0) } }),
      ("indexBand", { IndexBand(from: &$0).map { .indexBand($0) } }),
      ("disposalRange", { $0.rate("range").map { .disposalRange($0) } }),
    ]
    guard let limit = value.wordOrObject(from: Self.plain, kinds) else { return nil }
    self = limit
  }
}

extension LiquidationFee {
  init?(from value: ValueReader) {
    let kinds: [(String, (inout ObjectReader) -> LiquidationFee?)] = [
      ("surplus", { $0.rate("most").map { .surplus(most: $0) } }),
      (
        "spare",
        { object in
          guard let most = object.rate("most"), let discount = object.rate("discount") else { return nil }
          return .spare(most: most, discount: discount)
        }
      ),
    ]
    guard let fee = value.wordOrObject(from: [.flat], kinds) else { return nil }
    self = fee
  }
}

extension PortionSizing {
  fileprivate init?(from reader: inout ObjectReader) {
    guard
      let portion = reader.rate("portion"), let wholeUpTo = reader.integer("wholeUpTo"),
      let atLeast = reader.integer("atLeast"), let wholeFor = reader.integer("wholeFor")
    else { return nil }
    self.init(
      portion, wholeUpTo: Money(units: wholeUpTo), atLeast: Money(units: atLeast),
      wholeFor: TimeSpan(nanoseconds: wholeFor))
  }
}

extension TargetSizing {
  fileprivate init?(from reader: inout ObjectReader) {
    guard
      let buffer = reader.rate("buffer"), let cost = reader.rate("cost"),
      let wholeBelow = reader.integer("wholeBelow"), let unpacedBelow = reader.integer("unpacedBelow"),
      let ramp = reader.part("ramp", LiquidationRamp.init(from:))
    else { return nil }
    self.init(
      buffer: buffer, cost: cost, wholeBelow: Money(units: wholeBelow), unpacedBelow: Money(units: unpacedBelow),
      ramp: ramp)
  }
}

extension LiquidationRamp {
  fileprivate init?(from reader: inout ObjectReader) {
    guard let start = reader.rate("start"), let duration = reader.integer("duration") else { return nil }
    self.init(start: start, duration: TimeSpan(nanoseconds: duration))
  }
}

extension FillableLimit {
  fileprivate init?(from reader: inout ObjectReader) {
    guard let aggressiveness = reader.rate("aggressiveness"), let spread = reader.rate("spread") else { return nil }
    self.init(aggressiveness: aggressiveness, spread: spread)
  }
}

extension IndexBand {
  fileprivate init?(from reader: inout ObjectReader) {
    guard
      let width = reader.rate("width"), let patience = reader.integer("patience"),
      let growth = reader.rate("growthPerSecond"), let most = reader.rate("most")
    else { return nil }
    self.init(width: width, patience: TimeSpan(nanoseconds: patience), growthPerSecond: growth, most: most)
  }
}

extension ValueReader {
  /// The meaning of a word that has no parameters, or what is read of an object of a kind that has.
  func wordOrObject<Meaning: Phrased>(
    from plain: [Meaning], _ kinds: [(String, (inout ObjectReader) -> Meaning?)]
  ) -> Meaning? {
    if case .object = value.content { return object { $0.kind(kinds) } }
    return choice(from: plain.map { ($0.phrase.code, $0) })
  }
}

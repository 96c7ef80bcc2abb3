import MarketTypes
import Mathematics
import Notation
import Participants

/// Population blocks of traders with an opinion of their own, or of others.
extension ScenarioBuilder {
  func readForecasters(_ object: inout ObjectReader, _ block: Block) -> String? {
    let collateral = collateral(&object, block)
    let timing = timing(&object)
    let interval = meanInterval(&object)
    let step = object.span("step", from: 1_000, default: TimeSpan(nanoseconds: 1_000_000_000))
    let size = object.integer("size", in: lots(of: block.instrument), default: 1)
    let cap = object.optional("largestPosition")?.integer(in: lots(of: block.instrument))
    let value = object.optional("fundamentalPrice")?.integer(in: prices(of: block.instrument))
    let weights = 0.0...1e6
    let parts = object.object("weights") { inner in
      [
        inner.distribution("fundamental", in: weights), inner.distribution("chart", in: weights),
        inner.distribution("noise", in: weights),
      ].compactMap(\.self)
    }
    let deviation = object.distribution("deviation", in: 0...10)
    let window = object.distribution("window", in: 1e-3...1e9)
    let reversion = object.distribution("reversion", in: 1e-3...1e9)
    let gain = object.distribution("gain", in: 0...0.999)
    guard let step, let parts, parts.count == 3, let deviation, let window, let reversion, let gain else {
      addParticipants(object, block, collateral: collateral, timing, nil)
      return "forecaster"
    }
    addDrawnParticipants(object, block, collateral: collateral, timing) { chance in
      let fundamental = parts[0].draw(from: &chance, in: weights)
      let chart = parts[1].draw(from: &chance, in: weights)
      // Somebody without any opinion would divide by zero.
      let noise = max(parts[2].draw(from: &chance, in: weights), fundamental + chart > 0 ? 0 : 1e-9)
      return .forecaster(
        Forecaster.Settings(
          meanInterval: interval, step: step, fundamental: fundamental, chart: chart, noise: noise,
          deviation: deviation.draw(from: &chance, in: 0...10), window: window.draw(from: &chance, in: 1e-3...1e9),
          reversion: reversion.draw(from: &chance, in: 1e-3...1e9), gain: gain.draw(from: &chance, in: 0...0.999),
          size: Quantity(lots: size), largestPosition: cap.map(Quantity.init), fundamentalPrice: value.map(Price.init)))
    }
    return "forecaster"
  }

  func readMomentum(_ object: inout ObjectReader, _ block: Block) -> String? {
    let collateral = collateral(&object, block)
    let timing = timing(&object)
    let interval = meanInterval(&object)
    let window = object.span("window", from: 1_000)
    let threshold = object.double("threshold", in: 0...100, default: 0)
    let size = sizeLaw("size", &object, in: block.instrument)
    let cap = object.optional("largestPosition")?.integer(in: lots(of: block.instrument))
    var settings: MomentumTrader.Settings?
    if let window, let size {
      settings = MomentumTrader.Settings(
        meanInterval: interval, window: window, threshold: threshold, size: size,
        largestPosition: cap.map(Quantity.init))
    }
    addParticipants(object, block, collateral: collateral, timing, settings.map { .momentum($0) })
    return "momentum"
  }

  func readInformed(_ object: inout ObjectReader, _ block: Block) -> String? {
    let collateral = collateral(&object, block)
    let timing = timing(&object)
    let interval = meanInterval(&object)
    let value = insight(&object, of: block.instrument)
    let cost = object.double("cost", in: 0...1, default: 0)
    let slope = object.double("lotsPerTick", in: 1e-9...1e9)
    let largest = object.integer("largestOrder", in: lots(of: block.instrument))
    let cap = object.optional("largestPosition")?.integer(in: lots(of: block.instrument))
    var settings: InformedTrader.Settings?
    if let value, let slope, let largest {
      settings = InformedTrader.Settings(
        meanInterval: interval, value: value, cost: cost, lotsPerTick: slope, largestOrder: Quantity(lots: largest),
        largestPosition: cap.map(Quantity.init))
    }
    addParticipants(object, block, collateral: collateral, timing, settings.map { .informed($0) })
    return "informed"
  }

  /// `"index"`, a price, or prices and when each begins to hold.
  private func insight(_ object: inout ObjectReader, of instrument: InstrumentID?) -> InformedTrader.Value? {
    guard let reader = object.required("value") else { return nil }
    let prices = prices(of: instrument)
    if reader.isString { return reader.choice(from: [("index", .index)]) }
    guard reader.isArray else {
      return reader.integer(in: prices).map { .path([InformedTrader.Dated(time: .start, price: Price(ticks: $0))]) }
    }
    let path = reader.elements(count: 1...100_000)?.compactMap { element in
      element.object { inner -> InformedTrader.Dated? in
        let time = inner.span("at", default: .zero)
        let price = inner.integer("price", in: prices)
        return time.flatMap { time in
          price.map { InformedTrader.Dated(time: Time.start + time, price: Price(ticks: $0)) }
        }
      }
    }
    guard let path else { return nil }
    if zip(path, path.dropFirst()).contains(where: { $0.time > $1.time }) {
      reader.refuse("the prices must stand in order of time")
    }
    return .path(path)
  }

  func readHerding(_ object: inout ObjectReader, _ block: Block) -> String? {
    let collateral = collateral(&object, block)
    let timing = timing(&object)
    let interval = meanInterval(&object)
    let memory = object.span("memory", from: 1_000)
    let strength = object.double("strength", in: 0...1)
    let size = sizeLaw("size", &object, in: block.instrument)
    let cap = object.optional("largestPosition")?.integer(in: lots(of: block.instrument))
    let links = object.optional("links")?.double(in: 0...100)
    guard let memory, let strength, let size else {
      addParticipants(object, block, collateral: collateral, timing, nil)
      return "herding"
    }
    let settings = HerdingTrader.Settings(
      meanInterval: interval, memory: memory, strength: strength, size: size, largestPosition: cap.map(Quantity.init))
    let first = participants.count
    addParticipants(object, block, collateral: collateral, timing, .herding(settings))
    guard let links else { return "herding" }
    let groups = groups(of: block, links: links)
    for index in first..<participants.count {
      var own = settings
      own.group = groups[Int(participants[index].index)]
      participants[index].settings = .herding(own)
    }
    return "herding"
  }

  /// For each member the first one of its group. There are so many pairs as a Poisson draw of mean n × links ÷ 2, at most a
  /// million, says, each of two members drawn with equal chances; a pair of one member with itself links nobody. So two members
  /// are linked with chance 1 − e^(−links ÷ n). Drawn for the whole block, members that are left out included: those of
  /// index 2^32 − 1, purpose 0.
  private func groups(of block: Block, links: Double) -> [UInt32] {
    var chance = SeededGenerator(seed: seed, nameHash: block.hash, index: .max, purpose: DrawPurpose.opening.rawValue)
    var leader = Array(0..<UInt32(block.count))
    func first(_ member: UInt32) -> UInt32 {
      var member = member
      while leader[Int(member)] != member { member = leader[Int(member)] }
      return member
    }
    let expected = Double(block.count) * links / 2
    for _ in 0..<chance.poisson(mean: min(expected, 1e6)) {
      let one = first(UInt32(chance.uniform(below: UInt64(block.count))))
      let other = first(UInt32(chance.uniform(below: UInt64(block.count))))
      leader[Int(max(one, other))] = min(one, other)
    }
    return leader.indices.map { first(UInt32($0)) }
  }

  // MARK: Parts

  private func meanInterval(_ object: inout ObjectReader) -> TimeSpan {
    object.span("meanInterval", from: 1_000) ?? TimeSpan(nanoseconds: 1_000)
  }

  /// A participant for each member of a block, with settings of its own, drawn by seed, block and member alone.
  private func addDrawnParticipants(
    _ object: ObjectReader, _ block: Block, collateral: Int64, _ timing: Timing,
    _ draw: (inout SeededGenerator) -> ParticipantSettings
  ) {
    var chance = generator(of: block, member: 0)
    let first = participants.count
    addParticipants(object, block, collateral: collateral, timing, draw(&chance))
    for index in first..<participants.count {
      chance = generator(of: block, member: participants[index].index)
      participants[index].settings = draw(&chance)
    }
  }

  private func generator(of block: Block, member: UInt32) -> SeededGenerator {
    SeededGenerator(seed: seed, nameHash: block.hash, index: member, purpose: DrawPurpose.opening.rawValue)
  }
}

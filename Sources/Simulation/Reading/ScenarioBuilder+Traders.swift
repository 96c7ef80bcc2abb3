import MarketTypes
import Mathematics
import Notation
import Participants

/// Population blocks of leveraged traders.
extension ScenarioBuilder {
  func readTraders(_ object: inout ObjectReader, _ block: Block) -> String? {
    let isGiven = block.margin != .exempt || object.has("collateral")
    let collateral = isGiven ? object.distribution("collateral", in: Self.moneyBounds) : .fixed(0)
    let timing = timing(&object)
    let interval = object.span("interval", from: 1_000) ?? TimeSpan(nanoseconds: 1_000)
    let reaction = marginReaction(&object)
    let plan = object.object("strategy") { self.strategy(&$0, block, interval) }
    checkLinear(block, object)
    addParticipants(object, block, timing) { chance in
      let money = Money(units: Int64(collateral?.draw(from: &chance, in: Self.moneyBounds) ?? 0))
      let (answer, threshold) = reaction.draw(&chance)
      return (money, plan?(&chance, answer, threshold))
    }
    return "trader"
  }

  static var moneyBounds: ClosedRange<Double> { 0...Double(moneyLimit) }

  /// What a participant needs to trade has to be known in money per tick.
  func checkLinear(
    _ block: Block, _ object: ObjectReader, _ reason: String = "this kind trades linear ones",
    at key: String = "instrument"
  ) {
    if let instrument = block.instrument { checkLinear(instrument, object, reason, at: key) }
  }

  private func checkLinear(
    _ instrument: InstrumentID, _ object: ObjectReader, _ reason: String = "this kind trades linear ones",
    at key: String = "instrument"
  ) {
    guard rules.instruments[instrument.index].contract == .inverse else { return }
    object.refuse("\"\(names.name(of: instrument))\" is an inverse contract; \(reason)", at: key)
  }

  /// The instrument that a member names, which is a linear contract.
  func linearInstrument(_ object: inout ObjectReader) -> InstrumentID? {
    let instrument = instrument(&object)
    if let instrument { checkLinear(instrument, object) }
    return instrument
  }

  /// A participant for each member of a block, with what is drawn for it, if all that it needs was read.
  ///
  /// - Parameter draw: takes the same draws for each member, from its stream for the opening.
  func addParticipants(
    _ object: ObjectReader, _ block: Block, _ timing: Timing,
    _ draw: (inout SeededGenerator) -> (collateral: Money, settings: ParticipantSettings?)
  ) {
    guard hasRoom(for: block, object) else { return }
    for member in block.members {
      var chance = SeededGenerator(
        seed: seed, nameHash: block.hash, index: UInt32(member), purpose: DrawPurpose.opening.rawValue)
      let drawn = draw(&chance)
      let account = addMember(member, of: block, collateral: drawn.collateral.units)
      guard let instrument = block.instrument, let settings = drawn.settings else { continue }
      participants.append(
        ParticipantSpecification(
          settings: settings, seat: Seat(account: account, facts: facts(of: instrument)),
          name: block.accountName(member), blockHash: block.hash, index: UInt32(member), start: timing.start,
          connection: timing.connection))
    }
  }

  // MARK: Strategies

  /// Makes a member's settings of what is drawn for it.
  private typealias Plan = (inout SeededGenerator, MarginReaction, Double) -> ParticipantSettings

  private func strategy(_ object: inout ObjectReader, _ block: Block, _ interval: TimeSpan) -> Plan? {
    object.kind(
      [
        ("position", { self.position(&$0, block, interval) }),
        (
          "constantLeverage",
          { object in
            let leverage = object.distribution("leverage", in: Self.leverageBounds)
            return self.targeting(&object, block, interval) { chance in
              .constant(leverage?.draw(from: &chance, in: Self.leverageBounds) ?? 1)
            }
          }
        ),
        (
          "value",
          { object in
            let fair = object.optional("fair")?.double(in: 1...0x1p42)
            return self.targeting(&object, block, interval, self.pursuit(&object)) {
              .value(fair: fair, slope: $0, cap: $1, mayShort: $2)
            }
          }
        ),
        (
          "trend",
          { object in
            let halfLife = object.span("halfLife", from: 1_000) ?? TimeSpan(nanoseconds: 1_000)
            return self.targeting(&object, block, interval, self.pursuit(&object)) {
              .trend(halfLife: halfLife, slope: $0, cap: $1, mayShort: $2)
            }
          }
        ),
      ] as [(String, (inout ObjectReader) -> Plan?)])
  }

  /// How strongly a strategy follows its signal.
  private struct Pursuit {
    var slope: Distribution?
    var cap: Distribution?
    var mayShort: Bool
  }

  private static var slopeBounds: ClosedRange<Double> { 0...1e6 }

  private func pursuit(_ object: inout ObjectReader) -> Pursuit {
    Pursuit(
      slope: object.distribution("slope", in: Self.slopeBounds),
      cap: object.distribution("leverage", in: Self.leverageBounds),
      mayShort: object.boolean("mayShort", default: false))
  }

  private func targeting(
    _ object: inout ObjectReader, _ block: Block, _ interval: TimeSpan, _ pursuit: Pursuit,
    _ strategy: @escaping (Double, Double, Bool) -> LeverageStrategy
  ) -> Plan? {
    targeting(&object, block, interval) { chance in
      let slope = pursuit.slope?.draw(from: &chance, in: Self.slopeBounds) ?? 0
      let cap = pursuit.cap?.draw(from: &chance, in: Self.leverageBounds) ?? 1
      return strategy(slope, cap, pursuit.mayShort)
    }
  }

  private func targeting(
    _ object: inout ObjectReader, _ block: Block, _ interval: TimeSpan,
    _ strategy: @escaping (inout SeededGenerator) -> LeverageStrategy
  ) -> Plan? {
    let band = object.double("band", in: 0...1, default: 0)
    let legs = object.optional("legs")?.elements(count: 1...16)?.compactMap { self.leg($0) } ?? []
    let others = legs.map(\.facts.instrument)
    if let own = block.instrument, others.contains(own) {
      object.refuse("a leg is in another instrument than the block's", at: "legs")
    } else if Set(others).count < others.count {
      object.refuse("two legs are in one instrument", at: "legs")
    }
    if block.margin == .isolated, !legs.isEmpty {
      object.refuse("isolated margin is for one instrument alone", at: "legs", hint: "take \"margin\": \"cross\"")
    }
    return { chance, reaction, threshold in
      .targeter(
        LeverageTargeter.Settings(
          interval: interval, strategy: strategy(&chance), band: band, legs: legs, reaction: reaction,
          threshold: threshold))
    }
  }

  private func leg(_ value: ValueReader) -> LeverageTargeter.Leg? {
    value.object { object in
      let instrument = self.linearInstrument(&object)
      let weight = object.double("weight", in: -1_000...1_000)
      guard let instrument, let weight else { return nil }
      return LeverageTargeter.Leg(facts(of: instrument), weight: weight)
    }
  }

  // MARK: Margin calls

  /// What members do when their margin runs low, with what is drawn for each.
  private struct Reaction {
    var kind: Kind = .ignore
    var threshold = 0.0

    enum Kind {
      case ignore
      case topUp(reserve: Distribution, to: Rate)
      case deleverage(to: Double)
    }

    func draw(_ chance: inout SeededGenerator) -> (MarginReaction, Double) {
      switch kind {
      case .ignore:
        _ = chance.next()
        return (.ignore, threshold)
      case .topUp(let reserve, let multiple):
        let money = Money(units: Int64(reserve.draw(from: &chance, in: ScenarioBuilder.moneyBounds)))
        return (.topUp(reserve: money, to: multiple), threshold)
      case .deleverage(let leverage):
        _ = chance.next()
        return (.deleverage(to: leverage), threshold)
      }
    }
  }

  private func marginReaction(_ object: inout ObjectReader) -> Reaction {
    guard let value = object.optional("marginCall") else { return Reaction() }
    return value.object { object in
      let threshold = object.double("below", in: 0...1_000, default: 0)
      let kind = object.kind(
        [
          ("ignore", { _ in .ignore }),
          (
            "topUp",
            { object in
              let reserve = object.distribution("reserve", in: Self.moneyBounds)
              let multiple = object.multiple("to")
              guard let reserve, let multiple else { return nil }
              return .topUp(reserve: reserve, to: multiple)
            }
          ),
          ("deleverage", { $0.double("to", in: Self.leverageBounds).map { .deleverage(to: $0) } }),
        ] as [(String, (inout ObjectReader) -> Reaction.Kind?)])
      return kind.map { Reaction(kind: $0, threshold: threshold) }
    } ?? Reaction()
  }
}

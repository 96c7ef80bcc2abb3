import MarketTypes
import Notation
import Participants

/// Population blocks of those who work large orders.
extension ScenarioBuilder {
  func readExecutions(_ object: inout ObjectReader, _ block: Block) -> String? {
    let collateral = collateral(&object, block)
    let timing = timing(&object)
    let side = object.choice("side", from: [("buy", Side.buy), ("sell", .sell)])
    let quantity = object.integer("quantity", in: lots(of: block.instrument))
    let horizon = object.span("horizon", from: 1_000)
    let lot = block.instrument.map { rules.instruments[$0.index].orders.lotSize.lots } ?? 1
    if let quantity { checkLots(quantity, of: block, object, at: "quantity") }
    let parent = Parent(steps: (quantity ?? 1) / lot, lot: lot, horizon: horizon ?? TimeSpan(nanoseconds: 1_000))
    let schedule = object.object("schedule") { self.schedule(&$0, of: parent) }
    let child = object.optional("child")?.object { self.child(&$0, block) } ?? .market
    let catchUp = object.choice(
      "catchUp",
      from: [("spread", ExecutionTrader.CatchUp.spread), ("carry", .carry), ("cross", .cross), ("drop", .drop)],
      default: .spread)
    let completes = object.boolean("completes", default: true)
    checkLinear(block, object)
    var settings: ParticipantSettings?
    if let side, let quantity, let horizon, let schedule {
      settings = .execution(
        ExecutionTrader.Settings(
          side: side, quantity: Quantity(lots: quantity), horizon: horizon, schedule: schedule, child: child,
          catchUp: catchUp, completes: completes))
    }
    addParticipants(object, block, collateral: collateral, timing, settings)
    return "execution"
  }

  private func checkLots(_ lots: Int64, of block: Block, _ object: ObjectReader, at key: String) {
    let lot = block.instrument.map { rules.instruments[$0.index].orders.lotSize.lots } ?? 1
    if lots % lot != 0 { object.refuse("\(lots) lots are no multiple of the lot size \(lot)", at: key) }
  }

  /// A parent order in whole lot sizes.
  private struct Parent {
    var steps: Int64
    var lot: Int64
    var horizon: TimeSpan

    func slices(_ schedule: (Quantity) -> ExecutionSchedule) -> ExecutionTrader.Schedule {
      .slices(schedule(Quantity(lots: steps)).slices.map { Quantity(lots: $0.lots * lot) })
    }
  }

  private func schedule(_ object: inout ObjectReader, of parent: Parent) -> ExecutionTrader.Schedule? {
    let counts: ClosedRange<Int64> = 1...10_000
    return object.kind(
      [
        (
          "timeWeighted",
          { object in
            object.integer("slices", in: counts).map { count in
              parent.slices { .timeWeighted($0, slices: Int(count)) }
            }
          }
        ),
        (
          "volumeWeighted",
          { object in
            let profile = object.array("profile", count: 1...10_000) { $0.integer(in: 0...1_000_000_000_000) }
            // Of a profile that is wrong all through nothing is left.
            guard let profile, !profile.isEmpty else { return nil }
            return parent.slices { .volumeWeighted($0, profile: profile) }
          }
        ),
        (
          "participation",
          { object in
            let share = object.decimal("share", scale: 9, in: 1...1_000_000_000)
            let every = object.span("every", from: 1_000)
            guard let share, let every else { return nil }
            return .participation(Rate(partsPerBillion: share), every: every)
          }
        ),
        ("almgrenChriss", { self.almgrenChriss(&$0, of: parent, counts) }),
      ] as [(String, (inout ObjectReader) -> ExecutionTrader.Schedule?)])
  }

  /// In ticks, lots and seconds.
  private func almgrenChriss(
    _ object: inout ObjectReader, of parent: Parent, _ counts: ClosedRange<Int64>
  ) -> ExecutionTrader.Schedule? {
    let slices = object.integer("slices", in: counts)
    let volatility = object.double("volatility", in: 0...1e9)
    let permanent = object.double("permanentImpact", in: 0...1e9, default: 0)
    let temporary = object.double("temporaryImpact", in: 1e-15...1e12)
    let aversion = object.double("riskAversion", in: 0...1e9, default: 0)
    guard let slices, let volatility, let temporary else { return nil }
    let seconds = Double(parent.horizon.nanoseconds) / 1e9
    if temporary <= permanent * seconds / Double(slices) / 2 {
      object.refuse(
        "the temporary impact \(numberText(temporary)) is not above half the permanent impact of a slice",
        at: "temporaryImpact",
        hint: "permanentImpact × length of a slice in seconds ÷ 2 must be less")
      return nil
    }
    let formula = AlmgrenChriss(
      holding: Double(parent.steps * parent.lot), horizon: seconds, steps: Int(slices), volatility: volatility,
      fixedCost: 0, permanentImpact: permanent, temporaryImpact: temporary, riskAversion: aversion)
    return parent.slices { .following($0, steps: formula.sales()) }
  }

  private func child(_ object: inout ObjectReader, _ block: Block) -> ExecutionTrader.Child? {
    object.kind(
      [
        ("market", { _ in .market }),
        (
          "limit",
          { object in
            let offset = object.integer("offset", in: -1_000_000_000...1_000_000_000, default: 0)
            let display = object.optional("display")?.integer(in: self.lots(of: block.instrument))
            if let display { self.checkLots(display, of: block, object, at: "display") }
            return .limit(offset: PriceChange(ticks: offset), display: display.map(Quantity.init(lots:)))
          }
        ),
      ] as [(String, (inout ObjectReader) -> ExecutionTrader.Child?)])
  }
}

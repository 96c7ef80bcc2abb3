import MarketTypes
import Mathematics
import Notation
import Participants

/// Traders who take one position at a time.
extension ScenarioBuilder {
  /// What is drawn for each member, always in the order of the members here.
  private struct PositionPlan {
    var longShare: Double
    var size: Size
    var passiveShare: Double
    var passive: LeveragedTrader.Passive?
    var after: Latency
    var stopLoss: Distribution?
    var takeProfit: Distribution?
    var trigger: PriceSource
    var holding: Latency?
    var reentry: Latency?

    enum Size {
      case lots(Distribution)
      case leverage(Distribution)
    }

    func draw(
      _ chance: inout SeededGenerator, _ interval: TimeSpan, _ reaction: MarginReaction, _ threshold: Double
    ) -> LeveragedTrader.Settings {
      let side: Side = chance.uniform() < longShare ? .buy : .sell
      let size: LeveragedTrader.Size =
        switch size {
        case .lots(let lots): .lots(Quantity(roundingDown: lots.draw(from: &chance, in: ScenarioBuilder.lotsBounds)))
        case .leverage(let leverage): .leverage(leverage.draw(from: &chance, in: ScenarioBuilder.leverageBounds))
        }
      let isPassive = chance.uniform() < passiveShare
      let delay = after.span(chance.next())
      let (stop, profit) = (Self.share(stopLoss, &chance), Self.share(takeProfit, &chance))
      let (heldFor, awayFor) = (chance.next(), chance.next())
      return LeveragedTrader.Settings(
        side: side, size: size, delay: delay, interval: interval, passive: isPassive ? passive : nil, stopLoss: stop,
        takeProfit: profit, trigger: trigger, holding: holding?.span(heldFor), reentry: reentry?.span(awayFor),
        reaction: reaction, threshold: threshold)
    }

    private static func share(_ distribution: Distribution?, _ chance: inout SeededGenerator) -> Double? {
      if let distribution { return distribution.draw(from: &chance, in: ScenarioBuilder.shareBounds) }
      _ = chance.next()
      return nil
    }
  }

  fileprivate static var shareBounds: ClosedRange<Double> { 1e-9...1_000 }

  func position(
    _ object: inout ObjectReader, _ block: Block, _ interval: TimeSpan
  ) -> ((inout SeededGenerator, MarginReaction, Double) -> ParticipantSettings)? {
    let longShare: Double =
      object.choice("side", from: [("long", 1.0), ("short", 0.0), ("either", 0.5)])
      .map { $0 == 0.5 ? object.double("longShare", in: 0...1, default: 0.5) : $0 } ?? 1
    let size = size(&object)
    let entry: (share: Double, offset: Int64, patience: TimeSpan, after: Latency)? = object.optional("entry")?.object {
      (
        $0.double("passiveShare", in: 0...1, default: 0),
        $0.integer("offset", in: -1_000_000_000...1_000_000_000, default: 0),
        $0.span("patience", default: .zero) ?? .zero, self.latency("after", &$0) ?? .zero
      )
    }
    let stopLoss = share("stopLoss", &object, isBelowEntry: longShare > 0)
    let takeProfit = share("takeProfit", &object, isBelowEntry: longShare < 1)
    let trigger = object.choice(
      "trigger", from: [("mark", PriceSource.mark), ("last", .last), ("index", .index)], default: .mark)
    let (holding, reentry) = (latency("holding", &object), latency("reentry", &object))
    guard let size else { return nil }
    let plan = PositionPlan(
      longShare: longShare, size: size, passiveShare: entry?.share ?? 0,
      passive: entry.map { LeveragedTrader.Passive(offset: PriceChange(ticks: $0.offset), patience: $0.patience) },
      after: entry?.after ?? .zero, stopLoss: stopLoss, takeProfit: takeProfit, trigger: trigger, holding: holding,
      reentry: reentry)
    return { chance, reaction, threshold in .trader(plan.draw(&chance, interval, reaction, threshold)) }
  }

  /// Lots, or so many times what a member has.
  private func size(_ object: inout ObjectReader) -> PositionPlan.Size? {
    if object.has("lots") {
      if object.has("leverage") { object.refuse("\"lots\" says how large it is already", at: "leverage") }
      return object.distribution("lots", in: Self.lotsBounds).map { .lots($0) }
    }
    return object.distribution("leverage", in: Self.leverageBounds).map { .leverage($0) }
  }

  /// - Parameter isBelowEntry: whether it lies below the price at entry for some members; by the whole of it no price falls.
  private func share(_ key: String, _ object: inout ObjectReader, isBelowEntry: Bool) -> Distribution? {
    guard object.has(key), let share = object.distribution(key, in: Self.shareBounds) else { return nil }
    if isBelowEntry, let least = share.least, least >= 1, let value = object.optional(key) {
      warnings.warning(
        "\(value.path) is \(numberText(least)) of the price at entry or more, and no price falls so far: it is never reached",
        at: value.value.span, hint: "it is a share: 2 % of the price is 0.02")
    }
    return share
  }
}

import MarketTypes
import Notation

/// The rules of liquidation as a request declares them; keys are those of a scenario, spans are nanoseconds.
extension LiquidationRules {
  init(declaredBy reader: inout ObjectReader) {
    self.init()
    isOn = reader.boolean("on", default: true)
    threshold = reader.choice("when", from: LiquidationThreshold.codes, default: threshold)
    call = reader.optional("call")?.object { MarginCallRules(declaredBy: &$0) }
    cancels = reader.choice("cancels", from: OrderCancelling.codes, default: cancels)
    sizing = reader.optional("sizing").flatMap(ForcedSizing.init(declaredBy:)) ?? sizing
    limit = reader.optional("limit").flatMap(ForcedLimit.init(declaredBy:)) ?? limit
    isFillOrKill = reader.boolean("fillOrKill", default: false)
    fee = reader.optional("fee").flatMap(LiquidationFee.init(declaredBy:)) ?? fee
    budget = reader.optional("budget")?.object { StepBudget(declaredBy: &$0) } ?? budget
    order = reader.choice("order", from: LiquidationOrder.codes, default: order)
    let pacing: LiquidationPacing?? = reader.optional("pacing")?.object { object in
      object.kind([
        (
          "immediate",
          { object in
            let limit = object.integer("roundLimit", in: 1...60_000, default: 1_000)
            return .immediate(roundLimit: Int32(truncatingIfNeeded: limit))
          }
        ),
        ("timed", { .timed($0.span("interval")) }),
      ])
    }
    if let pacing = pacing ?? nil { self.pacing = pacing }
    backstop = reader.optional("backstop")?.object { BackstopRules(declaredBy: &$0) }
    deleveraging = reader.optional("deleveraging")?.object { DeleveragingRules(declaredBy: &$0) }
    losses = reader.optional("losses")?.elements(count: 0...64)?.compactMap(LossLayer.init(declaredBy:)) ?? losses
    settlesContracts = reader.boolean("settlesContracts", default: false)
  }
}

extension MarginCallRules {
  fileprivate init(declaredBy reader: inout ObjectReader) {
    let one = Rate.one.partsPerBillion
    self.init(
      topUp: reader.optional("topUp")?.rate(in: one...1000 * one),
      grace: reader.optional("grace")?.nanoseconds(from: 0) ?? .zero)
  }
}

extension StepBudget {
  fileprivate init(declaredBy reader: inout ObjectReader) {
    self.init(
      accountNotional: reader.optionalMoney("accountNotional", from: 1),
      orders: reader.optional("orders")?.integer(in: 1...Int64(Int32.max)).map(Int32.init(truncatingIfNeeded:)))
  }
}

// MARK: - Forced orders

extension ForcedSizing {
  fileprivate init?(declaredBy value: ValueReader) {
    let kinds: [(String, (inout ObjectReader) -> ForcedSizing?)] = [
      (
        "portion",
        { object in
          let portion = object.portion("portion", orElse: nil)
          return .portion(
            PortionSizing(
              portion, wholeUpTo: object.money("wholeUpTo"), atLeast: object.money("atLeast"),
              wholeFor: object.optional("wholeFor")?.nanoseconds(from: 0) ?? .zero))
        }
      ),
      (
        "toTarget",
        { object in
          .toTarget(
            TargetSizing(
              buffer: object.requiredShare("buffer"), cost: object.share("cost"),
              wholeBelow: object.money("wholeBelow"), unpacedBelow: object.money("unpacedBelow"),
              ramp: object.optional("ramp")?.object { ramp in
                LiquidationRamp(start: ramp.requiredShare("start"), duration: ramp.span("duration"))
              }))
        }
      ),
    ]
    guard let sizing = value.wordOrObject(from: [.whole, .tierStep], kinds) else { return nil }
    self = sizing
  }
}

extension ForcedLimit {
  fileprivate init?(declaredBy value: ValueReader) {
    let kinds: [(String, (inout ObjectReader) -> ForcedLimit?)] = [
      (
        "fillable",
        { object in
          let most = 1000 * Rate.one.partsPerBillion
          return .fillable(
            FillableLimit(
              aggressiveness: object.optional("aggressiveness")?.rate(in: 0...most) ?? .one,
              spread: object.optional("spread")?.rate(in: 0...most) ?? .one))
        }
      ),
      (
        "indexBand",
        { object in
          let width = object.requiredShare("width")
          return .indexBand(
            IndexBand(
              width: width, patience: object.optional("patience")?.nanoseconds(from: 0) ?? .zero,
              growthPerSecond: object.share("growthPerSecond"), most: object.optionalShare("most") ?? width))
        }
      ),
      ("disposalRange", { .disposalRange($0.requiredShare("range")) }),
    ]
    guard let limit = value.wordOrObject(from: Self.plain, kinds) else { return nil }
    self = limit
  }
}

extension LiquidationFee {
  fileprivate init?(declaredBy value: ValueReader) {
    let kinds: [(String, (inout ObjectReader) -> LiquidationFee?)] = [
      ("surplus", { .surplus(most: $0.requiredShare("most")) }),
      ("spare", { .spare(most: $0.requiredShare("most"), discount: $0.share("discount")) }),
    ]
    guard let fee = value.wordOrObject(from: [.flat], kinds) else { return nil }
    self = fee
  }
}

import MarketTypes
import Notation
import Participants

/// Population blocks of queue-reactive flow.
extension ScenarioBuilder {
  func readQueueReactiveFlow(_ object: inout ObjectReader, _ block: Block) -> String? {
    if let instrument = block.instrument, rules.instruments[instrument.index].orders.tickSize.ticks > 1 {
      object.refuse(
        "queues are those of neighbouring prices, and the tick size of \"\(names.name(of: instrument))\" is not 1",
        at: "kind",
        hint: "count prices in that tick, with \"tickSize\" 1")
    }
    let collateral = collateral(&object, block)
    let timing = timing(&object)
    let size = object.integer("size", in: lots(of: block.instrument), default: 1)
    let levels = object.array("levels", count: 1...100) { $0.object { self.levelRates(&$0) } }
    let reference = object.optional("reference")?.integer(in: prices(of: block.instrument))
    let follow = object.double("follow", in: 0...1, default: 0)
    let renew = object.double("renew", in: 0...1, default: 0)
    let opensBook = object.boolean("opensBook", default: true)
    let facing: (few: Int64, many: Int64)? = object.optional("facing")?.object {
      let few = $0.integer("few", in: 0...1_000_000) ?? 0
      let many = $0.integer("many", in: 0...1_000_000) ?? few
      if few > many { $0.refuse("\"few\" is \(few), more than \"many\", which is \(many)", at: "few") }
      return (few, many)
    }
    checkFacing(levels, facing == nil, object)
    if let instrument = block.instrument, !rules.instruments[instrument.index].publishesLevels {
      object.refuse(
        "a queue-reactive flow follows price levels, and \"\(names.name(of: instrument))\" publishes none",
        at: "instrument", hint: "add \"publishesLevels\": true to the instrument")
    }
    var settings: QueueReactiveFlow.Settings?
    if let levels, !levels.isEmpty {
      settings = QueueReactiveFlow.Settings(
        levels: levels, size: Quantity(lots: size), reference: reference.map(Price.init), follow: follow, renew: renew,
        opensBook: opensBook, few: facing?.few ?? 0, many: facing?.many ?? .max)
    }
    addParticipants(object, block, collateral: collateral, timing, settings.map { .queueReactiveFlow($0) })
    return "queueReactiveFlow"
  }

  private func levelRates(_ object: inout ObjectReader) -> LevelRates? {
    let plain = queueRates(&object)
    let alone = object.optional("alone")?.object { self.queueRates(&$0) }
    let none = object.optional("facingNone")?.object { self.queueRates(&$0) }
    let few = object.optional("facingFew")?.object { self.queueRates(&$0) }
    let many = object.optional("facingMany")?.object { self.queueRates(&$0) }
    return plain.map { LevelRates($0, alone: alone, facingNone: none, facingFew: few, facingMany: many) }
  }

  private func queueRates(_ object: inout ObjectReader) -> QueueRates? {
    func rates(_ key: String, _ object: inout ObjectReader) -> [Double]? {
      object.array(key, count: 1...10_000) { $0.double(in: 0...1e9) }
    }
    let limit = rates("limit", &object)
    let cancel = rates("cancel", &object)
    let market = object.has("market") ? rates("market", &object) : [0]
    guard let limit, let cancel, let market, !limit.isEmpty, !cancel.isEmpty, !market.isEmpty else { return nil }
    let queue = QueueRates(limit: limit, cancel: cancel, market: market)
    if !queue.isStable {
      object.refuse(
        "the longest queues would not shrink: the last rate of \"limit\" must be below those of \"cancel\" and \"market\"",
        at: "limit")
    }
    return queue
  }

  /// Rates by the length of the other side's first queue need bounds, and the bounds need such rates.
  private func checkFacing(_ levels: [LevelRates]?, _ isAbsent: Bool, _ object: ObjectReader) {
    guard let levels else { return }
    let isNeeded = levels.contains { $0.facingFew != nil || $0.facingMany != nil }
    if isNeeded, isAbsent {
      object.refuse("it is not said how many are few and how many are many", at: "levels", hint: "add \"facing\"")
    }
    if !isNeeded, !isAbsent { object.refuse("no level has rates that depend on it", at: "facing") }
  }
}

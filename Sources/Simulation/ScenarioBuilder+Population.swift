import MarketTypes
import Mathematics
import Notation
import Participants

/// Blocks of participants and of leveraged accounts.
extension ScenarioBuilder {
  func readPopulation(_ reader: inout ObjectReader) {
    for value in reader.optional("population")?.elements(count: 0...1_000) ?? [] {
      _ = value.object { object in
        guard let block = readBlock(&object) else { return true }
        let first = names.accounts.count
        let kind = object.kind(
          [
            ("maker", { self.readMakers(&$0, block) }), ("taker", { self.readTakers(&$0, block) }),
            ("leveraged", { self.readLeveraged(&$0, block) }),
          ] as [(String, (inout ObjectReader) -> String?)])
        if let kind {
          blocks.append(PopulationCount(name: block.name, kind: kind, accounts: first..<names.accounts.count))
        }
        return true
      }
    }
  }

  struct Block {
    var name: String
    var hash: UInt32
    /// The members by index; those left out by `except` draw nothing and shift nobody.
    var members: [Int64]
    var instrument: InstrumentID

    func accountName(_ member: Int64) -> String { "\(name)-\(member + 1)" }
  }

  private func readBlock(_ object: inout ObjectReader) -> Block? {
    let name = object.name("name") ?? ""
    let left = Int64(Self.accountLimit - names.accounts.count)
    let count = object.integer("count", in: 1...max(1, left)) ?? 1
    let except = object.optional("except")?.elements(count: 0...100_000)?.compactMap { $0.integer(in: 1...count) } ?? []
    guard let instrument = instrument(&object) else { return nil }
    let hash = SeededGenerator.nameHash(name.utf8)
    if let other = blockHashes[hash] {
      object.refuse(
        other == name
          ? "there are two population blocks named \"\(name)\""
          : "the names \"\(name)\" and \"\(other)\" draw the same random numbers", at: "name",
        hint: "rename one of them")
    }
    blockHashes[hash] = name
    let leftOut = Set(except.map { $0 - 1 })
    let block = Block(
      name: name, hash: hash, members: (0..<count).filter { !leftOut.contains($0) }, instrument: instrument)
    for member in block.members where indexOfAccount[block.accountName(member)] != nil {
      object.refuse("there are two accounts named \"\(block.accountName(member))\"", at: "name")
      break
    }
    return block
  }

  private struct Timing {
    var start: TimeSpan
    var data: TimeSpan
    var orders: TimeSpan
    var jitter: TimeSpan
  }

  private func timing(_ object: inout ObjectReader) -> Timing {
    let start = object.span("start", default: .zero) ?? .zero
    return object.optional("latency")?.object { inner in
      Timing(
        start: start, data: inner.span("data", default: .zero) ?? .zero,
        orders: inner.span("orders", default: .zero) ?? .zero,
        jitter: inner.span("jitter", default: .zero) ?? .zero)
    } ?? Timing(start: start, data: .zero, orders: .zero, jitter: .zero)
  }

  private func addParticipant(
    _ kind: ParticipantSpecification.Kind, _ block: Block, _ member: Int64, _ timing: Timing
  ) {
    participants.append(
      ParticipantSpecification(
        kind: kind, name: block.accountName(member), blockHash: block.hash, index: UInt32(member),
        start: timing.start, dataLatency: timing.data, orderLatency: timing.orders, orderJitter: timing.jitter))
  }

  private func readMakers(_ object: inout ObjectReader, _ block: Block) -> String? {
    let collateral = object.integer("collateral", in: 0...Self.moneyLimit) ?? 0
    let timing = timing(&object)
    let ticks = 0.0...1e9
    let interval = object.span("interval", from: 1_000) ?? TimeSpan(nanoseconds: 1_000)
    let spread: (base: Double, maximum: Double, volatility: Double, decay: Double, inventory: Double)? = object.object(
      "spread"
    ) {
      (
        $0.double("base", in: ticks) ?? 1, $0.double("maximum", in: 1...1e9, default: 1e9),
        $0.double("volatility", in: 0...1_000, default: 0),
        $0.double("decay", in: 0...0.999_999, default: 0.9), $0.double("inventory", in: ticks, default: 0)
      )
    }
    let inventory: (skew: Double, limit: Int64)? = object.object("inventory") {
      ($0.double("skew", in: 0...1e6, default: 0), $0.integer("limit", in: 1...(1 << 61)) ?? 1)
    }
    let ladder: (levels: Int64, step: Double, size: Int64, decay: Double)? = object.object("ladder") {
      (
        $0.integer("levels", in: 1...100, default: 1), $0.double("step", in: 0...1e9, default: 1),
        $0.integer("size", in: 1...(1 << 61)) ?? 1, $0.double("sizeDecay", in: 0...100, default: 0)
      )
    }
    let stress: (reference: Double, from: Double, full: Double, withdrawal: Double)? = object.object("stress") {
      let from = $0.double("from", in: 0...1e6) ?? 1
      let full = $0.double("full", in: 0...1e6) ?? 2
      if full <= from { $0.refuse("\"full\" is \(full), not more than \"from\", which is \(from)", at: "full") }
      return (
        $0.double("volatility", in: 1e-6...1e9) ?? 1, from, full, $0.double("withdrawal", in: 0...1, default: 1)
      )
    }
    let pull = object.double("pull", in: 0.000_001...1, default: 1)
    guard let spread, let inventory, let ladder, let stress else { return "maker" }
    for member in block.members {
      let account = addAccount(block.accountName(member), .cross, collateral: collateral)
      let settings = DynamicSpreadMaker.Settings(
        account: account, instrument: block.instrument, interval: interval, base: spread.base,
        maximum: spread.maximum, volatilityWeight: spread.volatility, volatilityDecay: spread.decay,
        inventoryWeight: spread.inventory,
        skew: inventory.skew, inventoryLimit: Quantity(lots: inventory.limit), levels: Int(ladder.levels),
        levelStep: ladder.step, size: Quantity(lots: ladder.size), sizeDecay: ladder.decay,
        referenceVolatility: stress.reference, stressFrom: stress.from, stressFull: stress.full,
        maximumWithdrawal: stress.withdrawal, pull: pull)
      addParticipant(.maker(settings), block, member, timing)
    }
    return "maker"
  }

  private func readTakers(_ object: inout ObjectReader, _ block: Block) -> String? {
    let collateral = object.integer("collateral", in: 0...Self.moneyLimit) ?? 0
    let timing = timing(&object)
    let interval = object.span("meanInterval", from: 1_000) ?? TimeSpan(nanoseconds: 1_000)
    let largest = object.integer("largestOrder", in: 1...(1 << 61)) ?? 1
    let limits: (share: Double, farthest: Int64, life: TimeSpan)? = object.optional("limits")?.object {
      (
        $0.double("share", in: 0...1) ?? 0, $0.integer("farthest", in: 1...1_000_000_000) ?? 1,
        $0.span("meanLife", from: 1_000) ?? TimeSpan(nanoseconds: 1_000)
      )
    }
    for member in block.members {
      let account = addAccount(block.accountName(member), .cross, collateral: collateral)
      let settings = ZeroIntelligenceTaker.Settings(
        account: account, instrument: block.instrument, meanInterval: interval, largestOrder: Quantity(lots: largest),
        limitShare: limits?.share ?? 0, farthest: PriceChange(ticks: limits?.farthest ?? 1),
        meanLife: limits?.life ?? TimeSpan(nanoseconds: 1_000))
      addParticipant(.taker(settings), block, member, timing)
    }
    return "taker"
  }

  /// Accounts that hold a leveraged position from the start and do nothing: fuel.
  private func readLeveraged(_ object: inout ObjectReader, _ block: Block) -> String? {
    let side = object.choice("side", from: [("long", Side.buy), ("short", .sell)])
    let counterparty = account("against", &object)
    let leverage = object.distribution("leverage", in: 0.01...1_000)
    let lots = object.distribution("lots", in: 1...1e15)
    guard let mark = marks[block.instrument.index] else {
      object.refuse(
        "leveraged accounts need an opening mark for \"\(names.name(of: block.instrument))\"", at: "instrument",
        hint: "add \"openingMark\" to the instrument")
      return "leveraged"
    }
    guard let side, let counterparty, let leverage, let lots else { return "leveraged" }
    let tickValue = rules.instruments[block.instrument.index].tickValue.units
    let largest = rules.instruments[block.instrument.index].maximumPosition.lots
    for member in block.members {
      var generator = SeededGenerator(
        seed: seed, nameHash: block.hash, index: UInt32(member), purpose: DrawPurpose.opening.rawValue)
      let size = min(largest, max(1, Quantity(roundingDown: lots.draw(from: &generator)).lots))
      let times = max(0.01, leverage.draw(from: &generator))
      let notional = size * mark.ticks * tickValue
      let collateral = min(Self.moneyLimit, Int64((Double(notional) / times).rounded(.up)))
      let account = addAccount(block.accountName(member), .cross, collateral: collateral)
      holdings.append(
        HoldingOpening(
          account: account, counterparty: counterparty, instrument: block.instrument,
          position: Position(lots: side.sign * size), price: mark))
    }
    return "leveraged"
  }
}

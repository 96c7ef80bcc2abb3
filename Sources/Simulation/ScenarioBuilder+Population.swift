import MarketTypes
import Mathematics
import Notation
import Participants

/// Blocks of participants and of leveraged accounts.
extension ScenarioBuilder {
  func readPopulation(_ reader: inout ObjectReader) {
    for value in reader.optional("population")?.elements(count: 0...1_000) ?? [] {
      _ = value.object { object in
        let block = readBlock(&object)
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
    var count: Int64
    /// Members, by index, that are not there; they draw nothing and shift nobody.
    var leftOut: Set<Int64>
    /// `nil` after an error.
    var instrument: InstrumentID?
    /// How each member's margin is reckoned.
    var margin: AccountKind

    /// By index, in order.
    var members: some Sequence<Int64> { (0..<count).lazy.filter { !leftOut.contains($0) } }

    func accountName(_ member: Int64) -> String { "\(name)-\(member + 1)" }
  }

  private func readBlock(_ object: inout ObjectReader) -> Block {
    let name = object.name("name")
    var count = object.integer("count", in: 1...Int64(Self.accountLimit)) ?? 1
    if names.accounts.count + Int(count) > Self.accountLimit {
      object.refuse("there would be more than \(Self.accountLimit) accounts", at: "count")
      count = 1
    }
    let except = object.optional("except")?.elements(count: 0...100_000)?.compactMap { $0.integer(in: 1...count) } ?? []
    let block = Block(
      name: name ?? "", hash: SeededGenerator.nameHash((name ?? "").utf8), count: count,
      leftOut: Set(except.map { $0 - 1 }), instrument: instrument(&object), margin: margin(&object))
    if name != nil { checkNames(of: block, object) }
    return block
  }

  private func checkNames(of block: Block, _ object: ObjectReader) {
    if let other = blockHashes[block.hash] {
      object.refuse(
        other == block.name
          ? "there are two population blocks named \"\(other)\""
          : "the names \"\(block.name)\" and \"\(other)\" draw the same random numbers", at: "name",
        hint: "rename one of them")
      return
    }
    blockHashes[block.hash] = block.name
    let longest = block.accountName(block.count - 1)
    if !isName(longest) {
      object.refuse("the block's last account would be named \"\(longest)\", which is too long", at: "name")
    }
    if let taken = block.members.first(where: { indexOfAccount[block.accountName($0)] != nil }) {
      object.refuse("there are two accounts named \"\(block.accountName(taken))\"", at: "name")
    }
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

  /// Whether there may be as many more participants as the block has.
  private func hasRoom(for block: Block, _ object: ObjectReader) -> Bool {
    if participants.count + Int(block.count) <= Self.participantLimit { return true }
    object.refuse("there would be more than \(Self.participantLimit) makers and takers", at: "count")
    return false
  }

  private func addParticipant(
    _ kind: ParticipantSpecification.Kind, _ block: Block, _ member: Int64, _ timing: Timing
  ) {
    participants.append(
      ParticipantSpecification(
        kind: kind, name: block.accountName(member), blockHash: block.hash, index: UInt32(member),
        start: timing.start, dataLatency: timing.data, orderLatency: timing.orders, orderJitter: timing.jitter))
  }

  /// What makers and takers know of how orders must look.
  private func steps(of instrument: InstrumentID) -> OrderSteps {
    let limits = rules.instruments[instrument.index].orders
    return OrderSteps(lot: limits.lotSize, tick: limits.tickSize)
  }

  private func readMakers(_ object: inout ObjectReader, _ block: Block) -> String? {
    let collateral = object.integer("collateral", in: 0...Self.moneyLimit) ?? 0
    let timing = timing(&object)
    let ticks = 0.0...1e9
    let interval = object.span("interval", from: 1_000) ?? TimeSpan(nanoseconds: 1_000)
    let spread: (base: Double, maximum: Double, volatility: Double, decay: Double, inventory: Double)? = object.object(
      "spread"
    ) {
      let base = $0.double("base", in: ticks) ?? 0
      let maximum = $0.double("maximum", in: 1...1e9, default: 1e9)
      if base > maximum { $0.refuse("\"base\" is \(base), more than \"maximum\", which is \(maximum)", at: "base") }
      return (
        base, maximum, $0.double("volatility", in: 0...1_000, default: 0),
        $0.double("decay", in: 0...0.999_999, default: 0.9), $0.double("inventory", in: ticks, default: 0)
      )
    }
    let lots = lots(of: block.instrument)
    let inventory: (skew: Double, limit: Int64)? = object.object("inventory") {
      ($0.double("skew", in: 0...1e6, default: 0), $0.integer("limit", in: lots) ?? 1)
    }
    let ladder: (levels: Int64, step: Double, size: Int64, decay: Double)? = object.object("ladder") {
      (
        $0.integer("levels", in: 1...100, default: 1), $0.double("step", in: 0...1e9, default: 1),
        $0.integer("size", in: lots) ?? 1, $0.double("sizeDecay", in: 0...100, default: 0)
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
    guard hasRoom(for: block, object) else { return "maker" }
    for member in block.members {
      let account = addMember(member, of: block, collateral: collateral)
      guard let instrument = block.instrument, let spread, let inventory, let ladder, let stress else { continue }
      let settings = DynamicSpreadMaker.Settings(
        account: account, instrument: instrument, maximumPrice: rules.instruments[instrument.index].maximumPrice,
        steps: steps(of: instrument), interval: interval, base: spread.base, maximum: spread.maximum,
        volatilityWeight: spread.volatility,
        volatilityDecay: spread.decay, inventoryWeight: spread.inventory, skew: inventory.skew,
        inventoryLimit: Quantity(lots: inventory.limit), levels: Int(ladder.levels), levelStep: ladder.step,
        size: Quantity(lots: ladder.size), sizeDecay: ladder.decay, referenceVolatility: stress.reference,
        stressFrom: stress.from, stressFull: stress.full, maximumWithdrawal: stress.withdrawal, pull: pull)
      addParticipant(.maker(settings), block, member, timing)
    }
    return "maker"
  }

  private func readTakers(_ object: inout ObjectReader, _ block: Block) -> String? {
    let collateral = object.integer("collateral", in: 0...Self.moneyLimit) ?? 0
    let timing = timing(&object)
    let interval = object.span("meanInterval", from: 1_000) ?? TimeSpan(nanoseconds: 1_000)
    let largest = object.integer("largestOrder", in: lots(of: block.instrument)) ?? 1
    let limits: (share: Double, farthest: Int64, life: TimeSpan)? = object.optional("limits")?.object {
      (
        $0.double("share", in: 0...1) ?? 0, $0.integer("farthest", in: 1...1_000_000_000) ?? 1,
        $0.span("meanLife", from: 1_000) ?? TimeSpan(nanoseconds: 1_000)
      )
    }
    guard hasRoom(for: block, object) else { return "taker" }
    for member in block.members {
      let account = addMember(member, of: block, collateral: collateral)
      guard let instrument = block.instrument else { continue }
      let settings = ZeroIntelligenceTaker.Settings(
        account: account, instrument: instrument, steps: steps(of: instrument), meanInterval: interval,
        largestOrder: Quantity(lots: largest),
        limitShare: limits?.share ?? 0, farthest: PriceChange(ticks: limits?.farthest ?? 1),
        meanLife: limits?.life ?? TimeSpan(nanoseconds: 1_000))
      addParticipant(.taker(settings), block, member, timing)
    }
    return "taker"
  }

  /// Accounts that hold a leveraged position from the start and do nothing: fuel.
  private func readLeveraged(_ object: inout ObjectReader, _ block: Block) -> String? {
    let side = object.choice("side", from: [("long", Side.buy), ("short", .sell)])
    let counterparty = trader("against", &object, in: block.instrument)
    let leverage = object.distribution("leverage", in: Self.leverageBounds)
    let lots = object.distribution("lots", in: Self.lotsBounds)
    if let instrument = block.instrument, marks[instrument.index] == nil {
      object.refuse(
        "leveraged accounts need an opening mark for \"\(names.name(of: instrument))\"", at: "instrument",
        hint: "add \"openingMark\" to the instrument")
    }
    let place = Int32(places.count)
    places.append(object.span.opening)
    var isTooRich = false
    for member in block.members {
      let account = addMember(member, of: block, collateral: 0)
      guard let instrument = block.instrument, isSound[instrument.index], let mark = marks[instrument.index], let side,
        let counterparty, let leverage, let lots
      else { continue }
      var generator = SeededGenerator(
        seed: seed, nameHash: block.hash, index: UInt32(member), purpose: DrawPurpose.opening.rawValue)
      let rules = rules.instruments[instrument.index]
      let drawn = Quantity(roundingDown: lots.draw(from: &generator, in: Self.lotsBounds))
      let size = min(drawn, rules.maximumPosition)
      let notional =
        rules.contract == .linear
        ? Double(size.lots * mark.ticks * rules.tickValue.units)
        : Double(size.lots * rules.tickValue.units) / Double(mark.ticks)
      let collateral = (notional / leverage.draw(from: &generator, in: Self.leverageBounds)).rounded(.up)
      isTooRich = isTooRich || collateral > Double(Self.moneyLimit)
      deposits[account.index] = isTooRich ? 0 : Int64(collateral)
      placeOfHolding.append(place)
      holdings.append(
        HoldingOpening(
          account: account, counterparty: counterparty, instrument: instrument,
          position: Position(lots: side.sign * size.lots), price: mark))
    }
    if isTooRich {
      object.refuse("an account of this block would need a collateral of more than \(Self.moneyLimit)", at: "leverage")
    }
    return "leveraged"
  }

  private static let leverageBounds = 0.01...1_000.0
  private static let lotsBounds = 1.0...1e15
}

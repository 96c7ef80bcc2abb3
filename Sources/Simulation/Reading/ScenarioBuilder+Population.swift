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
            ("maker", { self.readMakers(&$0, block) }), ("quoter", { self.readQuoters(&$0, block) }),
            ("grid", { self.readGrids(&$0, block) }), ("taker", { self.readTakers(&$0, block) }),
            ("leveraged", { self.readLeveraged(&$0, block) }),
            ("poissonFlow", { self.readPoissonFlow(&$0, block) }),
            ("queueReactiveFlow", { self.readQueueReactiveFlow(&$0, block) }),
            ("hawkesFlow", { self.readHawkesFlow(&$0, block) }),
            ("splittingFlow", { self.readSplittingFlow(&$0, block) }),
            ("forecaster", { self.readForecasters(&$0, block) }), ("momentum", { self.readMomentum(&$0, block) }),
            ("informed", { self.readInformed(&$0, block) }), ("herding", { self.readHerding(&$0, block) }),
            ("trader", { self.readTraders(&$0, block) }), ("arbitrageur", { self.readArbitrageurs(&$0, block) }),
            ("execution", { self.readExecutions(&$0, block) }),
          ] as [(String, (inout ObjectReader) -> String?)])
        if let kind {
          blocks.append(PopulationCount(name: block.name, kind: kind, accounts: first..<names.accounts.count))
        } else {
          refusedBlockNames.insert(block.name)
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
    var count = object.integer("count", in: 1...Int64(Scenario.Limits.Resource.accounts.most)) ?? 1
    if !allows(names.accounts.count + Int(count), .accounts, object, at: "count") { count = 1 }
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

  /// Whether there may be as many more participants as the block has.
  func hasRoom(for block: Block, _ object: ObjectReader) -> Bool {
    allows(participants.count + Int(block.count), .participants, object, at: "count")
  }

  /// What each member of a block brings. Exempt ones need bring nothing.
  func collateral(_ object: inout ObjectReader, _ block: Block) -> Int64 {
    if block.margin == .exempt { return object.integer("collateral", in: 0...Self.moneyLimit, default: 0) }
    return object.integer("collateral", in: 0...Self.moneyLimit) ?? 0
  }

  /// A participant for each member of a block, if all that it needs was read.
  func addParticipants(
    _ object: ObjectReader, _ block: Block, collateral: Int64, _ timing: Timing, _ settings: ParticipantSettings?
  ) {
    guard hasRoom(for: block, object), hasRoom(for: settings, of: block, object) else { return }
    for member in block.members {
      let account = addMember(member, of: block, collateral: collateral)
      guard let instrument = block.instrument, let settings else { continue }
      participants.append(
        ParticipantSpecification(
          settings: settings, seat: Seat(account: account, facts: facts(of: instrument)),
          name: block.accountName(member), blockHash: block.hash, index: UInt32(member), start: timing.start,
          connection: timing.connection))
    }
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
      let size = max(facts(of: instrument).steps.settled(min(drawn, rules.maximumPosition)), rules.orders.lotSize)
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

  static let leverageBounds = 0.01...1_000.0
  static let lotsBounds = 1.0...1e15
}

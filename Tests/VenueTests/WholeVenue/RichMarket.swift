import MarketTypes
import TestSupport

/// A wider market with what few venues have all at once: collateral in assets whose prices jump, accounts under portfolio
/// margin, prices that several sources make.
struct RichMarket {
  private(set) var rules: VenueRules
  private var base: WideMarket
  private var random: SplitMix64
  private var now = Time.start
  private var assetPrices: [Int64]
  /// What the base last gave each index.
  private var indices: [Int64]

  init(seed: UInt64) {
    base = WideMarket(seed: seed)
    rules = base.rules
    random = SplitMix64(seed: seed ^ 0x21C4_E2AA)
    RichMarketRules.enrich(&rules, &random)
    assetPrices = rules.assets.map { _ in 100 }
    indices = rules.instruments.map { _ in 1_000 }
  }

  mutating func opening() -> [Command] {
    var commands = base.opening()
    // Who has less cash has assets instead.
    for place in commands.indices {
      if case .deposit(let account, let amount, _) = commands[place].action, random.once(in: 2) {
        commands[place].action = .deposit(account, Money(units: amount.units / 3 + 1))
      }
      if case .openAccount(var opening) = commands[place].action, opening.kind == .cross, rules.portfolio != nil,
        random.once(in: 2)
      {
        opening.kind = .portfolio
        commands[place].action = .openAccount(opening)
      }
    }
    // Now and then one has no price yet.
    for asset in rules.assets.indices where random.below(6) > 0 { commands.append(Command(report(of: asset))) }
    if !rules.assets.isEmpty {
      for _ in 0..<14 { commands.append(Command(deposit())) }
    }
    return commands
  }

  mutating func next() -> Command {
    if random.once(in: 12) {
      let instrument = random.below(rules.instruments.count)
      if let index = rules.instruments[instrument].otherVenues {
        let subject = PriceSubject.otherVenues(InstrumentID(number: UInt16(instrument)))
        return Command(word(of: subject, index, near: indices[instrument], highest: 5_000), at: now)
      }
    }
    if random.below(5) > 0 || rules.assets.isEmpty {
      let command = base.next()
      now = command.time
      return Command(sourced(command.action), at: now)
    }
    return Command(assetAction(), at: now)
  }

  // MARK: Sources

  /// What sources make is not given as it is, but for a few times.
  private mutating func sourced(_ action: Command.Action) -> Command.Action {
    guard case .setIndex(let update) = action else { return action }
    indices[update.instrument.index] = update.price.ticks
    guard let index = rules.instruments[update.instrument.index].indexSources, random.below(12) > 0 else {
      return action
    }
    return word(of: .instrument(update.instrument), index, near: update.price.ticks, highest: 5_000)
  }

  /// One source says something, is lost, or goes over to another contract; now and then there is no such source.
  private mutating func word(
    of subject: PriceSubject, _ index: IndexRules, near ticks: Int64, highest: Int64
  ) -> Command.Action {
    let source = UInt8(random.below(40) > 0 ? random.below(index.weights.count) : index.weights.count)
    let reach = max(ticks / 50, 1)
    let price = Price(ticks: min(max(ticks + random.from(-reach, through: reach), 1), highest))
    switch random.below(12) {
    case 0, 1: return .report(SourceReport(subject, source: source, price: nil))
    case 2:
      let other = Price(ticks: min(max(price.ticks + random.from(-3 * reach, through: 3 * reach), 1), highest))
      return .roll(SourceRoll(subject, source: source, price: other))
    default: return .report(SourceReport(subject, source: source, price: price))
    }
  }

  // MARK: Assets

  private mutating func assetAction() -> Command.Action {
    let asset = random.below(rules.assets.count)
    switch random.below(8) {
    case 0, 1, 2:
      assetPrices[asset] = min(max(assetPrices[asset] + random.from(-60, through: 60), 5), 240)
      if let index = rules.assets[asset].indexSources {
        return word(
          of: .asset(AssetID(number: UInt16(asset + 1))), index, near: assetPrices[asset], highest: 200)
      }
      return report(of: asset)
    case 3, 4: return deposit()
    case 5: return .withdraw(account(), Money(units: random.from(1, through: 15)), of: self.asset())
    case 6:
      let (owner, sub) = (3 + random.below(2), WaterfallMarket.accounts - 4 + random.below(4))
      let isToSub = random.once(in: 2)
      return .transfer(
        CollateralTransfer(
          from: AccountID(number: Int32(isToSub ? owner : sub)), to: AccountID(number: Int32(isToSub ? sub : owner)),
          amount: Money(units: random.from(1, through: 15)), asset: self.asset()))
    default: return .report(SourceReport(.asset(self.asset()), source: UInt8(random.below(2)), price: nil))
    }
  }

  private mutating func deposit() -> Command.Action {
    .deposit(account(), Money(units: random.from(1, through: 30)), of: asset())
  }

  private func report(of asset: Int) -> Command.Action {
    .report(
      SourceReport(
        .asset(AssetID(number: UInt16(asset + 1))), source: 0, price: Price(ticks: assetPrices[asset])))
  }

  private mutating func account() -> AccountID { AccountID(number: Int32(random.below(WaterfallMarket.accounts))) }
  /// Now and then one that there is not.
  private mutating func asset() -> AssetID {
    AssetID(number: UInt16(random.once(in: 30) ? rules.assets.count + 1 : 1 + random.below(rules.assets.count)))
  }
}

import MarketTypes

/// What is sampled and paid because time has passed (CLR-39, CLR-40, FND-1 to FND-5, FND-8).
extension NaiveVenue {
  /// When an instrument next samples or pays, and its premiums since the last payment, in parts per trillion.
  struct CashFlows {
    var sample: Int64?
    var payment: Int64?
    var premiums: [Int128] = []
    var settlement: Int64?
    var expiry: Int64?
    /// When volatility is next looked at.
    var volatility: Int64?

    init(_ rules: InstrumentRules) {
      if case .premium(let premium) = rules.funding?.method { sample = premium.sampling.nanoseconds }
      payment = rules.funding?.interval.nanoseconds
      settlement = rules.markToMarket?.nanoseconds
      expiry = rules.expiry?.moment.nanoseconds
      volatility = rules.addOns.volatility?.interval.nanoseconds
    }

    var next: Int64? { [sample, payment].compactMap { $0 }.min() }
  }

  // MARK: Funding

  /// All samples that are due, then all payments, lowest instrument first.
  mutating func payFunding() {
    for instrument in instruments.indices {
      guard let funding = instruments[instrument].funding, case .premium(let premium) = funding.method else { continue }
      if let moment = markets[instrument].cash.sample, moment <= now {
        takePremium(instrument, premium)
        markets[instrument].cash.sample = moment + premium.sampling.nanoseconds
      }
    }
    for instrument in instruments.indices {
      guard let funding = instruments[instrument].funding, let moment = markets[instrument].cash.payment, moment <= now
      else { continue }
      let rate =
        switch funding.method {
        case .premium(let premium): rate(instrument, funding, premium)
        case .timeWeighted(let average): rate(instrument, funding, average, until: moment)
        }
      if let rate { markets[instrument].memory.rate = rate }
      markets[instrument].cash.premiums = []
      markets[instrument].cash.payment = moment + funding.interval.nanoseconds
      let price = funding.price == .index ? markets[instrument].index : markets[instrument].mark
      if let rate, let price, !markets[instrument].isSettled { pay(rate, at: price, instrument) }
    }
  }

  /// FND-2.
  private mutating func takePremium(_ instrument: Int, _ premium: PremiumFunding) {
    guard let index = markets[instrument].index else { return }
    let (bid, ask) = (impactPrice(premium.notional, .sell, instrument), impactPrice(premium.notional, .buy, instrument))
    let above = bid.map { max($0 - Int(index), 0) } ?? 0
    let below = ask.map { max(Int(index) - $0, 0) } ?? 0
    let share = (Int128(above - below) * 1_000_000_000_000).divided(by: Int128(index), rounding: .down)
    markets[instrument].cash.premiums.append(min(max(share, -1_000_000_000_000), 1_000_000_000_000))
  }

  /// The mean price at which so much could be sold, down, or bought, up, at once; `nil` where the book holds less (MRK-12).
  func impactPrice(_ notional: Money, _ taker: Side, _ instrument: Int) -> Int? {
    let shown = levels(instrument, taker.opposite).sorted { taker == .sell ? $0.key > $1.key : $0.key < $1.key }
    var (left, paid, lots) = (Int(notional.units), 0, 0)
    for (price, quantity) in shown where left > 0 {
      let perLot = max(1, self.notional(of: 1, at: Int(price), instrument))
      let taken = min(Int(quantity), ceiling(of: left, times: 1, over: perLot))
      (paid, lots, left) = (paid + Int(price) * taken, lots + taken, left - taken * perLot)
    }
    if left > 0 || lots == 0 { return nil }
    return taker == .sell ? floor(of: paid, times: 1, over: lots) : ceiling(of: paid, times: 1, over: lots)
  }

  /// FND-3 to FND-5; `nil` where nothing is known (FND-7).
  private func rate(_ instrument: Int, _ funding: FundingRules, _ premium: PremiumFunding) -> Int128? {
    let premiums = markets[instrument].cash.premiums
    let count = Int128(max(premiums.count, Int(premium.minimumSamples)))
    if count == 0 { return nil }
    func within(_ value: Int128, _ bound: Int128) -> Int128 { min(max(value, -bound), bound) }
    // Everything times the number of samples, so that the mean is whole.
    let sum = premiums.reduce(0, +)
    var quoted = Int128(premium.interest.partsPerBillion) * 1_000 * count
    if let clamp = premium.clamp { quoted = within(quoted - sum, Int128(clamp.partsPerBillion) * 1_000 * count) }
    quoted += sum
    if let multiple = premium.marginMultiple {
      let lowest = instruments[instrument].maintenanceTiers[0].rate.partsPerBillion
      let room = max(0, instruments[instrument].initialMargin.partsPerBillion - lowest)
      quoted = within(quoted, Int128(multiple) * Int128(room) * 1_000 * count)
    }
    let rate = (quoted * Int128(funding.interval.nanoseconds)).divided(
      by: count * Int128(premium.quotedFor.nanoseconds), rounding: .down)
    return within(rate, Int128(funding.cap.partsPerBillion) * 1_000)
  }

  /// FND-6: nanosecond by nanosecond, those in which there is both a mark and an index.
  private func rate(
    _ instrument: Int, _ funding: FundingRules, _ average: TimeWeightedFunding, until end: Int64
  ) -> Int128? {
    var (marks, indices): (Int128, Int128) = (0, 0)
    for moment in (end - funding.interval.nanoseconds)..<end {
      guard let prices = prices(instrument, at: moment), let mark = prices.mark, let index = prices.index else {
        continue
      }
      marks += Int128(mark)
      indices += Int128(index)
    }
    if indices == 0 { return nil }
    let one: Int128 = 1_000_000_000_000
    func within(_ value: Int128, _ low: Rate, _ high: Rate) -> Int128 {
      min(max(value, Int128(low.partsPerBillion) * 1_000), Int128(high.partsPerBillion) * 1_000)
    }
    let share = (marks * one).divided(by: indices, rounding: .down)
    let interest = Int128(average.interest.partsPerBillion) * 1_000
    let quoted = share - one + within(one + interest - share, average.lowerClamp, average.upperClamp)
    let scaled = (quoted * Int128(average.scale.partsPerBillion)).divided(by: 1_000_000_000, rounding: .down)
    let bounded = within(scaled, average.lowerBound, average.upperBound)
    return within(bounded, Rate.zero - funding.cap, funding.cap)
  }

  /// What mark and index are from a moment to the next nanosecond.
  private func prices(_ instrument: Int, at moment: Int64) -> (moment: Int64, mark: Int64?, index: Int64?)? {
    markets[instrument].memory.prices.last { $0.moment <= moment }
  }

  private mutating func pay(_ rate: Int128, at price: Int64, _ instrument: Int) {
    let funding = Funding(
      instrument: id(instrument), ratePartsPerTrillion: Int64(rate), price: Price(ticks: price))
    let event = append(.funded(funding), because: nil)
    for account in accounts.indices where lots(account, instrument) != 0 {
      let size = Int128(lots(account, instrument)) * Int128(tickValue(instrument)) * rate
      let (dividend, divisor) = isInverse(instrument) ? (size, Int128(price)) : (size * Int128(price), 1)
      let payment = Int(dividend.divided(by: divisor * 1_000_000_000_000, rounding: .up))
      move(payment, from: .collateral(id(account: account)), to: .rounding, .funding, because: event)
      accounts[account].lastEntry = event
      watch.touched.insert(account)
    }
  }

  // MARK: Gains in cash, and the end

  mutating func markToMarket(_ instrument: Int, at moment: Int64) {
    markets[instrument].cash.settlement = nil
    if markets[instrument].isSettled { return }
    markets[instrument].cash.settlement = moment + instruments[instrument].markToMarket!.nanoseconds
    for account in accounts.indices where lots(account, instrument) != 0 {
      let gain = gain(account, instrument)
      if gain == 0 { continue }
      move(
        gain, from: .costBasis(id(account: account), id(instrument)), to: .collateral(id(account: account)),
        .markedToMarket, because: nil)
      accounts[account].lastEntry = events.count - 1
    }
  }

  mutating func expire(_ instrument: Int) {
    markets[instrument].cash.expiry = nil
    if markets[instrument].isSettled { return }
    var price = markets[instrument].mark
    switch instruments[instrument].expiry!.price {
    case .mark: break
    case .index: price = markets[instrument].index ?? price
    case .indexMean(let span):
      let held = (max(0, now - span.nanoseconds)..<now).compactMap { prices(instrument, at: $0)?.index }
      if !held.isEmpty { price = held.reduce(0, +) / Int64(held.count) }
    }
    settleContract(instrument, at: price ?? markets[instrument].last, because: nil)
  }
}

import Clearing
import MarketTypes
import TestSupport

/// What happens only where not everything is plain: assets, factors, funding, cash settlement, positions that move.
extension WatchHistory {
  mutating func happenRarely() {
    let instrument = chance.below(rules.count)
    switch chance.below(6) {
    case 0, 1:
      if !venue.assets.isEmpty { moveAsset(chance.below(venue.assets.count)) }
    case 2:
      if !venue.assets.isEmpty { exchangeAsset(of: someone(), chance.below(venue.assets.count)) }
    case 3: setFactor(of: instrument)
    case 4: chance.once(in: 2) ? payFunding(of: instrument) : markToMarket(instrument)
    default: movePosition(of: instrument, from: someone(), to: someone())
    }
  }

  mutating func moveAsset(_ asset: Int) {
    let before = naive.assetPrices[asset] ?? 100
    let then = chance.once(in: 6) ? chance.from(1, through: 190) : before + chance.from(-8, through: 8)
    let price = min(max(then, 1), 200)
    house.setPrice(of: AssetID(number: UInt16(asset + 1)), to: Price(ticks: price), at: nextEvent())
    naive.assetPrices[asset] = price
    coverage.count("asset prices")
    tell("asset \(asset) to \(price)")
  }

  mutating func give(_ account: Int, _ units: Int64, of asset: Int) {
    house.deposit(Money(units: units), of: AssetID(number: UInt16(asset + 1)), to: id(account)) { _ in }
    naive.give(units, of: asset, to: account)
    tell("\(account) brings \(units) of asset \(asset)")
  }

  /// An asset in, or out, and as much cash as it counts the other way, so that the account owes against it.
  private mutating func exchangeAsset(of account: Int, _ asset: Int) {
    let had = naive.accounts[account].assets[asset]
    if had > 0, chance.once(in: 3) {
      let units = chance.from(1, through: had)
      house.withdraw(Money(units: units), of: AssetID(number: UInt16(asset + 1)), from: id(account)) { _ in }
      naive.give(-units, of: asset, to: account)
      tell("\(account) takes \(units) of asset \(asset)")
    } else {
      let before = naive.equity(account)
      give(account, chance.from(1, through: 300), of: asset)
      if chance.once(in: 2) { pay(account, Int64(before - naive.equity(account))) }
    }
  }

  private mutating func setFactor(of instrument: Int) {
    let factors: [Int64] = [1_000_000_000, 1_050_000_001, 1_500_000_000, 4_000_000_000]
    let factor = chance.pick(factors)
    let change = MarginFactor(
      instrument: InstrumentID(number: UInt16(instrument)), factor: Rate(partsPerBillion: factor))
    guard house.canTake(change) else { return }
    house.setMarginFactor(change, at: EventPosition(number: 0))
    naive.setFactor(factor, of: instrument)
    coverage.count("factors")
    tell("factor of \(instrument) to \(factor)")
  }

  /// Each payment is looked up in what is recorded: what it should be is another test's question.
  private mutating func payFunding(of instrument: Int) {
    guard let mark = naive.marks[instrument] else { return }
    let funding = Funding(
      instrument: InstrumentID(number: UInt16(instrument)),
      ratePartsPerTrillion: chance.from(-20_000_000_000, through: 20_000_000_000), price: Price(ticks: mark))
    var paid: [Transfer] = []
    house.pay(funding, at: nextEvent()) { paid.append($0) }
    for transfer in paid {
      if case .collateral(let account) = transfer.from {
        naive.accounts[account.index].cash -= Int128(transfer.amount.units)
      }
      if case .collateral(let account) = transfer.to {
        naive.accounts[account.index].cash += Int128(transfer.amount.units)
      }
    }
    for account in naive.accounts.indices where naive.accounts[account].lines[instrument].lots != 0 {
      naive.accounts[account].isChanged = true
    }
    coverage.count("fundings")
    tell("funding of \(instrument) at \(funding.ratePartsPerTrillion)")
  }

  /// Nobody's equity changes by it, so the twin has nothing to do but to expect that.
  private mutating func markToMarket(_ instrument: Int) {
    var changed: [Transfer] = []
    house.markToMarket(InstrumentID(number: UInt16(instrument)), at: nextEvent()) { changed.append($0) }
    for transfer in changed {
      for side in [transfer.from, transfer.to] {
        if case .collateral(let account) = side { naive.accounts[account.index].isChanged = true }
      }
    }
    coverage.count("settlements in cash", changed.isEmpty ? 0 : 1)
    tell("\(instrument) settled in cash")
  }

  private mutating func movePosition(of instrument: Int, from: Int, to: Int) {
    let (lots, held) = (naive.accounts[from].lines[instrument].lots, naive.accounts[to].lines[instrument].lots)
    if from == to || lots == 0 || (held != 0 && (held > 0) != (lots > 0)) { return }
    let move = PositionMove(from: id(from), to: id(to), instrument: InstrumentID(number: UInt16(instrument)))
    guard let moved = house.movePosition(move) else { return }
    naive.move(instrument, at: moved.cost.units, from: from, to: to)
    coverage.count("positions moved")
    tell("\(from) moves \(lots) of \(instrument) to \(to)")
  }
}

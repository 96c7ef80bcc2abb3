import MarketTypes

/// Leveraged accounts, drawn one after the other; the same ones each time.
///
/// Prices are in ticks, a tick of a lot is worth 1, maintenance margin is half a per cent of notional.
struct WatchPopulation {
  static let maintenance = Rate(partsPerBillion: 5_000_000)
  let instruments: Int
  private var chance = SplitMix64(seed: 42)

  init(instruments: Int) { self.instruments = instruments }

  /// The mark at which everything begins: 600,000, and half as much with each further instrument.
  static func price(of instrument: Int) -> Int64 { 600_000 >> Int64(instrument) }

  /// Leverage 2 to 50; with several instruments 1 to 5 different ones; three positions in five are long; 1 to 100 lots,
  /// twice as many with each further instrument; bought or sold within 0.3 % of the mark.
  mutating func next() -> WatchAccount {
    var account = WatchAccount()
    let leverage = 2 + Int64(chance.below(49))
    let count = instruments == 1 ? 1 : 1 + chance.below(5)
    let first = instruments == 1 ? 0 : chance.below(instruments)
    let stride = instruments == 1 ? 1 : 1 + 2 * chance.below(4)
    for place in 0..<count {
      let instrument = (first + place * stride) % instruments
      let isLong = chance.below(10) < 6
      let lots = Int64(1 + chance.below(100)) << Int64(instrument)
      let price = Self.price(of: instrument)
      let entry = price + price * Int64(chance.below(601) - 300) / 100_000
      account.lots[instrument] = Int32(isLong ? lots : -lots)
      account.entries[instrument] = Int32(entry)
      account.collateral += (lots * entry).divided(by: leverage, rounding: .up)
    }
    return account
  }
}

/// What an account has before the first mark moves: lots and entry prices by instrument.
struct WatchAccount {
  var lots = SIMD8<Int32>()
  var entries = SIMD8<Int32>()
  var collateral: Int64 = 0

  var positions: Int { lots.indices.count { lots[$0] != 0 } }

  /// Collateral less what the holdings cost: what all would come to if they were worth nothing.
  var cash: Int64 {
    lots.indices.reduce(collateral) { $0 - Int64(lots[$1]) * Int64(entries[$1]) }
  }
}

import MarketTypes

/// One account as the stream has left it. Memory follows what it holds and has.
struct AuditedAccount: Hashable, Sendable {
  let kind: AccountKind
  /// Itself, unless it is a sub-account.
  let owner: AccountID
  /// The only instrument an isolated account may hold.
  let only: InstrumentID?
  /// Its balance of the settlement currency.
  var cash: Int128 = 0
  /// What it has in the default fund.
  var contribution: Int128 = 0
  /// Of other assets, those it has or once had; in no order.
  private(set) var assets: [AuditedAsset] = []
  /// Those with lots or a cost, by instrument number.
  private(set) var holdings: [AuditedHolding] = []

  init(_ opening: AccountOpening) {
    kind = opening.kind
    owner = opening.owner ?? opening.account
    only = opening.kind == .isolated ? opening.instrument : nil
  }

  /// Whether it has and holds nothing, but for what it contributed to the default fund.
  var isEmpty: Bool { cash == 0 && holdings.isEmpty && assets.allSatisfy { $0.amount == 0 } }

  func mayHold(_ instrument: InstrumentID) -> Bool { only == nil || only == instrument }

  /// What it has of an asset other than the settlement currency.
  func amount(of asset: AssetID) -> Int128 { assets.first { $0.asset == asset }?.amount ?? 0 }

  mutating func add(_ amount: Int128, of asset: AssetID) {
    if let index = assets.firstIndex(where: { $0.asset == asset }) {
      assets[index].amount += amount
    } else {
      assets.append(AuditedAsset(asset: asset, amount: amount))
    }
  }

  /// Nothing, if it holds none. O(log holdings).
  func holding(of instrument: InstrumentID) -> AuditedHolding {
    let place = place(of: instrument)
    return isHeld(instrument, at: place) ? holdings[place] : AuditedHolding(instrument: instrument)
  }

  /// Adds to a holding, which is forgotten once nothing is left of it.
  ///
  /// - Returns: by how much the number of flat holdings with a cost changed.
  mutating func change(_ instrument: InstrumentID, lots: Int64, balance: Int128) -> Int {
    let place = place(of: instrument)
    if !isHeld(instrument, at: place) { holdings.insert(AuditedHolding(instrument: instrument), at: place) }
    let wasUnsettled = holdings[place].isUnsettled
    holdings[place].lots += lots
    holdings[place].balance += balance
    let isUnsettled = holdings[place].isUnsettled
    if holdings[place].isNothing { holdings.remove(at: place) }
    return (isUnsettled ? 1 : 0) - (wasUnsettled ? 1 : 0)
  }

  private func isHeld(_ instrument: InstrumentID, at place: Int) -> Bool {
    place < holdings.count && holdings[place].instrument == instrument
  }

  /// Where the instrument stands, or would.
  private func place(of instrument: InstrumentID) -> Int {
    var (low, high) = (0, holdings.count)
    while low < high {
      let middle = (low + high) / 2
      if holdings[middle].instrument < instrument { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// One account's holding of one instrument.
struct AuditedHolding: Hashable, Sendable {
  let instrument: InstrumentID
  var lots: Int64 = 0
  /// Minus what the holding cost.
  var balance: Int128 = 0

  var isUnsettled: Bool { lots == 0 && balance != 0 }
  var isNothing: Bool { lots == 0 && balance == 0 }
}

/// What an account has of one asset, in its units.
struct AuditedAsset: Hashable, Sendable {
  let asset: AssetID
  var amount: Int128
}

/// The venue's own balances.
struct AuditedVenue: Hashable, Sendable {
  var fees: Int128 = 0
  /// By fund number.
  var funds: [Int128]
  var rounding: Int128 = 0
  var uncovered: Int128 = 0
  /// By asset number: nothing but this ledger account and collateral has other assets than the settlement currency.
  var outside: [Int128]

  init(_ rules: VenueRules) {
    funds = Array(repeating: 0, count: rules.funds.count)
    outside = Array(repeating: 0, count: rules.assets.count + 1)
  }

  /// Of the settlement currency.
  var sum: Int128 { fees + funds.reduce(0, +) + rounding + uncovered + outside[0] }
}

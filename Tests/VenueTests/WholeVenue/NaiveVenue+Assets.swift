import MarketTypes

/// Collateral besides the settlement currency (CLR-32 to CLR-34).
extension NaiveVenue {
  /// Their numbers.
  var assets: Range<Int> { 1..<rules.assets.count + 1 }

  func units(_ account: Int, _ asset: Int) -> Int { accounts[account].assets[asset] ?? 0 }

  /// What so many units count at a price: each slice its value less its haircut, rounded down once.
  func counts(_ units: Int, of asset: Int, at price: Int64) -> Int {
    let rules = rules.assets[asset - 1]
    var billionths: Int128 = 0
    for (number, tier) in rules.haircuts.enumerated() where units > tier.floor.units {
      let end = number + 1 < rules.haircuts.count ? min(units, Int(rules.haircuts[number + 1].floor.units)) : units
      let value = (end - Int(tier.floor.units)) * Int(price) * Int(rules.tickValue.units)
      billionths += Int128(value) * Int128(1_000_000_000 - tier.haircut.partsPerBillion)
    }
    return Int(billionths / 1_000_000_000)
  }

  /// What all that an account has of assets counts; nothing of one without a price.
  func assetsCount(_ account: Int) -> Int {
    assets.reduce(0) { sum, asset in
      sum + (assetPrices[asset].map { counts(units(account, asset), of: asset, at: $0) } ?? 0)
    }
  }

  // MARK: Saying no

  func assetReasons(_ asset: AssetID) -> [Refusal] { asset.index <= rules.assets.count ? [] : [.unknownAsset] }

  /// CLR-33, and of the settlement currency what can be counted.
  func limitReasons(_ units: Int64, _ asset: AssetID, of account: Int, fromOutside: Bool) -> [Refusal] {
    if asset == .settlement {
      return units > 1 << 59 || accounts[account].cash > 1 << 59 ? [.balanceLimit] : []
    }
    let rules = rules.assets[asset.index - 1]
    let everybody = accounts.indices.reduce(0) { $0 + self.units($1, asset.index) }
    let isTooMuch = Int(units) + self.units(account, asset.index) > rules.maximumBalance.units
    let isTooMuchTogether = rules.maximumTotal.map { Int(units) + everybody > $0.units } ?? false
    return isTooMuch || fromOutside && isTooMuchTogether ? [.assetLimit] : []
  }

  /// CLR-15, CLR-28: what it has, and of a margined account what counts no more than is free.
  func canRelease(_ units: Int, _ asset: AssetID, _ account: Int) -> Bool {
    var lost = units
    let has = asset == .settlement ? accounts[account].cash : self.units(account, asset.index)
    if units > has { return false }
    if accounts[account].kind == .exempt { return true }
    if asset != .settlement {
      // Without a price only who is flat and owes nothing.
      guard let price = assetPrices[asset.index] else { return isFlat(account) && accounts[account].cash >= 0 }
      lost = counts(has, of: asset.index, at: price) - counts(has - units, of: asset.index, at: price)
    }
    return lost <= (accounts[account].kind == .backstop ? figures(account).equity : free(account))
  }

  // MARK: Doing

  mutating func setPrice(of asset: Int, to price: Int64, because cause: Int?) {
    let before = assetPrices[asset]
    let change = AssetPriceChange(
      asset: AssetID(number: UInt16(asset)), price: Price(ticks: price), previous: before.map { Price(ticks: $0) })
    let event = append(.assetPriced(change), because: cause)
    watch.priced[asset] = (watch.priced[asset].map(\.before) ?? before, event)
    assetPrices[asset] = price
    // At a first price all who have some are looked at (WCH-3).
    if before == nil { watch.touched.formUnion(accounts.indices.filter { accounts[$0].assets[asset] != nil }) }
  }

  /// CLR-34: lowest asset first, the fewest units that pay the debt and what selling them costs, else all.
  mutating func sellAssets(of account: Int, because cause: Int?) {
    for asset in assets {
      guard let price = assetPrices[asset] else { continue }
      let (rules, owed, had) = (rules.assets[asset - 1], -accounts[account].cash, units(account, asset))
      func proceeds(_ units: Int) -> Int { units * Int(price) * Int(rules.tickValue.units) }
      func fee(_ units: Int) -> Int {
        ceiling(of: proceeds(units), times: Int(rules.conversionFee.partsPerBillion), over: 1_000_000_000)
      }
      if owed <= 0 || had == 0 { continue }
      let sold = (1...had).first { proceeds($0) - fee($0) >= owed } ?? had
      let owner = LedgerAccount.collateral(id(account: account))
      move(sold, of: AssetID(number: UInt16(asset)), from: owner, to: .outside, .converted, because: cause)
      move(proceeds(sold), from: .outside, to: owner, .converted, because: cause)
      move(fee(sold), from: owner, to: .fees, .conversionFee, because: cause)
    }
  }
}

extension PriceSubject {
  /// What a refusal names; instrument 0 for an asset.
  var instrument: InstrumentID {
    switch self {
    case .instrument(let instrument), .otherVenues(let instrument): instrument
    case .asset: InstrumentID(number: 0)
    }
  }
}

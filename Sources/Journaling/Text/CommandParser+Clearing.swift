import MarketTypes

/// The parts of a line about accounts, their money and the prices that it counts at.
extension CommandParser {
  /// `alice-btc isolated BTC of alice group 3`, after `account`.
  func accountOpening(_ words: inout LineWords) throws(LineFault) -> AccountOpening {
    var opening = AccountOpening(account: try account(&words), kind: .cross)
    opening.kind = words.optionalChoice(from: AccountKind.allCases.map { ($0.phrase.word, $0) }) ?? .cross
    if opening.kind == .isolated { opening.instrument = try instrument(&words) }
    if words.take("of") { opening.ownerNumber = try account(&words).number }
    opening.group = try group(&words)
    return opening
  }

  /// `3000 into 2`, after `fund`.
  func fund(_ words: inout LineWords) throws(LineFault) -> Command.Action {
    let amount = try amount(&words)
    guard words.take("into") else { return .fund(amount) }
    return .fund(amount, FundID(number: try words.integer("the fund's number")))
  }

  /// `100 ETH to bob`, after account and verb.
  func transfer(_ words: inout LineWords, from account: AccountID) throws(LineFault) -> CollateralTransfer {
    let amount = try amount(&words)
    let asset = try asset(&words)
    try words.expect("to")
    return CollateralTransfer(from: account, to: try self.account(&words), amount: amount, asset: asset)
  }

  /// `BTC to alice-btc`, after account and verb.
  func move(_ words: inout LineWords, from account: AccountID) throws(LineFault) -> PositionMove {
    let instrument = try instrument(&words)
    try words.expect("to")
    return PositionMove(from: account, to: try self.account(&words), instrument: instrument)
  }

  /// `BTC source 1 101`, `asset ETH lost`, after `report`.
  func report(_ words: inout LineWords) throws(LineFault) -> SourceReport {
    let (subject, source) = try source(&words)
    let price = words.take("lost") ? nil : try price(&words, orElse: " or \"lost\"")
    return SourceReport(subject, source: source, price: price)
  }

  /// `BTC source 1 101`, after `roll`.
  func roll(_ words: inout LineWords) throws(LineFault) -> SourceRoll {
    let (subject, source) = try source(&words)
    return SourceRoll(subject, source: source, price: try price(&words))
  }

  /// `BTC by 1.5`, after `factor`.
  func marginFactor(_ words: inout LineWords) throws(LineFault) -> MarginFactor {
    let instrument = try instrument(&words)
    try words.expect("by")
    return MarginFactor(
      instrument: instrument, factor: Rate(partsPerBillion: try words.decimal("a factor", scale: Rate.scale)))
  }

  /// `BTC at 95`, after `settle`.
  func settlement(_ words: inout LineWords) throws(LineFault) -> PriceUpdate {
    let instrument = try instrument(&words)
    try words.expect("at")
    return PriceUpdate(instrument: instrument, price: try price(&words))
  }

  private func source(_ words: inout LineWords) throws(LineFault) -> (PriceSubject, UInt8) {
    let subject: PriceSubject
    if words.take("asset") {
      subject = .asset(try namedAsset(&words))
    } else {
      let instrument = try instrument(&words)
      subject = words.take("elsewhere") ? .otherVenues(instrument) : .instrument(instrument)
    }
    return (subject, words.take("source") ? try words.integer("the source's number") : 0)
  }

  /// The asset that is named, or the settlement currency where nothing that could be a name follows.
  func asset(_ words: inout LineWords) throws(LineFault) -> AssetID {
    guard let word = words.next else { return .settlement }
    return roster.asset(word) == nil && !Roster.isUsable(word) ? .settlement : try namedAsset(&words)
  }

  private func namedAsset(_ words: inout LineWords) throws(LineFault) -> AssetID {
    guard let word = words.next, let asset = roster.asset(word) else {
      throw words.unexpected("an asset", candidates: roster.names.assets)
    }
    _ = words.take(word)
    return asset
  }
}

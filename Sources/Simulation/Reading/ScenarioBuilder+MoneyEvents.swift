import MarketTypes
import Notation

/// Events about money, positions that change accounts, and prices from outside.
extension ScenarioBuilder {
  func payment(_ object: inout ObjectReader) -> (AccountID, Money, AssetID)? {
    let account = account("account", &object)
    let asset = asset(&object)
    let amount = object.integer("amount", in: amounts(of: asset))
    guard let account, let amount, let asset else { return nil }
    return (account, Money(units: amount), asset)
  }

  func transfer(_ object: inout ObjectReader) -> CollateralTransfer? {
    let payment = payment(&object)
    let to = account("to", &object)
    guard let payment, let to else { return nil }
    checkOwner(payment.0, to, object)
    return CollateralTransfer(from: payment.0, to: to, amount: payment.1, asset: payment.2)
  }

  /// Between exactly the two that are named: a position in an isolated account goes to its owner, or back.
  func positionMove(_ object: inout ObjectReader) -> PositionMove? {
    let from = account("account", &object)
    let to = account("to", &object)
    let instrument = instrument(&object)
    guard let from, let to, let instrument else { return nil }
    checkOwner(from, to, object)
    for (key, account) in [("account", from), ("to", to)] {
      let opening = accounts[account.index]
      if opening.kind == .isolated, opening.instrument != instrument {
        object.refuse(
          "\"\(names.name(of: account))\" trades \(names.name(of: opening.instrument)) and nothing else", at: key)
      }
    }
    return PositionMove(from: from, to: to, instrument: instrument)
  }

  private func checkOwner(_ from: AccountID, _ to: AccountID, _ object: ObjectReader) {
    func owner(_ account: AccountID) -> AccountID { accounts[account.index].owner ?? account }
    if from == to {
      object.refuse("that is the same account", at: "to")
    } else if owner(from) != owner(to) {
      object.refuse(
        "\"\(names.name(of: from))\" and \"\(names.name(of: to))\" are not of one owner", at: "to",
        hint: "give one of them \"owner\"")
    }
  }

  // MARK: Prices

  /// What a source says: a price, or that it is lost.
  func report(_ object: inout ObjectReader) -> SourceReport? {
    let source = source(&object)
    if object.boolean("lost", default: false) {
      if object.has("price") { object.refuse("a source that is lost has no price", at: "price") }
      return source.map { SourceReport($0.subject, source: $0.number, price: nil) }
    }
    let price = object.integer("price", in: 1...(source?.highest ?? Self.highestPrice))
    guard let source, let price else { return nil }
    return SourceReport(source.subject, source: source.number, price: Price(ticks: price))
  }

  func roll(_ object: inout ObjectReader) -> SourceRoll? {
    let source = source(&object)
    let price = object.integer("price", in: 1...(source?.highest ?? Self.highestPrice))
    guard let source, let price else { return nil }
    return SourceRoll(source.subject, source: source.number, price: Price(ticks: price))
  }

  /// Which source of which index or asset, and the highest price there.
  func source(_ object: inout ObjectReader) -> (subject: PriceSubject, number: UInt8, highest: Int64)? {
    if object.has("asset") {
      guard let asset = asset(&object), asset != .settlement else {
        _ = sourceNumber(of: IndexRules.sourceLimit, &object)
        return nil
      }
      let rules = rules.assets[asset.index - 1]
      let count = rules.indexSources?.weights.count ?? 1
      return sourceNumber(of: count, &object).map { (.asset(asset), $0, rules.maximumPrice.ticks) }
    }
    let isElsewhere = object.boolean("elsewhere", default: false)
    guard let instrument = instrument(&object) else {
      _ = sourceNumber(of: IndexRules.sourceLimit, &object)
      return nil
    }
    let rules = rules.instruments[instrument.index]
    let key = isElsewhere ? "otherVenues" : "indexSources"
    guard let sources = isElsewhere ? rules.otherVenues : rules.indexSources else {
      object.refuse(
        "\"\(names.name(of: instrument))\" has no sources that could report", hint: "add \"\(key)\" to the instrument")
      return nil
    }
    return sourceNumber(of: sources.weights.count, &object).map {
      (isElsewhere ? .otherVenues(instrument) : .instrument(instrument), $0, rules.maximumPrice.ticks)
    }
  }

  private func sourceNumber(of count: Int, _ object: inout ObjectReader) -> UInt8? {
    UInt8(object.integer("source", in: 0...Int64(max(count, 1) - 1), default: 0))
  }

  func marginFactor(_ object: inout ObjectReader) -> MarginFactor? {
    let instrument = instrument(&object)
    let factor = object.multiple("factor")
    guard let instrument, let factor else { return nil }
    return MarginFactor(instrument: instrument, factor: factor)
  }
}

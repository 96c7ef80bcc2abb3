import MarketTypes
import Notation

/// What accounts do with their money, and what the world says of prices.
extension CommandReader {
  /// An amount of the settlement currency, or of the asset that is named.
  func payment(_ reader: inout ObjectReader) -> (AccountID, Money, AssetID)? {
    let account = account(&reader)
    let amount = reader.amount()
    let asset = asset(&reader)
    guard let account, let amount, let asset else { return nil }
    return (account, amount, asset)
  }

  func fund(_ reader: inout ObjectReader) -> Command.Action? {
    let number = reader.integer(Column.fund.name, in: 0...Int64(UInt8.max), default: 0)
    return reader.amount().map { .fund($0, FundID(number: UInt8(truncatingIfNeeded: number))) }
  }

  func transfer(_ reader: inout ObjectReader) -> Command.Action? {
    let payment = payment(&reader)
    let to = account(&reader, Column.counterparty.name)
    return both(payment, to).map { payment, to in
      .transfer(CollateralTransfer(from: payment.0, to: to, amount: payment.1, asset: payment.2))
    }
  }

  func positionMove(_ reader: inout ObjectReader) -> Command.Action? {
    let from = account(&reader)
    let to = account(&reader, Column.counterparty.name)
    let instrument = instrument(&reader)
    guard let from, let to, let instrument else { return nil }
    return .movePosition(PositionMove(from: from, to: to, instrument: instrument))
  }

  /// Without a price the source is lost.
  func report(_ reader: inout ObjectReader) -> Command.Action? {
    let source = source(&reader)
    let price = reader.optional(.price)?.integer(in: .min ... .max)
    if reader.has(Column.price.name), price == nil { return nil }
    return source.map { .report(SourceReport($0, source: $1, price: price.map(Price.init(ticks:)))) }
  }

  func roll(_ reader: inout ObjectReader) -> Command.Action? {
    both(source(&reader), reader.price()).map { source, price in
      .roll(SourceRoll(source.0, source: source.1, price: price))
    }
  }

  func marginFactor(_ reader: inout ObjectReader) -> Command.Action? {
    let instrument = instrument(&reader)
    let factor = reader.decimal(Column.factor.name, scale: Rate.scale, in: .min ... .max)
    return both(instrument, factor).map { instrument, factor in
      .setMarginFactor(MarginFactor(instrument: instrument, factor: Rate(partsPerBillion: factor)))
    }
  }

  /// Of the asset that is named, or else of the instrument; source 0 unless said.
  private func source(_ reader: inout ObjectReader) -> (PriceSubject, UInt8)? {
    let asset = reader.optional(.asset)
    if asset != nil, reader.has(Column.instrument.name) {
      reader.refuse("asset and instrument both say whose price it is", at: Column.asset.name, hint: "say one")
    }
    let subject: PriceSubject?
    if let asset {
      subject = self.asset(named: asset).map(PriceSubject.asset)
    } else {
      let isElsewhere = reader.boolean(Column.elsewhere.name, default: false)
      subject = instrument(&reader).map { isElsewhere ? .otherVenues($0) : .instrument($0) }
    }
    let source = reader.integer(Column.source.name, in: 0...Int64(UInt8.max), default: 0)
    return subject.map { ($0, UInt8(truncatingIfNeeded: source)) }
  }
}

import MarketTypes
import Notation

/// Values of clearing into the columns that are theirs.
extension Row {
  mutating func set(_ asset: AssetID, _ names: Names) { set(.asset, names.name(of: asset)) }

  /// The settlement currency goes without saying.
  mutating func set(_ amount: Money, of asset: AssetID, _ names: Names) {
    set(amount)
    if asset != .settlement { set(asset, names) }
  }

  /// A source that is lost has no price.
  mutating func set(_ report: SourceReport, _ names: Names) {
    switch report.subject {
    case .instrument(let instrument): set(instrument, names)
    case .otherVenues(let instrument):
      set(instrument, names)
      self[.elsewhere] = .flag(true)
    case .asset(let asset): set(asset, names)
    }
    self[.source] = .integer(Int64(report.source))
    set(report.price)
  }

  mutating func set(_ roll: SourceRoll, _ names: Names) {
    set(SourceReport(roll.subject, source: roll.source, price: roll.price), names)
  }

  mutating func set(_ move: PositionMove, _ names: Names) {
    set(move.from, names)
    set(move.instrument, names)
    self[.counterparty] = .account(move.to)
  }

  mutating func set(_ state: MarginState, _ names: Names) {
    set(state.account, names)
    self[.equity] = .integer(state.equity.units)
    self[.maintenance] = .integer(state.maintenance.units)
  }

  mutating func set(_ takeover: Takeover, _ names: Names) {
    set(takeover.account, names)
    self[.counterparty] = .account(takeover.backstop)
    self[.equity] = .integer(takeover.equity.units)
    self[.notional] = .integer(takeover.notional.units)
  }

  mutating func set(_ pair: Deleveraging, _ names: Names) {
    set(pair.account, names)
    set(pair.instrument, names)
    set(pair.side)
    set(pair.price)
    set(pair.quantity)
    self[.counterparty] = .account(pair.counterparty)
  }

  mutating func set(_ factor: MarginFactor, _ names: Names) {
    set(factor.instrument, names)
    self[.factor] = .decimal(factor.factor.partsPerBillion, scale: Rate.scale)
  }
}

/// Something besides the settlement currency that an account may leave with the venue as collateral.
///
/// It counts at its index price less a haircut and pays no loss by itself: profits, losses and fees are in the settlement
/// currency, whose balance may fall below zero as long as equity covers it.
public struct AssetRules: Hashable, Sendable {
  /// What one unit is worth at a price of one tick, in units of the settlement currency; at least 1.
  public var tickValue: Money
  /// The highest price of a unit, in ticks; below 2^42 (IDX-6 keeps prices there).
  public var maximumPrice: Price
  /// The largest amount one account may bring.
  public var maximumBalance: Money
  /// The largest amount the venue takes of all accounts together; `nil` for no such limit.
  public var maximumTotal: Money?
  /// Ascending floors in units of the asset, the first zero: what lies from a floor to the next counts at its price less
  /// `haircut`. A haircut of 1 is a concentration limit: what lies above counts nothing.
  public var haircuts: [HaircutTier]
  /// How its price is made; `nil` takes the price that `report` gives for source 0.
  public var indexSources: IndexRules?
  /// What selling it to cover a debt costs, of its value.
  public var conversionFee: Rate

  public init(
    tickValue: Money, maximumPrice: Price, maximumBalance: Money, maximumTotal: Money? = nil,
    haircuts: [HaircutTier], indexSources: IndexRules? = nil, conversionFee: Rate = .zero
  ) {
    self.tickValue = tickValue
    self.maximumPrice = maximumPrice
    self.maximumBalance = maximumBalance
    self.maximumTotal = maximumTotal
    self.haircuts = haircuts
    self.indexSources = indexSources
    self.conversionFee = conversionFee
  }

  /// Maximum price × maximum balance × tick value.
  var largestValue: Int128 {
    Int128(maximumPrice.ticks) * Int128(maximumBalance.units) * Int128(tickValue.units)
  }

  /// The first thing wrong with the rules, in words, or `nil`. What passes cannot overflow later.
  public var fault: String? {
    if tickValue.units < 1 { return "the tick value must be at least 1, found \(tickValue.units)" }
    if maximumPrice.ticks < 1 || maximumPrice.ticks >= 1 << 42 {
      return "the maximum price must be between 1 and 2^42 ticks, found \(maximumPrice.ticks)"
    }
    if maximumBalance.units < 1 || maximumBalance.units > 1 << 59 {
      return "the maximum balance must be between 1 and 2^59 units, found \(maximumBalance.units)"
    }
    let mostTicks = Int128(maximumPrice.ticks) * Int128(maximumBalance.units)
    if mostTicks > Int128(InstrumentRules.notionalLimit) || largestValue > Int128(InstrumentRules.notionalLimit) {
      return "maximum price × maximum balance × tick value is more than 2^61"
    }
    if let maximumTotal, maximumTotal < .zero { return "the venue's limit must not be below 0" }
    if haircuts.first?.floor != .zero { return "the first haircut must start at an amount of 0" }
    for (lower, upper) in zip(haircuts, haircuts.dropFirst()) {
      if upper.floor <= lower.floor { return "haircuts must have ascending floors" }
      if upper.haircut < lower.haircut { return "a haircut must not fall with size" }
    }
    if haircuts.contains(where: { $0.haircut < .zero || $0.haircut > .one }) {
      return "a haircut must be between 0 and 1"
    }
    if conversionFee < .zero || conversionFee > .one { return "the conversion fee must be between 0 and 1" }
    return indexSources?.fault
  }
}

/// From an amount of `floor` on, each further unit counts at its value less `haircut`.
public struct HaircutTier: Hashable, Sendable {
  /// In units of the asset.
  public var floor: Money
  /// The share of its value that does not count, from 0 to 1.
  public var haircut: Rate

  public init(floor: Money, haircut: Rate) {
    self.floor = floor
    self.haircut = haircut
  }
}

/// Collateral that goes from one account to another of the same owner.
@frozen public struct CollateralTransfer: Hashable, Sendable, BitwiseCopyable {
  /// In units of the asset; above zero.
  public var amount: Money
  /// Gives; a margined one only out of its free collateral (CLR-28).
  public var from: AccountID
  /// Takes; another account of the same owner.
  public var to: AccountID
  /// What is moved: the settlement currency unless said.
  public var asset: AssetID

  @inlinable
  public init(from: AccountID, to: AccountID, amount: Money, asset: AssetID = .settlement) {
    self.amount = amount
    self.from = from
    self.to = to
    self.asset = asset
  }
}

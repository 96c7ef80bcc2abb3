import MarketTypes

/// Where a class's requirement comes from, each figure rounded up to a whole unit by itself.
@frozen public struct ClassMargin: Hashable, Sendable, BitwiseCopyable {
  /// The sum of what each group could lose in its own worst scenario.
  public var scanApart: Int128
  /// What all groups could lose in one scenario.
  public var scanJoint: Int128
  /// What is asked because a group's instruments may come apart.
  public var basis: Int128
  /// The minimum charge.
  public var minimum: Int128
  /// What the class needs by all of these together; the account needs the sum over classes.
  public var requirement: Int128
  /// The scenario in which the groups together lose most, the lower number at ties; `nil` where none loses.
  public var worstScenario: Int?
}

extension RiskMatrix {
  /// One instrument as the matrix sees it.
  struct InstrumentRow: BitwiseCopyable {
    var group: Int32
    /// In parts per billion, like every rate here.
    var minimumRate: Int64
    var greatestRate: Int64

    init(_ instrument: PortfolioInstrument, greatestRate: Int64) {
      group = Int32(instrument.group)
      minimumRate = instrument.minimumRate.partsPerBillion
      self.greatestRate = greatestRate
    }
  }

  struct GroupRow: BitwiseCopyable {
    var ofClass: Int32
    var basisCharge: Int64

    init(_ group: PortfolioGroup) {
      ofClass = Int32(group.ofClass)
      basisCharge = group.basisCharge.partsPerBillion
    }
  }

  struct ChargeTierRow: BitwiseCopyable {
    /// In halves of billionths of a unit of money.
    var floor: Int128
    var multiplier: Int64

    init(_ tier: ChargeTier) {
      floor = Int128(tier.floor.units) * 2_000_000_000
      multiplier = tier.multiplier.partsPerBillion
    }
  }

  // MARK: Working memory

  /// Which groups and classes the present question touched, as lists through their sums.
  struct Question: BitwiseCopyable {
    var number: Int64 = 0
    var firstGroup: Int32 = -1
    var firstClass: Int32 = -1
    /// What open orders add, in halves of billionths.
    var orders: Int128 = 0
  }

  struct GroupSum: BitwiseCopyable {
    /// Sums of another question stand for nothing.
    var question: Int64 = -1
    var next: Int32 = -1
    /// Halves of values, without sign.
    var long: Int128 = 0
    var short: Int128 = 0
  }

  struct ClassSum: BitwiseCopyable {
    var question: Int64 = -1
    var next: Int32 = -1
    /// In halves of billionths.
    var scanApart: Int128 = 0
    var scanJoint: Int128 = 0
    var basis: Int128 = 0
    var rawMinimum: Int128 = 0
    /// In halves of a billionth of a billionth.
    var minimum: Int128 = 0
    var requirement: Int128 = 0
  }
}

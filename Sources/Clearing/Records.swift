import MarketTypes

/// One account: its cash and where its holdings begin.
@frozen @usableFromInline struct AccountRecord: BitwiseCopyable {
  @usableFromInline var collateral: Int64
  /// The event of its latest fill, or −1.
  @usableFromInline var lastFill: Int64
  /// Its holding in the instrument of lowest number, or −1.
  @usableFromInline var firstHolding: Int32
  @usableFromInline var kind: AccountKind
  @usableFromInline var standing: Standing
  /// Something besides a mark changed its margin since it was last checked.
  @usableFromInline var isDirty: Bool

  init(kind: AccountKind) {
    collateral = 0
    lastFill = -1
    firstHolding = -1
    self.kind = kind
    standing = .watched
    isDirty = false
  }

  /// Where an account stands with the margin watch.
  @frozen @usableFromInline enum Standing: UInt8, BitwiseCopyable {
    /// Its triggers are set; or it is flat, or exempt, and needs none.
    case watched
    /// Found liquidatable and in the hands of the liquidation engine until released.
    case due
  }
}

/// What one account holds of one instrument, with its open orders and its trigger: 64 bytes, one cache line.
@frozen @usableFromInline struct HoldingRecord: BitwiseCopyable {
  @usableFromInline var lots: Int64
  /// What the holding cost: minus the balance of its cost-basis ledger account. Negative for a short.
  @usableFromInline var cost: Int64
  @usableFromInline var bidLots: Int64
  @usableFromInline var bidNotional: Int64
  @usableFromInline var askLots: Int64
  @usableFromInline var askNotional: Int64
  @usableFromInline var account: Int32
  @usableFromInline var instrument: Int32
  /// The account's holding in the next instrument, or −1.
  @usableFromInline var next: Int32
  /// Rung of its trigger on its instrument's ladder, or −1; a short's rungs count down from −2.
  @usableFromInline var trigger: Int32

  init(account: Int32, instrument: Int32, next: Int32) {
    lots = 0
    cost = 0
    bidLots = 0
    bidNotional = 0
    askLots = 0
    askNotional = 0
    self.account = account
    self.instrument = instrument
    self.next = next
    trigger = -1
  }
}

/// Where a holding's trigger stands, and its neighbours at the same price.
@frozen @usableFromInline struct TriggerRecord: BitwiseCopyable {
  @usableFromInline var ticks: Int64 = 0
  @usableFromInline var next: Int32 = -1
  @usableFromInline var previous: Int32 = -1

  init() {}
}

/// One instrument as clearing sees it.
@frozen @usableFromInline struct InstrumentRecord: BitwiseCopyable {
  @usableFromInline var tickValue: Int64
  @usableFromInline var maximumTicks: Int64
  @usableFromInline var maximumLots: Int64
  @usableFromInline var makerFee: Rate
  @usableFromInline var takerFee: Rate
  @usableFromInline var initialMargin: Rate
  /// No tier's maintenance rate is above the initial one, so no maintenance margin is either.
  @usableFromInline var initialCoversTiers: Bool
  @usableFromInline var policy: PlainMark
  @usableFromInline var firstTier: Int
  @usableFromInline var endOfTiers: Int
  /// In ticks; zero until known.
  @usableFromInline var mark: Int64 = 0
  /// What a lot is worth at the mark.
  @usableFromInline var perLot: Int64 = 0
  @usableFromInline var index: Int64 = 0
  @usableFromInline var last: Int64 = 0
  /// The mark at the last check, and the event of the latest change since; −1 when there was none.
  @usableFromInline var previousMark: Int64 = 0
  @usableFromInline var markEvent: Int64 = -1

  init(_ rules: InstrumentRules, firstTier: Int) {
    tickValue = rules.tickValue.units
    maximumTicks = rules.maximumPrice.ticks
    maximumLots = rules.maximumPosition.lots
    makerFee = rules.makerFee
    takerFee = rules.takerFee
    initialMargin = rules.initialMargin
    initialCoversTiers = rules.maintenanceTiers.allSatisfy { $0.rate <= rules.initialMargin }
    policy = PlainMark(rules.mark)
    self.firstTier = firstTier
    endOfTiers = firstTier + rules.maintenanceTiers.count
  }
}

/// From `floor` on, maintenance is notional × rate − deduction. The deduction makes the tiers meet (CLR-9).
@frozen @usableFromInline struct TierRecord: BitwiseCopyable {
  @usableFromInline var floor: Int64
  @usableFromInline var rate: Int64
  /// In billionths of a unit of money, so that it is exact.
  @usableFromInline var deduction: Int128
  /// The same where it is below 2^62, else −1.
  @usableFromInline var narrowDeduction: Int64

  init(floor: Int64, rate: Int64, deduction: Int128) {
    self.floor = floor
    self.rate = rate
    self.deduction = deduction
    narrowDeduction = deduction < 1 << 62 ? Int64(deduction) : -1
  }
}

import MarketTypes

/// What kind of market random commands make: its rules, where prices lie, how far they swing, how large orders are, and
/// how often an order or a command is of a rare kind.
struct MarketShape: Sendable {
  var name: String
  var rules: VenueRules
  /// Prices begin around this one, at most `reach` ticks away, mostly much nearer.
  var centre: Int64
  var reach: Int64
  /// The centre itself jumps this far at most.
  var jump: Int64
  var largestOrder: Int64
  var largestDeposit: Int64
  var accounts = 6
  /// One order in so many is reduce-only.
  var ordersPerReduceOnly = 8
  /// One order in so many has each of the rare terms; those a shape is about come as often as `often` says.
  var ordersPerTerm = 16
  var often: Set<RareTerm> = []
  /// One command in so many is of each rare kind.
  var commandsPerKind = 80
  /// Accounts two by two are of one group.
  var hasGroups = false

  /// What few orders have.
  enum RareTerm: Sendable, CaseIterable {
    case trigger, iceberg, hidden, peg, group, minimum, moment, slide, marketToLimit, prevention
  }
  /// What few commands ask for.
  enum RareCommand: Sendable, CaseIterable {
    case replace, massCancel, quote, protect, unblock, bust, phase
  }
  var oftenAsked: Set<RareCommand> = []

  func orders(per term: RareTerm) -> Int { often.contains(term) ? 4 : ordersPerTerm }
  func commands(per kind: RareCommand) -> Int { oftenAsked.contains(kind) ? 8 : commandsPerKind }

  var instruments: [InstrumentRules] { rules.instruments }

  /// Two instruments by their marks.
  static func rules(
    _ marks: MarkPolicy..., maximumPrice: Int64, maximumPosition: Int64, tickValue: Int64, maker: Int64, taker: Int64,
    _ change: (inout InstrumentRules) -> Void = { _ in }
  ) -> VenueRules {
    var rules = VenueRules(
      instruments: marks.map { mark in
        var instrument = InstrumentRules(
          tickValue: Money(units: tickValue), maximumPrice: Price(ticks: maximumPrice),
          maximumPosition: Quantity(lots: maximumPosition), makerFee: Rate(partsPerBillion: maker),
          takerFee: Rate(partsPerBillion: taker), initialMargin: Rate(partsPerBillion: 100_000_000),
          maintenanceTiers: [MaintenanceTier(floor: .zero, rate: Rate(partsPerBillion: 50_000_000))], mark: mark)
        change(&instrument)
        return instrument
      })
    rules.dayLength = TimeSpan(nanoseconds: 150)
    return rules
  }
}

import MarketTypes

/// The set-up lines of a transcript. Every option may be left out; its default stands in `docs/transcripts.md`.

extension InstrumentRules {
  /// What a transcript's instrument has unless its line says otherwise.
  private static var usual: InstrumentRules {
    InstrumentRules(
      tickValue: Money(units: 1), maximumPrice: Price(ticks: 1_000_000), maximumPosition: Quantity(lots: 1_000_000),
      initialMargin: Rate(partsPerBillion: 100_000_000),
      maintenanceTiers: [MaintenanceTier(floor: .zero, rate: Rate(partsPerBillion: 50_000_000))])
  }

  private enum Option: String, CaseIterable {
    case tickValue = "tick-value"
    case maximumPrice = "maximum-price"
    case maximumPosition = "maximum-position"
    case makerFee = "maker-fee"
    case takerFee = "taker-fee"
    case initialMargin = "initial-margin"
    case maintenance
    case mark
  }

  /// Takes `tick-value 100 maintenance 0.05 above 5000 0.1 mark mid`, after the name.
  init(_ words: inout LineWords) throws(LineFault) {
    self = .usual
    var options = Options(Option.allCases)
    while let option = try options.next(&words) {
      switch option {
      case .tickValue: tickValue = Money(units: try words.integer("an amount"))
      case .maximumPrice: maximumPrice = Price(ticks: try words.integer("a price"))
      case .maximumPosition: maximumPosition = Quantity(lots: try words.integer("a number of lots"))
      case .makerFee: makerFee = try words.rate()
      case .takerFee: takerFee = try words.rate()
      case .initialMargin: initialMargin = try words.rate()
      case .maintenance: maintenanceTiers = try words.tiers()
      case .mark: mark = try words.markPolicy()
      }
    }
  }
}

extension LiquidationRules {
  private enum Option: String, CaseIterable {
    case threshold, limit, pacing, order
  }

  /// Takes `off`, or `on threshold at-or-below limit bankruptcy-price pacing timed 1s order one-by-one`.
  init(_ words: inout LineWords) throws(LineFault) {
    self.init()
    isOn = words.optionalChoice(from: [("on", true), ("off", false)]) ?? true
    var options = Options(Option.allCases)
    while let option = try options.next(&words) {
      switch option {
      case .threshold: threshold = try words.choice("a threshold", from: LiquidationThreshold.all)
      case .limit: limit = try words.choice("a limit", from: ForcedLimit.all)
      case .pacing: pacing = try words.pacing()
      case .order: order = try words.choice("an order", from: LiquidationOrder.all)
      }
    }
  }
}

/// The options of one line, each to be given once, in any order.
private struct Options<Option: RawRepresentable<String> & Hashable> {
  private let all: [Option]
  private var given: Set<Option> = []

  init(_ all: [Option]) { self.all = all }

  /// Takes an option's name; `nil` at the end of the line.
  mutating func next(_ words: inout LineWords) throws(LineFault) -> Option? {
    if words.isAtEnd { return nil }
    let start = words
    let option = try words.choice("an option", from: all.map { ($0.rawValue, $0) })
    if !given.insert(option).inserted { throw start.fault("\"\(option.rawValue)\" is given twice") }
    return option
  }
}

// MARK: - Values

extension LineWords {
  fileprivate mutating func rate() throws(LineFault) -> Rate {
    Rate(partsPerBillion: try decimal("a rate", scale: Rate.scale))
  }

  fileprivate mutating func choice<Choice: Phrased>(
    _ expected: String, from choices: [Choice]
  ) throws(LineFault) -> Choice {
    try choice(expected, from: choices.map { ($0.phrase.word, $0) })
  }

  /// `0.05 above 5000 0.1 above 20000 0.2`.
  fileprivate mutating func tiers() throws(LineFault) -> [MaintenanceTier] {
    var tiers = [MaintenanceTier(floor: .zero, rate: try rate())]
    while take("above") {
      let floor = Money(units: try integer("a notional"))
      tiers.append(MaintenanceTier(floor: floor, rate: try rate()))
    }
    return tiers
  }

  /// `mid`, `blend 0.5`.
  fileprivate mutating func markPolicy() throws(LineFault) -> MarkPolicy {
    let plain: [(String, MarkPolicy?)] = MarkPolicy.plain.map { ($0.phrase.word, $0) }
    let choice = try choice("a mark", from: plain + [("blend", nil)])
    if let choice { return choice }
    return .blend(lastWeight: try rate())
  }

  /// `immediate 1000`, `timed 1s`.
  fileprivate mutating func pacing() throws(LineFault) -> LiquidationPacing {
    if try choice("a pacing", from: [("immediate", true), ("timed", false)]) {
      return .immediate(roundLimit: try integer("a number of rounds"))
    }
    return .timed(try span())
  }

  private mutating func span() throws(LineFault) -> TimeSpan {
    guard let word = next, let span = TimeSpan(text: word) else {
      throw unexpected("a time", hint: "write seconds as 1.5s, or nanoseconds as 1500000000")
    }
    _ = take(word)
    return span
  }
}

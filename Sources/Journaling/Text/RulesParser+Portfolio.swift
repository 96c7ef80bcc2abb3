import MarketTypes

/// The set-up line `portfolio` of a transcript.
extension PortfolioRules {
  /// Takes `span row 0.15 row 0.2 in 1 minimum 0.01 group 0 basis 0.01 group 0 class 0.5 initial 1.25`.
  ///
  /// - Parameter declared: the venue's instruments, which stand before it: a row each.
  init(_ words: inout LineWords, for declared: [InstrumentRules]) throws(LineFault) {
    self.init(scenarios: [], instruments: [], groups: [], classes: [])
    var tiers: [ChargeTier] = []
    while !words.isAtEnd {
      switch try words.choice("what the margin is made of", from: Self.words) {
      case .span: scenarios += PriceScenario.span()
      case .grid: scenarios += PriceScenario.grid(steps: try words.gridSteps())
      case .move:
        let move = try words.rate()
        scenarios.append(PriceScenario(move: move, coverage: words.take("covers") ? try words.rate() : .one))
      case .row: instruments.append(try words.portfolioRow())
      case .group:
        let number: UInt16 = try words.integer("the number of its class")
        groups.append(PortfolioGroup(ofClass: number, basisCharge: words.take("basis") ? try words.rate() : .zero))
      case .class: classes.append(PortfolioClass(offset: try words.rate()))
      case .tier:
        let floor = Money(units: try words.integer("an amount"))
        tiers.append(ChargeTier(floor: floor, multiplier: try words.rate()))
      case .initial: initialMultiplier = try words.rate()
      }
    }
    for (index, rules) in zip(instruments.indices, declared) {
      instruments[index].isInverse = rules.contract == .inverse
    }
    if groups.isEmpty { groups = [PortfolioGroup(ofClass: 0)] }
    if classes.isEmpty { classes = [PortfolioClass(offset: .zero)] }
    if !tiers.isEmpty { minimumTiers = tiers }
  }

  private enum Part: String, CaseIterable {
    case span, grid, move, row, group, `class`, tier, initial
  }

  private static let words = Part.allCases.map { ($0.rawValue, $0) }
}

extension LineWords {
  /// `0.15 in 1 minimum 0.01`: the scan range, its group and its minimum rate.
  fileprivate mutating func portfolioRow() throws(LineFault) -> PortfolioInstrument {
    var row = PortfolioInstrument(scanRange: try rate(), group: 0)
    if take("in") { row.group = try integer("the number of its group") }
    if take("minimum") { row.minimumRate = try rate() }
    return row
  }

  /// How many moves there are to either side of 0.
  fileprivate mutating func gridSteps() throws(LineFault) -> Int {
    let start = self
    let steps: Int = try integer("a number of steps")
    if !(1...(PortfolioRules.scenarioLimit - 1) / 2).contains(steps) {
      throw start.fault("a grid has 1 to \((PortfolioRules.scenarioLimit - 1) / 2) steps to either side")
    }
    return steps
  }
}

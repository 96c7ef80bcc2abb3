import Mathematics
import Participants
import Testing

/// PAR-4: what Avellaneda and Stoikov's quotes earn in their own market. 20,000 paths a row; CASCADE_PATHS=1000000 for the full
/// table. Published figures are of a million paths each; |ours − theirs| is at most four joint standard errors.
@Suite struct AvellanedaStoikovMarketTests {
  static let seed: UInt64 = 1

  struct Row: Sendable, CustomTestStringConvertible {
    var riskAversion: Double
    var isSymmetric: Bool
    var isExact = false
    /// Value and standard error; where none is published, that of a million of our paths.
    var profit, deviation, inventoryDeviation: (Double, Double?)
    var fills: Double?
    var kurtosis: Double?

    var testDescription: String {
      "γ \(riskAversion) \(isSymmetric ? "sym" : "inv")\(isExact ? " exact Poisson" : "")"
    }
  }

  static let table = [
    Row(
      riskAversion: 0.01, isSymmetric: false, profit: (68.411, 0.009), deviation: (8.964, 0.007),
      inventoryDeviation: (5.211, 0.004), fills: 102.21, kurtosis: 3.66),
    Row(
      riskAversion: 0.01, isSymmetric: true, profit: (68.674, 0.014), deviation: (13.694, 0.015),
      inventoryDeviation: (8.717, 0.006), fills: 101.81, kurtosis: 5.72),
    Row(
      riskAversion: 0.1, isSymmetric: false, profit: (64.898, 0.007), deviation: (6.554, 0.005),
      inventoryDeviation: (2.931, 0.002), fills: 96.97, kurtosis: 3.03),
    Row(
      riskAversion: 0.1, isSymmetric: true, profit: (68.233, 0.013), deviation: (13.478, 0.014),
      inventoryDeviation: (8.406, 0.006), fills: 91.47, kurtosis: 5.52),
    Row(
      riskAversion: 0.5, isSymmetric: false, profit: (48.575, 0.006), deviation: (5.898, 0.004),
      inventoryDeviation: (1.958, 0.001), fills: 78.15, kurtosis: 3.03),
    Row(
      riskAversion: 0.5, isSymmetric: true, profit: (59.922, 0.012), deviation: (12.349, 0.012),
      inventoryDeviation: (6.927, 0.005), fills: 55.59, kurtosis: 4.69),
    Row(
      riskAversion: 1, isSymmetric: false, profit: (31.457, 0.005), deviation: (4.841, 0.003),
      inventoryDeviation: (1.643, 0.001), fills: 56.06, kurtosis: 3.07),
    Row(
      riskAversion: 1, isSymmetric: true, profit: (43.689, 0.011), deviation: (10.743, 0.009),
      inventoryDeviation: (5.176, 0.004), fills: 28.82, kurtosis: 3.94),
    Row(
      riskAversion: 0.1, isSymmetric: false, isExact: true, profit: (57.176, 0.006), deviation: (6.369, nil),
      inventoryDeviation: (2.999, nil)),
    Row(
      riskAversion: 0.1, isSymmetric: true, isExact: true, profit: (60.992, nil), deviation: (12.944, nil),
      inventoryDeviation: (8.070, nil)),
    Row(
      riskAversion: 0.01, isSymmetric: false, isExact: true, profit: (60.356, nil), deviation: (9.040, nil),
      inventoryDeviation: (5.322, nil)),
    Row(
      riskAversion: 1, isSymmetric: false, isExact: true, profit: (28.241, nil), deviation: (4.607, nil),
      inventoryDeviation: (1.703, nil)),
  ]

  @Test(arguments: table)
  func `the acceptance table is met`(row: Row) {
    let paths = pathCount(usual: 20_000)
    let market = FillIntensityMarket(
      formula: AvellanedaStoikov(riskAversion: row.riskAversion, volatility: 2, fillDecay: 1.5),
      isSymmetric: row.isSymmetric, isExact: row.isExact)
    let ours = PathStatistics(of: market, paths: paths, seed: Self.seed, name: row.testDescription)
    print(
      "seed \(Self.seed), \(paths) paths, \(row.testDescription): profit \(shown(ours.profit)), std \(shown(ours.deviation)),",
      "std q \(shown(ours.inventoryDeviation)), q \(shown(ours.inventory)), fills \(shown(ours.fills)),",
      "kurtosis \(shown(ours.kurtosis))")

    /// `digits`: half a unit of the last digit printed, when no error is.
    func meets(_ figure: PathStatistics.Figure, _ published: (Double, Double?), digits: Double) -> Bool {
      let theirs = published.1 ?? figure.error * (Double(paths) / 1e6).squareRoot() + digits
      return abs(figure.value - published.0) <= 4 * (figure.error * figure.error + theirs * theirs).squareRoot()
    }
    #expect(meets(ours.profit, row.profit, digits: 5e-4), "\(ours.profit)")
    #expect(meets(ours.deviation, row.deviation, digits: 5e-4), "\(ours.deviation)")
    #expect(meets(ours.inventoryDeviation, row.inventoryDeviation, digits: 5e-4), "\(ours.inventoryDeviation)")
    if let fills = row.fills { #expect(meets(ours.fills, (fills, nil), digits: 0.005), "\(ours.fills)") }
    if let kurtosis = row.kurtosis { #expect(meets(ours.kurtosis, (kurtosis, nil), digits: 0.005), "\(ours.kurtosis)") }
    if row.isSymmetric {
      let law = SymmetricLaw(of: market)
      #expect(meets(ours.profit, (law.profit, 0), digits: 0), "\(ours.profit) against \(law.profit)")
      #expect(meets(ours.deviation, (law.deviation, 0), digits: 0), "\(ours.deviation) against \(law.deviation)")
      #expect(meets(ours.inventoryDeviation, (law.inventoryDeviation, 0), digits: 0), "\(law.inventoryDeviation)")
    }
    #expect(meets(ours.inventory, (0, 0.009 / 4), digits: 0), "\(ours.inventory)")
  }

  private func shown(_ figure: PathStatistics.Figure) -> String {
    "\(thousandths(figure.value))+-\(thousandths(figure.error))"
  }

  private func thousandths(_ value: Double) -> Double { (value * 1_000).rounded() / 1_000 }

  /// (γ, symmetric, profit, its deviation, deviation of the final inventory) as the journal printed them, of 1,000 paths.
  @Test(arguments: [
    (0.1, false, 65.0, 6.6, 2.9), (0.1, true, 68.4, 12.7, 8.4), (0.01, false, 68.6, 8.7, 5.1),
    (0.01, true, 68.8, 12.8, 8.7),
    (1, false, 31.4, 5.0, 1.7), (1, true, 44.0, 11.0, 5.1),
  ])
  func `the journal's table is one that a thousand paths may give`(
    riskAversion: Double, isSymmetric: Bool, profit: Double, deviation: Double, inventory: Double
  ) {
    let market = FillIntensityMarket(
      formula: AvellanedaStoikov(riskAversion: riskAversion, volatility: 2, fillDecay: 1.5), isSymmetric: isSymmetric,
      isExact: false)
    let ours = PathStatistics(of: market, paths: 10_000, seed: Self.seed, name: "journal")
    // Ten times as many paths: their errors are √10 times ours, and half a digit is added.
    for (figure, printed) in [(ours.profit, profit), (ours.deviation, deviation), (ours.inventoryDeviation, inventory)]
    {
      let theirs = figure.error * (10.0).squareRoot()
      let tolerance = 4 * (figure.error * figure.error + theirs * theirs).squareRoot() + 0.05
      #expect(abs(figure.value - printed) <= tolerance, "\(figure) against \(printed)")
    }
  }

  @Test func `the symmetric benchmark's closed form is met`() {
    let formula = AvellanedaStoikov(riskAversion: 0.1, volatility: 2, fillDecay: 1.5)
    #expect(near(formula.averageSpread(horizon: 1, steps: 200), 1.491770423, within: 5e-10))
    let law = SymmetricLaw(of: FillIntensityMarket(formula: formula, isSymmetric: true, isExact: false))
    #expect(near(law.chance, 0.22866373, within: 5e-9))
    #expect(near(law.profit, 68.222759, within: 5e-7))
    #expect(near(law.deviation, 13.455753, within: 5e-7))
    #expect(near(law.inventoryDeviation, 8.399444, within: 5e-7))
  }

  /// The exact law of four steps of `FillIntensityMarket`, all 8^4 ways, against the same closed form.
  @Test func `the market of these tests is the one the closed form is of`() {
    let (p, d, move, steps) = (0.3, 0.8, 0.7, 4)
    var mean = 0.0
    var square = 0.0
    for way in 0..<4_096 {
      var (rest, chance, mid, cash, inventory) = (way, 1.0, 0.0, 0.0, 0.0)
      for _ in 0..<steps {
        chance *= (rest & 1 == 1 ? p : 1 - p) * (rest & 2 == 2 ? p : 1 - p) / 2
        if rest & 1 == 1 { (inventory, cash) = (inventory - 1, cash + mid + d) }
        if rest & 2 == 2 { (inventory, cash) = (inventory + 1, cash - mid + d) }
        mid += rest & 4 == 4 ? move : -move
        rest >>= 3
      }
      mean += chance * (cash + inventory * mid)
      square += chance * (cash + inventory * mid) * (cash + inventory * mid)
    }
    let n = Double(steps)
    #expect(near(mean, 2 * n * p * d, within: 1e-12))
    #expect(near(square - mean * mean, p * (1 - p) * (2 * n * d * d + move * move * n * (n + 1)), within: 1e-12))
  }
}

/// What the symmetric benchmark comes to without any path. With p the chance of a fill at distance d: E = 2 N p d,
/// Var = p (1 − p) (2 N d² + σ² dt N (N + 1)), Var q = 2 N p (1 − p).
private struct SymmetricLaw {
  var chance, profit, deviation, inventoryDeviation: Double

  init(of market: FillIntensityMarket) {
    let n = Double(market.steps)
    let d = market.formula.averageSpread(horizon: 1, steps: market.steps) / 2
    let expected = market.fillRate * exp(-market.formula.fillDecay * d) / n
    let p = market.isExact ? 1 - exp(-expected) : expected
    let sigma = market.formula.volatility
    chance = p
    profit = 2 * n * p * d
    deviation = (p * (1 - p) * (2 * n * d * d + sigma * sigma * (n + 1))).squareRoot()
    inventoryDeviation = (2 * n * p * (1 - p)).squareRoot()
  }
}

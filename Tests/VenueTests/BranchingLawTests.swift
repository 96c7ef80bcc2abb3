import MarketTypes
import TestSupport
import Testing

/// The exact law of random thresholds (models C2), seed by seed through the real venue.
///
/// Up to 4,000 runs of each setting. `CASCADE_SEEDS=100000 swift test -c release --filter BranchingLawTests` is the long
/// form, `CASCADE_SEED=17` runs that seed alone and compares it with the walk. Statistics may be four standard errors off.
@Suite("Cascades of random thresholds")
struct BranchingLawTests {
  private static let settings = [
    BranchingSetting(density: 0.125, lots: 4, shock: 4), BranchingSetting(density: 0.2, lots: 4, shock: 3),
    BranchingSetting(density: 0.1, lots: 9, shock: 10, levels: 1 << 15),
  ]
  private static let runawaySettings = [
    BranchingSetting(density: 0.1, lots: 12, shock: 5), BranchingSetting(density: 0.125, lots: 12, shock: 4),
    BranchingSetting(density: 0.125, lots: 16, shock: 4),
  ]

  /// What all seeds of a setting came to.
  private struct Tally {
    /// By number of liquidations.
    var counts: [Int] = []
    var runs = 0
    var ranAway = 0
    var generations = 0
    var squaredGenerations = 0
    /// How many runs had nobody in generation 1, 2, 3, 4.
    var empty = [0, 0, 0, 0]
    var moments = (first: 0.0, second: 0.0)

    init(_ setting: BranchingSetting, seeds: [UInt64]) {
      var run = BranchingRun(setting)
      for seed in seeds {
        let result = run.result(ofSeed: seed)
        let found = Set(result.outcome.liquidatable).count
        #expect(
          found == result.walked,
          "seed \(seed) of \(setting.testDescription): \(found) liquidated, \(result.walked) by the walk; CASCADE_SEED=\(seed) replays it"
        )
        add(result, found: found)
      }
    }

    private mutating func add(_ result: BranchingRun.Result, found: Int) {
      runs += 1
      if result.ranAway { ranAway += 1 }
      while counts.count <= min(found, 4000) { counts.append(0) }
      counts[min(found, 4000)] += 1
      let last = result.outcome.generations.count
      generations += last
      squaredGenerations += last * last
      for generation in empty.indices where last <= generation { empty[generation] += 1 }
      moments.first += Double(found)
      moments.second += Double(found * found)
    }

    var mean: Double { moments.first / Double(runs) }
    var variance: Double { (moments.second - moments.first * mean) / Double(runs - 1) }
    var meanGenerations: Double { Double(generations) / Double(runs) }
    /// A single seed says nothing about a law.
    var isSample: Bool { runs >= 500 }
  }

  /// How many standard errors apart, for a share of `runs`.
  private func deviation(of count: Int, in runs: Int, from probability: Double) -> Double {
    let error = (probability * (1 - probability) / Double(runs)).squareRoot()
    return abs(Double(count) / Double(runs) - probability) / error
  }

  @Test(arguments: settings)
  func `the number of liquidations follows the generalized Poisson law (C2)`(setting: BranchingSetting) {
    let tally = Tally(setting, seeds: seeds(4_000))
    guard tally.isSample else { return }
    let law = BranchingLaw(seeded: setting.seeded, ratio: setting.ratio)
    #expect(tally.ranAway == 0)
    let square = ChiSquare(tally.counts) { law.probability(of: $0) }
    #expect(square.degrees >= 5)
    #expect(square.deviations < 4, "χ² \(square.statistic) of \(square.degrees) over seeds 0..<\(tally.runs)")
    for count in 0..<min(6, tally.counts.count) {
      let away = deviation(of: tally.counts[count], in: tally.runs, from: law.probability(of: count))
      #expect(away < 4, "P(\(count)) over seeds 0..<\(tally.runs)")
    }
    let runs = Double(tally.runs)
    #expect(abs(tally.mean - law.mean) < 4 * (law.variance / runs).squareRoot(), "mean \(tally.mean)")
    #expect(
      abs(tally.variance - law.variance) < 4 * (law.varianceOfSquares / runs).squareRoot(),
      "variance \(tally.variance)")
    // The same counts are no Poisson sample of the same mean: the test can tell.
    let other = ChiSquare(tally.counts) { BranchingLaw(seeded: law.mean, ratio: 1e-12).probability(of: $0) }
    #expect(other.deviations > 8)
  }

  @Test(arguments: [settings[0], settings[2]])
  func `generations die out as the branching process does (C2)`(setting: BranchingSetting) {
    let tally = Tally(setting, seeds: seeds(4_000))
    guard tally.isSample else { return }
    let law = BranchingLaw(seeded: setting.seeded, ratio: setting.ratio)
    for generation in 1...4 {
      let away = deviation(
        of: tally.empty[generation - 1], in: tally.runs, from: law.probabilityOfNone(inGeneration: generation))
      #expect(away < 4, "P(G_\(generation) = 0) over seeds 0..<\(tally.runs)")
    }
    let mean = tally.meanGenerations
    let variance = Double(tally.squaredGenerations) / Double(tally.runs) - mean * mean
    #expect(abs(mean - law.meanGenerations) < 4 * (variance / Double(tally.runs)).squareRoot(), "mean \(mean)")
  }

  /// The book ends: who runs away sells all of it. By itself no cascade of these settings comes so far.
  @Test(arguments: runawaySettings)
  func `above one a cascade runs away as often as the process survives (C2)`(setting: BranchingSetting) {
    let tally = Tally(setting, seeds: seeds(1_000))
    guard tally.isSample else { return }
    let law = BranchingLaw(seeded: setting.seeded, ratio: setting.ratio)
    let away = deviation(of: tally.ranAway, in: tally.runs, from: law.runawayProbability)
    #expect(away < 4, "\(tally.ranAway) of seeds 0..<\(tally.runs) ran away, expected \(law.runawayProbability)")
  }

  @Test
  func `the law has the published values (C2)`() {
    let half = BranchingLaw(seeded: 0.5, ratio: 0.5)
    let published = [0.60653066, 0.18393972, 0.08367381, 0.04511176, 0.02672038, 0.01680314]
    for (count, value) in published.enumerated() { #expect(abs(half.probability(of: count) - value) < 1e-8) }
    #expect((half.mean, half.variance) == (1, 4))
    let steep = BranchingLaw(seeded: 0.6, ratio: 0.8)
    #expect(abs(steep.mean - 3) < 1e-9 && abs(steep.variance - 75) < 1e-9)
    #expect(abs(steep.probability(of: 0) - 0.54881) < 1e-5 && abs(steep.probability(of: 1) - 0.14796) < 1e-5)
    for (generation, value) in [0.60653066, 0.82140855, 0.91457507, 0.95818686].enumerated() {
      #expect(abs(half.probabilityOfNone(inGeneration: generation + 1) - value) < 1e-8)
    }
    let nearly = BranchingLaw(seeded: 1, ratio: 0.9)
    for (generation, value) in [0.36787944, 0.55242901, 0.66113586].enumerated() {
      #expect(abs(nearly.probabilityOfNone(inGeneration: generation + 1) - value) < 1e-8)
    }
    #expect(abs(half.meanGenerations - 0.7405361) < 1e-7)
    #expect(abs(nearly.meanGenerations - 3.2715641) < 1e-7)
    #expect(abs(BranchingLaw(seeded: 0.5, ratio: 1.2).runawayProbability - 0.14516701) < 1e-8)
    #expect(abs(BranchingLaw(seeded: 0.5, ratio: 1.5).runawayProbability - 0.25278762) < 1e-8)
    #expect(abs(BranchingLaw(seeded: 0.5, ratio: 2).runawayProbability - 0.32861066) < 1e-8)
  }
}

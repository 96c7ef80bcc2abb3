import Mathematics
import Participants

/// The market of Avellaneda and Stoikov's section 3.3: a binomial mid price, quotes filled at a rate that falls with their distance.
/// Per step: quote; the ask is filled or not, the bid is filled or not; then the mid price moves by σ √dt either way.
struct FillIntensityMarket {
  var formula: AvellanedaStoikov
  /// The benchmark: the average spread about the mid price, whatever the inventory.
  var isSymmetric: Bool
  /// 1 − e^(−λ dt) as the chance of a fill, rather than λ dt, at most 1.
  var isExact: Bool
  var fillRate = 140.0
  var steps = 200

  /// One path's wealth change, final inventory and number of fills.
  func run(_ generator: inout SeededGenerator) -> (profit: Double, inventory: Double, fills: Double) {
    let dt = 1 / Double(steps)
    let move = formula.volatility * dt.squareRoot()
    let half = formula.averageSpread(horizon: 1, steps: steps) / 2
    var mid = 0.0
    var cash = 0.0
    var inventory = 0.0
    var fills = 0.0
    for step in 0..<steps {
      let quoted =
        isSymmetric
        ? QuoteDistances(bid: half, ask: half)
        : formula.distances(inventory: inventory, remaining: 1 - Double(step) * dt)
      let bid = quoted.bid ?? .infinity
      let ask = quoted.ask ?? .infinity
      if generator.uniform() < chance(at: ask, dt) {
        inventory -= 1
        cash += mid + ask
        fills += 1
      }
      if generator.uniform() < chance(at: bid, dt) {
        inventory += 1
        cash -= mid - bid
        fills += 1
      }
      mid += generator.uniform() < 0.5 ? move : -move
    }
    return (cash + inventory * mid, inventory, fills)
  }

  private func chance(at distance: Double, _ dt: Double) -> Double {
    let expected = fillRate * exp(-formula.fillDecay * distance) * dt
    return isExact ? 1 - exp(-expected) : expected  // above 1 it is always filled
  }
}

/// What came of many paths, each figure with its standard error from how it differs between batches.
struct PathStatistics {
  struct Figure {
    var value: Double
    var error: Double
  }
  var profit, deviation, kurtosis, inventory, inventoryDeviation, fills: Figure

  init(of market: FillIntensityMarket, paths: Int, seed: UInt64, name: String) {
    let batches = 40
    var all = Sums()
    var parts: [Sums] = []
    for batch in 0..<batches {
      var generator = SeededGenerator(
        seed: seed, nameHash: SeededGenerator.nameHash(name.utf8), index: UInt32(batch), purpose: 0)
      var sums = Sums()
      for _ in 0..<max(2, paths / batches) {
        let path = market.run(&generator)
        sums.add(profit: path.profit - 50, inventory: path.inventory, fills: path.fills)
      }
      all.add(sums)
      parts.append(sums)
    }
    func figure(_ value: (Sums) -> Double) -> Figure {
      let values = parts.map(value)
      let mean = values.reduce(0, +) / Double(batches)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return Figure(value: value(all), error: (squares / Double(batches * (batches - 1))).squareRoot())
    }
    profit = figure { $0.mean + 50 }
    deviation = figure { $0.variance.squareRoot() }
    kurtosis = figure { $0.fourth / ($0.variance * $0.variance) }
    inventory = figure { $0.inventory / $0.count }
    inventoryDeviation = figure {
      ($0.inventorySquared / $0.count - $0.inventory / $0.count * ($0.inventory / $0.count)).squareRoot()
    }
    fills = figure { $0.fills / $0.count }
  }

  private struct Sums {
    var count = 0.0
    var first = 0.0
    var second = 0.0
    var third = 0.0
    var power4 = 0.0
    var inventory = 0.0
    var inventorySquared = 0.0
    var fills = 0.0

    var mean: Double { first / count }
    var variance: Double { second / count - mean * mean }
    /// The fourth central moment.
    var fourth: Double {
      power4 / count - 4 * mean * third / count + 6 * mean * mean * second / count - 3 * mean * mean * mean * mean
    }

    mutating func add(profit: Double, inventory: Double, fills: Double) {
      count += 1
      first += profit
      second += profit * profit
      third += profit * profit * profit
      power4 += profit * profit * profit * profit
      self.inventory += inventory
      inventorySquared += inventory * inventory
      self.fills += fills
    }

    mutating func add(_ other: Sums) {
      count += other.count
      first += other.first
      second += other.second
      third += other.third
      power4 += other.power4
      inventory += other.inventory
      inventorySquared += other.inventorySquared
      fills += other.fills
    }
  }
}

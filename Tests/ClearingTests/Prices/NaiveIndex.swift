/// An index told as simply as can be: all that was ever said, and exact fractions. Shares no code with what it checks.
struct NaiveIndex {
  enum Method {
    case median, mean, weightedMedian
    case clamped(perMille: Int)
  }

  struct Said {
    var price: Int?
    var at: Int
    /// Raised by a roll: what stands for the old contract.
    var shift: Int
  }

  let weights: [Int]
  let method: Method
  let lifetime: Int?
  let minimum: Int
  let continuity: Bool
  let highest: Int
  private var said: [[Said]]
  private(set) var index: Int?
  private var added = 0
  private var members: Set<Int> = []
  private var complete: Set<Int> = []

  init(weights: [Int], method: Method, lifetime: Int?, minimum: Int, continuity: Bool, highest: Int) {
    self.weights = weights
    self.method = method
    self.lifetime = lifetime
    self.minimum = minimum
    self.continuity = continuity
    self.highest = highest
    said = Array(repeating: [], count: weights.count)
  }

  mutating func report(_ source: Int, _ price: Int?, at now: Int) {
    look(at: now)
    said[source].append(Said(price: price, at: now, shift: said[source].last?.shift ?? 0))
    look(at: now)
  }

  mutating func roll(_ source: Int, to price: Int, at now: Int) {
    look(at: now)
    let known = said[source].last { $0.price != nil }
    let shift = known.map { stands($0) - price } ?? 0
    said[source].append(Said(price: price, at: now, shift: shift))
    look(at: now)
  }

  /// What time alone does.
  mutating func look(at now: Int) {
    let alive = said.indices.filter { source in
      guard let latest = said[source].last, latest.price != nil else { return false }
      return lifetime.map { now - latest.at <= $0 } ?? true
    }
    guard alive.count >= minimum, let value = value(of: alive) else { return }
    if Set(alive) != members {
      members = Set(alive)
      added = continuity && index != nil && !members.isSuperset(of: complete) ? index! - value : 0
      if added == 0 { complete = members }
    }
    index = max(1, min(highest, value + added))
  }

  private func stands(_ latest: Said) -> Int { max(1, min(highest, latest.price! + latest.shift)) }

  private func value(of alive: [Int]) -> Int? {
    let prices = alive.map { stands(said[$0].last!) }
    let sorted = prices.sorted()
    let middle = sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]
    let median = middle / 2
    // Thousandths of a tick are exact here: limits are whole thousandths.
    var thousandths = prices.map { $0 * 1_000 }
    switch method {
    case .median: return median
    case .clamped(let limit):
      thousandths = thousandths.map { max(median * (1_000 - limit), min(median * (1_000 + limit), $0)) }
    case .mean: break
    case .weightedMedian:
      // Each price as often as it weighs, and then the median.
      let often = zip(alive, prices).flatMap { Array(repeating: $1, count: weights[$0]) }.sorted()
      return often.isEmpty ? nil : (often[(often.count - 1) / 2] + often[often.count / 2]) / 2
    }
    let total = zip(alive, thousandths).map { weights[$0] * $1 }.reduce(0, +)
    let weight = alive.map { weights[$0] }.reduce(0, +)
    return weight == 0 ? nil : total / weight / 1_000
  }
}

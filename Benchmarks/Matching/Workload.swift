/// What the book is put under. docs/performance.md says what each is, draw by draw.
struct Workload: Sendable {
  enum Kind: Sendable {
    /// Workload W: so many orders rest all the time.
    case steady(liveOrders: Int)
    /// Short-lived orders around a middle that goes this way.
    case moving(MidPath)
  }

  let name: String
  let kind: Kind

  static let all = [
    Workload(name: "W10k", kind: .steady(liveOrders: 10_000)),
    Workload(name: "W50k", kind: .steady(liveOrders: 50_000)),
    Workload(name: "W100k", kind: .steady(liveOrders: 100_000)),
    Workload(name: "W1M", kind: .steady(liveOrders: 1_000_000)),
    Workload(name: "static", kind: .moving(MidPath([32_000, 32_000], stepsEvery: 0))),
    Workload(name: "normal", kind: .moving(MidPath([32_000, 32_000], stepsEvery: 50))),
    Workload(name: "swing-25", kind: .moving(MidPath([32_000, 40_000, 32_000, 24_000, 32_000], stepsEvery: 50))),
    Workload(name: "swing-40", kind: .moving(MidPath([32_000, 44_800, 32_000, 19_200, 32_000], stepsEvery: 50))),
    Workload(
      name: "crash", kind: .moving(MidPath([50_000, 50_000, 50_000, 20_000, 16_000, 20_000, 24_000], stepsEvery: 50))),
  ]

  /// How many orders are entered before the clock starts.
  var preloadCount: Int {
    switch kind {
    case .steady(let liveOrders): liveOrders
    case .moving: 1_000
    }
  }

  /// Whether the book is large enough to read ahead, and is measured with batches too.
  var isBatched: Bool { preloadCount >= 1_000_000 }
}

/// Where the middle of a moving market is: straight between equidistant corners, and a random walk beside it.
struct MidPath: Sendable {
  /// In ticks; the first at the beginning, the last at the end.
  let corners: [Int]
  /// The walk steps once in so many commands on average; never if 0.
  let stepsEvery: Int

  init(_ corners: [Int], stepsEvery: Int) {
    self.corners = corners
    self.stepsEvery = stepsEvery
  }

  /// The middle before command `index` of `count`, without the walk; rounded toward the leg's beginning.
  func ticks(at index: Int, of count: Int) -> Int {
    let legs = corners.count - 1
    let leg = index * legs / count
    let (from, to) = (corners[leg], corners[leg + 1])
    return from + (to - from) * (index * legs - leg * count) / count
  }
}

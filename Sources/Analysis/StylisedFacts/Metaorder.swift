import MarketTypes
import Mathematics

/// What one participant traded one way, bit by bit, as if it were the parts of one large order.
///
/// A maximal run of fills of one participant on one side, with no more than five minutes between two of them, at five
/// moments or more. Whoever is known to execute large orders counts with all fills, others only as aggressors: a
/// maker's fills on one side are what the market does, not what he wants.
struct Metaorder: Sendable {
  var sign: Double
  var lots: Int64
  var start: Int64
  var end: Int64
  /// Different moments with a fill.
  var moments = 1
  /// Logarithm of the mid price before the first fill.
  var before: Double

  var duration: Int64 { end - start }

  private static let longestGap = 300 * MarketTape.second
  private static let leastMoments = 5

  /// - Parameter executors: who executes large orders; empty where that is not known.
  static func all(in executions: [Trade], executors: Set<Int32>) throws(NotApplicable) -> [Metaorder] {
    if executions.allSatisfy({ $0.taker < 0 }) { throw NotApplicable("the data name no participants") }
    var (open, done): ([Int32: Metaorder], [Metaorder]) = ([:], [])
    func take(_ participant: Int32, _ sign: Double, _ fill: Trade) {
      if var order = open[participant] {
        if order.sign == sign, fill.time - order.end <= longestGap {
          order.lots += fill.lots
          order.moments += fill.time > order.end ? 1 : 0
          order.end = fill.time
          open[participant] = order
          return
        }
        done.append(order)
      }
      open[participant] = Metaorder(
        sign: sign, lots: fill.lots, start: fill.time, end: fill.time, before: log(Double(fill.twiceMidBefore)))
    }
    for fill in executions {
      if executors.isEmpty || executors.contains(fill.taker) { take(fill.taker, fill.sign, fill) }
      if executors.contains(fill.maker) { take(fill.maker, -fill.sign, fill) }
    }
    // In order of participants, for a dictionary lists its keys differently in two runs.
    done += open.keys.sorted().compactMap { open[$0] }
    return done.filter { $0.moments >= leastMoments }
  }
}

/// What metaorders do to the mid price, and what is left of it.
struct MetaorderImpact {
  private let orders: [Metaorder]
  private let path: MidPath
  private let session: Range<Int64>
  private static let least = 100

  init(_ orders: [Metaorder], _ path: MidPath, _ session: Range<Int64>) throws(NotApplicable) {
    try NotApplicable.requires(Self.least, orders.count, "metaorders")
    (self.orders, self.path, self.session) = (orders, path, session)
  }

  /// I ÷ σ = Y × (Q ÷ V)^δ: the mean signed log return from before the first fill to after the last, over octaves of
  /// lots with at least ten metaorders, weighted by how many there are.
  ///
  /// Source of the law: Tóth et al., "Anomalous price impact and the critical nature of liquidity", Phys. Rev. X 1 (2011).
  ///
  /// - Parameters:
  ///   - volume: V, lots traded in the session, auctions' among them.
  ///   - volatility: σ, the deviation of the session's log return.
  func law(volume: Int128, volatility: Double) throws(NotApplicable) -> PowerLaw {
    guard volume > 0, volatility > 0 else { throw NotApplicable("the mid price or the volume never moves") }
    var octaves = Octaves()
    for order in orders {
      octaves.add(order.lots, order.sign * (path.logarithm(at: order.end) - order.before) / volatility)
    }
    return try PowerLaw(through: octaves.points(atLeast: 10).map { ($0.x / Double(volume), $0.y, $0.weight) })
  }

  /// What is left of the mean impact as long after the last fill as the metaorder lasted, as a share of what it was at the
  /// last fill; of those that end in time. 0 where there was no impact.
  ///
  /// Source: Zarinelli, Treccani, Farmer, Lillo, "Beyond the square root", Market Microstructure and Liquidity 1 (2015).
  func remaining() throws(NotApplicable) -> Double {
    let seen = orders.filter { $0.end + $0.duration <= session.upperBound }
    try NotApplicable.requires(Self.least, seen.count, "metaorders whose aftermath is seen")
    let peak = seen.reduce(0) { $0 + $1.sign * (path.logarithm(at: $1.end) - $1.before) }
    if peak <= 0 { return 0 }
    return seen.reduce(0) { $0 + $1.sign * (path.logarithm(at: $1.end + $1.duration) - $1.before) } / peak
  }
}

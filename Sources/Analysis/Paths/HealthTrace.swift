import MarketTypes

/// How the health of margined accounts was spread, at moments of a run.
///
/// Health is equity ÷ maintenance margin, which the stream does not have for accounts that nothing happens to: who asks
/// the clearing house hands it over. Only accounts that need margin count.
public struct HealthTrace: Hashable, Sendable {
  /// In order of time.
  public private(set) var samples: [Sample] = []

  /// The shares of accounts that have at most so much health.
  public static let shares: [Double] = [0.01, 0.05, 0.25, 0.5, 0.75]

  /// One moment.
  public struct Sample: Hashable, Sendable {
    /// When.
    public let time: Time
    /// That needed margin.
    public let accounts: Int
    /// Those of them below a health of 1.
    public let under: Int
    /// In thousandths, by place in `shares`: the least health that at least that share of accounts has at most. Below
    /// −1,000,000 or above 1,000,000 it is cut off there.
    public let quantiles: [Int64]
  }

  /// No moment yet.
  public init() {}

  /// Takes the accounts of one moment, in any order; those that need no margin are passed over. O(accounts log accounts).
  public mutating func take(_ standings: some Sequence<AccountStanding>, at time: Time) {
    var healths: [Int64] = []
    for standing in standings where standing.isMargined {
      guard let health = standing.health else { continue }
      healths.append(Int64(min(max(health.divided(by: 1_000, rounding: .down), -1_000_000), 1_000_000)))
    }
    healths.sort()
    var quantiles: [Int64] = []
    if !healths.isEmpty {
      quantiles = Self.shares.map { healths[max(0, Int(($0 * Double(healths.count)).rounded(.up)) - 1)] }
    }
    samples.append(
      Sample(
        time: time, accounts: healths.count, under: healths.count { $0 < 1_000 },
        quantiles: quantiles))
  }
}

import MarketTypes
import Mathematics
import TestSupport
import Testing
import Venue

/// Models C2: a book of one lot a tick, a Poisson number of accounts of `lots` lots on each tick, a sale of `shock` lots.
struct BranchingSetting: Sendable, CustomTestStringConvertible {
  /// Accounts a tick, on average.
  let density: Double
  let lots: Int64
  let shock: Int64
  /// Lots bid in all: what a cascade that runs away comes to.
  var levels = 1 << 12

  /// How many further liquidations one causes: n.
  var ratio: Double { density * Double(lots) }
  /// How many the sale itself causes: θ.
  var seeded: Double { density * Double(shock) }

  var testDescription: String { "ν \(density), q \(lots), x0 \(shock): n \(ratio), θ \(seeded)" }
}

/// One setting, run seed by seed in the real venue.
///
/// The books are opened once and cloned. A run begins with a short one; a cascade that reaches its end is run again with
/// a book eight times as deep, in which the same seed draws the same accounts further down.
struct BranchingRun: ~Copyable {
  let setting: BranchingSetting
  private let short: ThresholdMarket
  private let medium: ThresholdMarket
  private let long: ThresholdMarket
  private let mediumLevels: Int
  private let shortLevels: Int
  private var book: ThresholdBook

  init(_ setting: BranchingSetting) {
    self.setting = setting
    mediumLevels = min(512, setting.levels)
    shortLevels = min(64, setting.levels)
    short = ThresholdMarket(bookOf: Self.book(levels: shortLevels))
    medium = ThresholdMarket(bookOf: Self.book(levels: mediumLevels))
    long = ThresholdMarket(bookOf: Self.book(levels: setting.levels))
    book = Self.book(levels: 0)
  }

  private static func book(levels: Int) -> ThresholdBook { ThresholdBook(depth: Array(repeating: 1, count: levels)) }

  struct Result {
    var outcome: ThresholdOutcome
    /// All bids were sold.
    var ranAway: Bool
    /// How many accounts a walk over the thresholds liquidates.
    var walked: Int
  }

  /// What became of the accounts that this seed draws.
  mutating func result(ofSeed seed: UInt64) -> Result {
    var chance = SeededGenerator(
      seed: seed, nameHash: SeededGenerator.nameHash("thresholds".utf8), index: 0, purpose: 0)
    book.holders.removeAll(keepingCapacity: true)
    var drawn = 0
    for (stage, levels) in [shortLevels, mediumLevels, setting.levels].enumerated() {
      while drawn < levels {
        drawn += 1
        for _ in 0..<chance.poisson(mean: setting.density) {
          book.holders.append(ThresholdBook.Holder(threshold: Int64(drawn), lots: setting.lots))
        }
      }
      var market = stage == 0 ? short.clone() : stage == 1 ? medium.clone() : long.clone()
      market.admit(book)
      let outcome = market.sell(setting.shock)
      let ranAway = outcome.displacement >= levels
      if !ranAway || levels == setting.levels {
        return Result(outcome: outcome, ranAway: ranAway, walked: walk(levels: levels))
      }
    }
    preconditionFailure("the last stage is the whole book")
  }

  /// The same without a venue: accounts in order of threshold, each found if what those before it sold reaches it.
  private func walk(levels: Int) -> Int {
    var sold = setting.shock
    var count = 0
    while count < book.holders.count, book.holders[count].threshold <= min(sold, Int64(levels)) {
      sold += setting.lots
      count += 1
    }
    return count
  }
}

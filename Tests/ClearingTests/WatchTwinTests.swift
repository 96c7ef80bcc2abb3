import TestSupport
import Testing

/// The watch against a scan that knows nothing of it, step by step, in many short histories.
@Suite struct WatchTwinTests {
  // WCH-1, WCH-2, WCH-3, WCH-4, LIQ-1, CLR-12
  @Test(arguments: seeds(400))
  func `after every step the watch has found whom a naive scan finds`(seed: UInt64) {
    _ = live(seed: seed, isPlain: true)
  }

  // WCH-1…WCH-4, WCH-6, LIQ-1, CLR-9, CLR-12, CLR-20, CLR-21, CLR-23, CLR-24, CLR-25, CLR-32, CLR-34, CLR-36, CLR-37, PFM-11
  @Test(arguments: seeds(600))
  func `so it has with every kind of contract, collateral and margin`(seed: UInt64) {
    _ = live(seed: seed, isPlain: false)
  }

  @Test func `the histories meet jumps, first marks, several marks at once, and many found together`() {
    var all = WatchHistory.Coverage()
    for seed in 0..<UInt64(160) { all = all + live(seed: seed, isPlain: true) }
    #expect(all["found"] > 2_000 && all["found with several positions"] > 500 && all.foundTogether > 100)
    #expect(all["bankrupt"] > 100 && all["releases"] > 500)
    #expect(all["jumps"] > 500 && all["marks together"] > 500 && all["first marks"] > 20)
  }

  @Test func `the histories with everything meet all of it`() {
    var all = WatchHistory.Coverage()
    for seed in 0..<UInt64(300) { all = all + live(seed: seed, isPlain: false) }
    let wanted = [
      "found with inverse", "found by scenarios", "found with assets", "bankrupt", "conversions", "levels", "factors",
      "fundings", "settlements in cash", "positions moved", "asset prices",
    ]
    for what in wanted { #expect(all[what] > 40, "\(what)") }
  }

  /// Lives a history to its end or its first difference.
  private func live(seed: UInt64, isPlain: Bool) -> WatchHistory.Coverage {
    var history = WatchHistory(seed: seed, isPlain: isPlain)
    for step in 0..<60 {
      if let fault = history.step() {
        Issue.record(
          "seed \(seed), step \(step): \(fault)\nreplay: CASCADE_SEED=\(seed) swift test --filter WatchTwinTests")
        return history.coverage
      }
    }
    return history.coverage
  }
}

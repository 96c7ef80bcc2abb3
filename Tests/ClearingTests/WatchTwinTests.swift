import TestSupport
import Testing

/// The watch against a scan that knows nothing of it, step by step, in many short histories.
@Suite struct WatchTwinTests {
  // WCH-1, WCH-2, WCH-3, WCH-4, LIQ-1, CLR-12
  @Test(arguments: seeds(400))
  func `after every step the watch has found whom a naive scan finds`(seed: UInt64) {
    _ = live(seed: seed)
  }

  @Test func `the histories meet jumps, first marks, several marks at once, and many found together`() {
    var all = WatchHistory.Coverage()
    for seed in 0..<UInt64(160) { all = all + live(seed: seed) }
    #expect(all.found > 2_000 && all.foundWithSeveralPositions > 500 && all.foundTogether > 100)
    #expect(all.bankrupt > 100 && all.releases > 500)
    #expect(all.jumps > 500 && all.marksTogether > 500 && all.firstMarks > 20)
  }

  /// Lives a history to its end or its first difference.
  private func live(seed: UInt64) -> WatchHistory.Coverage {
    var history = WatchHistory(seed: seed)
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

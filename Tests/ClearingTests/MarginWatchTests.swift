import Clearing
import MarketTypes
import Testing

@Suite("The margin watch")
struct MarginWatchTests {
  // WCH-1, WCH-2, WCH-4, LIQ-1
  @Test(arguments: UInt64(0)..<12, [LiquidationThreshold.below, .atOrBelow])
  func `the watch finds exactly whom a full scan finds, step by step`(seed: UInt64, threshold: LiquidationThreshold) {
    var twin = WatchTwin(seed: seed, threshold: threshold, accounts: 300)
    twin.live(steps: 150)
    #expect(twin.foundInAll > 300)
    #expect(twin.bankruptInAll > 20)
  }

  // WCH-1
  @Test(arguments: [UInt64(1_000), 1_001])
  func `nobody is missed among five thousand accounts`(seed: UInt64) {
    var twin = WatchTwin(seed: seed, threshold: .below, accounts: 5_000)
    twin.live(steps: 40)
    #expect(twin.foundInAll > 3_000)
  }
}

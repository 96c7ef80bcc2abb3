import Participants
import Testing

/// PAR-17: windows of fixed memory.
@Suite struct RollingSumTests {
  @Test(arguments: [1, 2, 3, 7, 50])
  func `the total is that of the last numbers`(window: Int) {
    var dice = Dice(seed: UInt64(window))
    var rolling = RollingSum(window: window)
    var seen: [Double] = []
    #expect(rolling.total == 0 && rolling.mean == nil && !rolling.isFull)
    for _ in 0..<200 {
      seen.append(Double(dice.whole(in: -1_000...1_000)))  // whole, so that sums are exact in any order
      rolling.add(seen[seen.count - 1])
      let last = seen.suffix(window)
      #expect(rolling.total == last.reduce(0, +))
      #expect(rolling.count == last.count && rolling.isFull == (last.count == window))
    }
  }

  /// What adds and subtracts is left with whatever 10^16 swallowed.
  @Test func `a number that has left leaves nothing behind`() {
    var rolling = RollingSum(window: 3)
    for number in [1e16, 0.1, 0.2, 0.3] { rolling.add(number) }
    #expect(near(rolling.total, 0.6, within: 2e-16))
  }

  @Test func `a variance is about the window's own mean`() {
    var rolling = RollingVariance(window: 4)
    rolling.add(9)
    #expect(rolling.value == nil)
    for number in [2.0, 4, 4, 6] { rolling.add(number) }
    #expect(near(rolling.value, 8.0 / 3, within: 1e-15))
    #expect(rolling.sumOfSquares == 72)
    for _ in 0..<4 { rolling.add(0.1) }
    #expect((rolling.value ?? 1) >= 0 && near(rolling.value, 0, within: 1e-17))
  }
}

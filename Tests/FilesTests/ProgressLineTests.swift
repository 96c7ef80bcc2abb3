import Testing

@testable import Files

struct ProgressLineTests {
  private func line(_ count: Int, of total: Int?, seconds: Double, width: Int = 200) -> String {
    ProgressLine(label: "run", unit: "events", total: total, count: count, elapsedNanoseconds: UInt64(seconds * 1e9))
      .text(width: width)
  }

  @Test
  func `half way shows half a bar, the rate and the time left`() {
    #expect(
      line(500_000, of: 1_000_000, seconds: 2)
        == "run  [##########          ]   50%  500000 of 1000000 events  250000/s  2 s left")
  }

  @Test
  func `without a total there is no bar`() {
    #expect(line(300, of: nil, seconds: 3) == "run  300 events  100/s")
  }

  @Test
  func `before the clock moved there is no rate`() {
    #expect(line(0, of: 10, seconds: 0) == "run  [                    ]    0%  0 of 10 events")
  }

  @Test
  func `the end, and past it, is a full bar`() {
    #expect(line(10, of: 10, seconds: 1) == "run  [####################]  100%  10 of 10 events  10/s")
    #expect(line(11, of: 10, seconds: 1) == "run  [####################]  100%  11 of 10 events  11/s")
    #expect(line(0, of: 0, seconds: 1) == "run  0 of 0 events")
  }

  @Test(arguments: [(1, 100, "99 s left"), (1, 601, "10 min left"), (1, 1_000_000, "277 h left")])
  func `long waits are told in larger units`(count: Int, total: Int, left: String) {
    #expect(line(count, of: total, seconds: 1).hasSuffix(left))
  }

  @Test
  func `a line leaves the last column free`() {
    #expect(line(300, of: nil, seconds: 3, width: 10) == "run  300 ")
    #expect(line(300, of: nil, seconds: 3, width: 0) == "")
  }
}

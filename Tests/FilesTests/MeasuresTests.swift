import Files
import Testing

struct MeasuresTests {
  @Test
  func `the clock never goes back`() {
    let earlier = monotonicNanoseconds()
    #expect(monotonicNanoseconds() >= earlier)
  }

  @Test
  func `the peak is in bytes and covers what was held`() {
    let held = [UInt8](repeating: 1, count: 50_000_000)
    #expect(peakMemoryBytes() > held.count)
  }

  @Test
  func `a variable is its value or nothing`() {
    #expect(environment("PATH")?.isEmpty == false)
    #expect(environment("CASCADE_NO_SUCH_VARIABLE") == nil)
  }
}

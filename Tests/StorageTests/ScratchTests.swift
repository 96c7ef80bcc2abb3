import Storage
import Testing

/// Working memory that a question may write.
@Suite struct ScratchTests {
  private struct Counter: ~Copyable {
    let scratch = Scratch<Int64>(count: 3, filledWith: 7)

    /// Not mutating, and yet it counts.
    func sum(_ values: [Int64]) -> Int64 {
      scratch[0] = 0
      for value in values { scratch[0] += value }
      return scratch[Int32(0)]
    }
  }

  // Written through a borrow, at the address given and no other.
  @Test func `a question that only reads its owner may count in it`() {
    let counter = Counter()
    #expect(counter.scratch.count == 3 && counter.scratch[2] == 7)
    #expect(counter.sum([1, 2, 3]) == 6)
    #expect(counter.sum([5]) == 5)
    #expect(counter.scratch[1] == 7 && counter.scratch[2] == 7)
  }
}

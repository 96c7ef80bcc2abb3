import Storage
import TestSupport
import Testing

/// A slot index beside a dictionary, and slots that know their numbers.
@Suite struct SlotIndexTests {
  /// Random insertions and removals of the numbers given; every answer is the dictionary's.
  private func compare(_ numbers: [Int64], steps: Int, seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var index = SlotIndex()
    var dictionary: [Int64: Int32] = [:]
    var numberInSlot: [Int64] = []
    for step in 0..<steps {
      let number = random.pick(numbers)
      if let slot = dictionary.removeValue(forKey: number) {
        index.remove(number, slot)
      } else {
        dictionary[number] = Int32(numberInSlot.count)
        index.insert(number, Int32(numberInSlot.count))
        numberInSlot.append(number)
        if index.isCrowded {
          index.grow(slotCount: numberInSlot.count) { slot in
            dictionary[numberInSlot[Int(slot)]] == slot ? numberInSlot[Int(slot)] : nil
          }
        }
      }
      let other = random.pick(numbers)
      let slot = index.slot(of: other) { numberInSlot[Int($0)] == other }
      if slot != dictionary[other] ?? -1 || index.count != dictionary.count {
        Issue.record("seed \(seed), step \(step): \(other) is in \(slot)")
        return
      }
    }
  }

  @Test(arguments: seeds(10))
  func `a slot index answers like a dictionary`(seed: UInt64) {
    compare((1...300).map { Int64($0) }, steps: 4_000, seed: seed)
  }

  /// The index keeps half of a number; whoever keeps the slots tells the rest.
  @Test(arguments: seeds(10))
  func `numbers that differ only in their upper half are told apart`(seed: UInt64) {
    let numbers = (0..<12).flatMap { low in (0..<8).map { Int64($0) << 32 | Int64(low) } }
    compare(numbers, steps: 4_000, seed: seed)
  }

  /// Numbers that all want one place, and numbers issued one after the other with stragglers among them.
  @Test(arguments: seeds(10))
  func `numbers whose place is taken are found beside it`(seed: UInt64) {
    compare((0..<300).map { Int64($0) << 20 }, steps: 4_000, seed: seed)
    compare((0..<40).map { Int64($0) } + (100_000..<100_200).map { Int64($0) }, steps: 4_000, seed: seed)
  }

  @Test func `a clone of a slot index lives alone`() {
    var index = SlotIndex()
    for number in Int32(1)...40 {
      index.insert(Int64(number), number)
      if index.isCrowded { index.grow(slotCount: Int(number) + 1) { slot in slot > 0 ? Int64(slot) : nil } }
    }
    var copy = index.clone()
    for number in Int32(1)...20 { index.remove(Int64(number), number) }
    for number in Int32(41)...200 { copy.insert(Int64(number), number) }
    let counts = [index.count, copy.count]
    #expect(counts == [20, 200])
    for number in Int32(1)...200 {
      let inIndex = index.slot(of: Int64(number)) { $0 == number }
      let inCopy = copy.slot(of: Int64(number)) { $0 == number }
      #expect(inCopy == number)
      #expect(inIndex == (21...40 ~= number ? number : -1))
    }
  }
}

import Storage
import TestSupport
import Testing

/// A key that says itself where it belongs, so that any collision can be made.
private struct HomelyKey: TableKey, Hashable {
  var number: Int64
  var scrambled: UInt64
}

/// Table beside a dictionary.
@Suite struct TableTests {
  /// 2^64 ÷ golden ratio, by which a table scrambles whole numbers; and what undoes it.
  private let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15
  private var inverse: UInt64 {
    var inverse = multiplier
    for _ in 0..<6 { inverse = inverse &* (2 &- multiplier &* inverse) }
    return inverse
  }

  /// Random insertions and removals of the keys given; every answer is the dictionary's.
  private func compare<Key: TableKey & Hashable>(_ keys: [Key], vacant: Key, steps: Int, seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var table = Table<Key, Int64>(vacantKey: vacant, vacantValue: -1)
    var dictionary: [Key: Int64] = [:]
    for step in 0..<steps {
      let key = random.pick(keys)
      if dictionary[key] == nil, random.below(10) < 6 {
        table.insert(key, Int64(step))
        dictionary[key] = Int64(step)
      } else {
        let removed = table.remove(key)
        if removed != dictionary.removeValue(forKey: key) { Issue.record("seed \(seed), step \(step): \(key)") }
      }
      let other = random.pick(keys)
      if table.value(of: other) != dictionary[other] || table.count != dictionary.count {
        Issue.record("seed \(seed), step \(step): \(other)")
        return
      }
    }
    for key in keys where table.value(of: key) != dictionary[key] { Issue.record("seed \(seed), at the end: \(key)") }
  }

  @Test(arguments: seeds(10))
  func `a table answers like a dictionary`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    compare((0..<300).map { Int64($0) }, vacant: 0, steps: 4_000, seed: seed)
    let anything = (0..<500).map { _ in Int64(bitPattern: random.next()) }
    compare(anything + [.min, .max, 0, -1], vacant: 0, steps: 4_000, seed: seed)
  }

  /// Past 2,048 places a table may be half full.
  @Test(arguments: seeds(3))
  func `a table of thousands answers like a dictionary`(seed: UInt64) {
    compare((0..<12_000).map { Int64($0) }, vacant: 0, steps: 60_000, seed: seed)
  }

  /// Keys made to fall on one home whatever the table's size.
  @Test(arguments: seeds(10))
  func `whole numbers that all collide are told apart`(seed: UInt64) {
    #expect(multiplier &* inverse == 1)
    let keys = (0..<120).map { Int64(bitPattern: (0xABCD << 48 | UInt64($0)) &* inverse) }
    #expect(keys.allSatisfy { $0.scrambled >> 48 == 0xABCD })
    compare(keys, vacant: 0, steps: 3_000, seed: seed)
  }

  /// Homes at the table's end and start: entries wrap around, and a removal moves them back over the edge or not.
  @Test(arguments: seeds(30))
  func `removing closes gaps across the end of the table`(seed: UInt64) {
    let homes: [UInt64] = [.max, .max, .max << 60, .max << 59, 0, 1 << 60, 1 << 59, 1 << 61]
    let keys = (0..<48).map { HomelyKey(number: Int64($0), scrambled: homes[$0 % homes.count]) }
    compare(keys, vacant: HomelyKey(number: -1, scrambled: 0), steps: 3_000, seed: seed)
  }

  @Test func `the vacant key is a key like any other`() {
    var table = Table<Int64, Int64>(vacantKey: 0, vacantValue: -1)
    var value = table.value(of: 0)
    #expect(value == nil)
    #expect(table.remove(0) == nil)
    table.insert(0, 5)
    value = table.value(of: 0)
    #expect(value == 5)
    #expect(table.remove(0) == 5)
  }

  @Test func `a clone of a table lives alone`() {
    var table = Table<Int64, Int64>(vacantKey: 0, vacantValue: -1)
    for key in Int64(1)...40 { table.insert(key, key) }
    var copy = table.clone()
    for key in Int64(1)...20 { table.remove(key) }
    for key in Int64(41)...200 { copy.insert(key, key) }
    let counts = [table.count, copy.count]
    #expect(counts == [20, 200])
    #expect((Int64(1)...200).allSatisfy { copy.value(of: $0) == $0 })
    #expect((Int64(1)...200).allSatisfy { table.value(of: $0) == (21...40 ~= $0 ? $0 : nil) })
  }
}

import Storage
import TestSupport
import Testing

/// Pool and SlotPool beside an array and a dictionary.
@Suite struct PoolTests {
  @Test(arguments: seeds(20))
  func `a pool is what an array is`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var pool = Pool<Int64>(capacity: random.below(3))
    var array: [Int64] = []
    for step in 0..<2_000 {
      let value = random.from(-1_000, through: 1_000)
      switch random.below(100) {
      case 0..<40:
        pool.append(value)
        array.append(value)
      case 40..<50:
        pool.append(value, -value)
        array += [value, -value]
      case 50..<80 where !array.isEmpty:
        let last = pool.removeLast()
        #expect(last == array.removeLast(), "seed \(seed), step \(step)")
      case 80..<95 where !array.isEmpty:
        let place = random.below(array.count)
        pool[place] += value
        array[place] += value
      case 95:
        let count = random.below(array.count + 40)
        pool.extend(to: count, with: value)
        while array.count < count { array.append(value) }
      case 96:
        pool.sort { $0 < $1 }
        array.sort()
      case 97 where random.once(in: 20):
        pool.removeAll()
        array.removeAll()
      default: break
      }
    }
    let copy = pool.withSpan { span in span.indices.map { span[$0] } }
    #expect(copy == array, "seed \(seed)")
    let count = pool.count
    #expect(count == array.count, "seed \(seed)")
  }

  @Test func `a clone of a pool lives alone`() {
    var pool = Pool<Int64>(count: 3, filledWith: 7)
    var copy = pool.clone()
    pool[0] = 1
    copy.append(9)
    copy[Int32(1)] = 2
    let (ours, theirs) = (pool.withSpan { $0.indices.map { [$0, 0] }.count }, copy.count)
    #expect(ours == 3)
    #expect(theirs == 4)
    let values = [pool[0], pool[1], copy[0], copy[1], copy[3]]
    #expect(values == [1, 7, 7, 2, 9])
  }

  @Test(arguments: seeds(20))
  func `a slot keeps its record until it is removed, and is used again`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var pool = SlotPool<Int64>()
    var alive: [Int32: Int64] = [:]
    var freed: [Int32] = []
    var most = 0
    for step in 0..<2_000 {
      if alive.isEmpty || random.below(100) < 52 {
        let value = Int64(step)
        let slot = pool.insert(value)
        #expect(slot == freed.popLast() ?? Int32(alive.count), "seed \(seed), step \(step): last freed first")
        #expect(alive[slot] == nil, "seed \(seed), step \(step)")
        alive[slot] = value
        most = max(most, alive.count)
      } else {
        let slot = random.pick(alive.keys.sorted())
        let value = pool[slot]
        #expect(value == alive.removeValue(forKey: slot), "seed \(seed), step \(step)")
        pool.remove(slot)
        freed.append(slot)
      }
      let count = pool.count
      #expect(count == alive.count, "seed \(seed), step \(step)")
    }
    #expect(most == alive.count + freed.count, "seed \(seed): memory follows the most alive at once")
  }

  @Test func `a clone of a slot pool hands out the same slots`() {
    var pool = SlotPool<Int64>()
    let slots = (0..<5).map { pool.insert(Int64($0)) }
    pool.remove(slots[1])
    pool.remove(slots[3])
    var copy = pool.clone()
    let ours = [pool.insert(10), pool.insert(11), pool.insert(12)]
    let theirs = [copy.insert(20), copy.insert(21), copy.insert(22)]
    #expect(ours == theirs)
    #expect(ours == [3, 1, 5])
    let records = [pool[3], copy[3]]
    #expect(records == [10, 20])
  }
}

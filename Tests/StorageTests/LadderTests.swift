import Storage
import TestSupport
import Testing

/// Ladder beside a sorted array of heights.
private struct LadderTwin: ~Copyable {
  var ladder = Ladder<Int64>(vacant: -7)
  /// Occupied heights, ascending; what stands on each rung; and its handle.
  var heights: [Int64] = []
  var values: [Int64: Int64] = [:]
  var handles: [Int64: Int32] = [:]

  mutating func occupy(_ height: Int64, value: Int64) {
    let handle = ladder.occupy(height)
    if let known = handles[height] {
      expect(known == handle, "the handle of \(height) changed while it was occupied")
    } else {
      expect(ladder[handle] == -7, "rung \(height) is not vacant when it is made: \(ladder[handle])")
      handles[height] = handle
      heights.insert(height, at: heights.firstIndex { $0 > height } ?? heights.count)
    }
    ladder[handle] = value
    values[height] = value
  }

  mutating func vacate(_ height: Int64) {
    ladder.vacate(handles.removeValue(forKey: height)!)
    heights.remove(at: heights.firstIndex(of: height)!)
    values[height] = nil
  }

  /// Everything from a height upwards, or up to it.
  mutating func vacate(from height: Int64, isUpwards: Bool) {
    if isUpwards { ladder.vacate(from: height) } else { ladder.vacate(through: height) }
    for gone in heights where isUpwards ? gone >= height : gone <= height {
      handles[gone] = nil
      values[gone] = nil
    }
    heights.removeAll { isUpwards ? $0 >= height : $0 <= height }
  }

  func height(_ handle: Int32) -> Int64? { handle < 0 ? nil : ladder.height(of: handle) }

  /// Everything around one height, there or not.
  func check(around height: Int64) {
    expect(ladder.isEmpty == heights.isEmpty, "isEmpty is \(ladder.isEmpty) with \(heights.count) rungs")
    expect(self.height(ladder.lowest) == heights.first, "lowest")
    expect(self.height(ladder.highest) == heights.last, "highest")
    let found = ladder.find(height)
    guard let handle = handles[height] else {
      expect(found == -1, "\(height) is found and should not be")
      return
    }
    expect(found == handle, "\(height) is at \(found), not \(handle)")
    expect(ladder[handle] == values[height], "rung \(height)")
    let place = heights.firstIndex(of: height)!
    expect(
      self.height(ladder.above(handle)) == (place + 1 < heights.count ? heights[place + 1] : nil), "above \(height)")
    expect(self.height(ladder.below(handle)) == (place > 0 ? heights[place - 1] : nil), "below \(height)")
  }

  /// Walks both ways.
  func checkWalk() {
    var up: [Int64] = []
    var handle = ladder.lowest
    while handle >= 0, up.count <= heights.count {
      up.append(ladder.height(of: handle))
      handle = ladder.above(handle)
    }
    expect(up == heights, "walking up gives \(up.count) of \(heights.count)")
    var down: [Int64] = []
    handle = ladder.highest
    while handle >= 0, down.count <= heights.count {
      down.append(ladder.height(of: handle))
      handle = ladder.below(handle)
    }
    expect(down == heights.reversed(), "walking down gives \(down.count) of \(heights.count)")
  }

  func expect(_ condition: Bool, _ message: @autoclosure () -> String) {
    if !condition { Issue.record("\(message())") }
  }
}

@Suite struct LadderTests {
  private static let top = Ladder<Int64>.heightLimit - 1

  /// Ways of choosing heights: dense, clustered, anywhere, at both ends, and on few leaves of one cache place.
  private func height(_ kind: Int, _ random: inout SplitMix64, centre: Int64) -> Int64 {
    switch kind {
    case 0: random.from(0, through: 200)
    case 1: min(max(centre + random.from(-300, through: 300), 0), Self.top)
    case 2: random.from(0, through: Self.top)
    case 3: random.once(in: 2) ? random.from(0, through: 70) : Self.top - random.from(0, through: 70)
    default: random.from(0, through: 6) << (14 + 6 * random.from(0, through: 3)) + random.from(0, through: 1)
    }
  }

  @Test(arguments: 0..<5, seeds(8))
  func `a ladder answers like a sorted array`(kind: Int, seed: UInt64) {
    var random = SplitMix64(seed: seed &* 5 &+ UInt64(kind))
    var twin = LadderTwin()
    var centre: Int64 = 1 << 30
    for step in 0..<3_000 {
      if random.once(in: 200) { centre = random.from(0, through: Self.top) }
      // Waves: filling up, then emptying to the last rung, so that leaves and nodes are released and used again.
      let isFilling = step / 400 % 2 == 0
      if random.once(in: 300) {
        // At a rung or beside it.
        let edge = (twin.heights.isEmpty ? centre : random.pick(twin.heights)) + random.from(-1, through: 1)
        twin.vacate(from: edge, isUpwards: random.once(in: 2))
      } else if twin.heights.isEmpty || random.below(10) < (isFilling ? 7 : 2) {
        twin.occupy(height(kind, &random, centre: centre), value: Int64(step))
      } else {
        twin.vacate(random.pick(twin.heights))
      }
      if let first = twin.heights.first { twin.check(around: random.once(in: 2) ? first : random.pick(twin.heights)) }
      twin.check(around: height(kind, &random, centre: centre))
      if step % 100 == 0 { twin.checkWalk() }
    }
    while let height = twin.heights.last { twin.vacate(height) }
    twin.check(around: 0)
    twin.checkWalk()
  }

  @Test func `a rung that is reached and then filled is occupied`() {
    var ladder = Ladder<Int64>(vacant: -7)
    let handle = ladder.reach(1 << 45)
    let record = ladder[handle]
    #expect(record == -7)
    ladder[handle] = 3
    ladder.fill(handle)
    let found = [ladder.find(1 << 45), ladder.lowest, ladder.highest]
    #expect(found == [handle, handle, handle])
    ladder.vacate(handle)
    let again = ladder[ladder.reach(1 << 45)]
    #expect(again == -7)
  }

  @Test func `the ends of the range are rungs and what lies beyond is not`() {
    var ladder = Ladder<Int64>(vacant: 0)
    let (low, high) = (ladder.occupy(0), ladder.occupy(Self.top))
    let found = [ladder.find(0), ladder.find(Self.top), ladder.find(-1), ladder.find(Self.top + 1), ladder.find(.min)]
    #expect(found == [low, high, -1, -1, -1])
    let neighbours = [ladder.above(low), ladder.below(high), ladder.above(high), ladder.below(low)]
    #expect(neighbours == [high, low, -1, -1])
  }

  /// A leaf that was released and used for other heights is not mistaken for what the cache remembers.
  @Test func `the cache never leads to a leaf that changed hands`() {
    var ladder = Ladder<Int64>(vacant: 0)
    // Heights 2^14 apart share a cache place; leaves are used again last freed first.
    let (one, other) = (Int64(5), Int64(5) + 1 << 14)
    ladder.vacate(ladder.occupy(one))
    let second = ladder.occupy(other)
    var found = [ladder.find(one), ladder.find(other)]
    #expect(found == [-1, second])
    ladder.vacate(second)
    let far = ladder.occupy(1 << 30)
    found = [ladder.find(one), ladder.find(other), ladder.find(1 << 30)]
    #expect(found == [-1, -1, far])
    let again = ladder.occupy(one)
    found = [ladder.find(one), ladder.find(1 << 30)]
    #expect(found == [again, far])
    #expect(again != far)
  }

  @Test(arguments: seeds(8))
  func `a clone of a ladder lives alone`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var twin = LadderTwin()
    for step in 0..<300 { twin.occupy(height(step % 5, &random, centre: 1 << 20), value: Int64(step)) }
    var copy = LadderTwin(
      ladder: twin.ladder.clone(), heights: twin.heights, values: twin.values, handles: twin.handles)
    for step in 0..<600 {
      if random.once(in: 2) { twin.vacate(random.pick(twin.heights)) }
      copy.occupy(height(step % 5, &random, centre: 1 << 40), value: Int64(-step))
      if copy.heights.count > 200 { copy.vacate(random.pick(copy.heights)) }
      if twin.heights.isEmpty { break }
      twin.check(around: random.pick(twin.heights))
      copy.check(around: random.pick(copy.heights))
    }
    twin.checkWalk()
    copy.checkWalk()
  }
}

import Analysis
import MarketTypes
import TestSupport
import Testing

/// What is left of a long path: every extreme, as it was.
@Suite struct `A thinned path` {
  private static let grid = TimeGrid(from: .start, to: Time(nanoseconds: 999), count: 10)

  private func path(_ values: [Int64], closely: Range<Int>? = nil, limit: Int = 8) -> ThinnedPath {
    var path = ThinnedPath(Self.grid, limit: limit)
    for (place, value) in values.enumerated() {
      if place == closely?.lowerBound { path.lookClosely() }
      if place == closely?.upperBound { path.lookFromAfar() }
      path.take(value, at: Time(nanoseconds: Int64(place)), event: Int64(10 * place))
    }
    return path
  }

  /// A stretch is 100 long: 25 changes lie in the first.
  @Test func `keeps the least, the largest and the last of a stretch, where they were`() {
    let values: [Int64] = [5, 6, 9, 4, 7, 3, 8, 6]
    let points = path(values).points
    #expect(points.map(\.value) == [9, 3, 6])
    #expect(points.map(\.event) == [20, 50, 70])
    #expect(points.map(\.time.nanoseconds) == [2, 5, 7])
  }

  @Test func `of equal values the first counts, and a value that stays is no change`() {
    #expect(path([5, 9, 9, 5, 9, 5, 7]).points.map(\.event) == [0, 10, 60])
  }

  @Test func `seen closely it keeps every change, and those before`() {
    let points = path([5, 9, 1, 8, 2, 7, 3, 6], closely: 4..<6, limit: 16).points
    #expect(points.map(\.event).starts(with: [0, 10, 20, 30, 40, 50]))
  }

  /// The law: no extreme of any stretch is lost, whatever the limit, and no point is made up.
  @Test(arguments: UInt64(0)..<40)
  func `keeps what is lowest and highest in every stretch`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let values = (0..<1_000).map { _ in Int64(random.next() % 1_000) }
    let from = Int(random.next() % 900)
    let points = path(values, closely: from..<from + 100, limit: 4 * Int(1 + random.next() % 8)).points
    #expect(points.allSatisfy { values[Int($0.time.nanoseconds)] == $0.value }, "seed \(seed)")
    for cell in 0..<10 {
      let here = points.filter { Self.grid.cell(of: $0.time) == cell }.map(\.value)
      let all = values[(100 * cell)..<(100 * cell + 100)]
      #expect(here.min() == all.min() && here.max() == all.max(), "seed \(seed), stretch \(cell)")
    }
    // With room for all, each change of the stretch seen closely is there.
    let all = Set(path(values, closely: from..<from + 100, limit: 400).points)
    for place in from..<from + 100 where values[place] != values[max(0, place - 1)] {
      #expect(all.contains { $0.event == Int64(10 * place) }, "seed \(seed), change \(place)")
    }
    #expect(points.count <= 30 + 40)
  }
}

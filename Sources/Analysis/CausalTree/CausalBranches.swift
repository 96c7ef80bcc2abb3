import MarketTypes

/// A finished causal tree, ready to be walked from the top: who hangs under whom, and how much.
///
/// Only falls that were acted on are in it (`LiquidationRecord.isActedOn`); not those whose account had
/// its margin back before its turn, or that nobody closed. O(falls + shares + n log n) to build, memory follows falls.
public struct CausalBranches: Sendable {
  /// Falls in the tree under no other fall, by what made them fall; the largest of `weight` first.
  public private(set) var roots: [Root] = []
  /// Falls in the tree.
  public private(set) var count = 0
  /// The generation of the last of them.
  public private(set) var depth = 0
  /// Distinct accounts, first falls counted, by generation; the first at place 0.
  public private(set) var generations: [Int] = []
  /// Σ of each fall's own pushes, in ticks, by instrument; empty where it moved no mark.
  public private(set) var pushes: [[Push]]

  private var weights: [Weight]
  /// Children of fall i are `order[starts[i]..<starts[i + 1]]`, the largest of `weight` first.
  private var order: [Int] = []
  private var starts: [Int]

  /// What a branch comes to, its own fall included.
  public struct Weight: Hashable, Sendable {
    /// How many there are.
    public var falls = 0
    /// Forced notional.
    public var notional: Int128 = 0
    /// Generations, its own included.
    public var depth = 0
  }

  /// What made falls that hang under no other, with all below them.
  public struct Root: Hashable, Sendable {
    /// The shock, an index, others' trading: anything but a fall.
    public let source: MarkSource
    /// By their places in `CausalTree.falls`, the largest of `weight` first.
    public let falls: [Int]
    /// Of all of them together.
    public let weight: Weight
  }

  /// How far a fall's forced orders pushed a mark.
  public struct Push: Hashable, Sendable {
    /// Whose mark it is.
    public let instrument: InstrumentID
    /// With its sign. For display; exact where it is whole.
    public internal(set) var ticks: Double
  }

  public init(_ tree: CausalTree) {
    let falls = tree.falls
    let isIn = falls.map { tree.log.records[$0.index].isActedOn }
    weights = Array(repeating: Weight(), count: falls.count)
    pushes = Array(repeating: [], count: falls.count)
    starts = Array(repeating: 0, count: falls.count + 1)
    var counted: Swift.Set<AccountID> = []
    for fall in falls {
      let record = tree.log.records[fall.index]
      if !isIn[fall.index] { continue }
      count += 1
      depth = max(depth, fall.generation)
      weights[fall.index] = Weight(falls: 1, notional: fall.notional, depth: 1)
      while generations.count < fall.generation { generations.append(0) }
      if counted.insert(record.account).inserted { generations[fall.generation - 1] += 1 }
    }
    // A parent fell before its children did.
    for fall in falls.reversed() where isIn[fall.index] {
      guard case .fall(let parent) = fall.parent else { continue }
      weights[parent].falls += weights[fall.index].falls
      weights[parent].notional += weights[fall.index].notional
      weights[parent].depth = max(weights[parent].depth, weights[fall.index].depth + 1)
      starts[parent + 1] += 1
    }
    for index in falls.indices { starts[index + 1] += starts[index] }
    fillOrder(falls, isIn)
    addPushes(tree)
  }

  /// What a fall's branch comes to.
  public func weight(of fall: Int) -> Weight { weights[fall] }
  /// The falls right below one, the largest of `weight` first.
  public func children(of fall: Int) -> ArraySlice<Int> { order[starts[fall]..<starts[fall + 1]] }

  // MARK: Building

  private mutating func fillOrder(_ falls: [Fall], _ isIn: [Bool]) {
    var next = starts
    order = Array(repeating: 0, count: starts[falls.count])
    var tops: [MarkSource: [Int]] = [:]
    for fall in falls where isIn[fall.index] {
      if case .fall(let parent) = fall.parent {
        order[next[parent]] = fall.index
        next[parent] += 1
      } else {
        tops[fall.parent, default: []].append(fall.index)
      }
    }
    for index in falls.indices where starts[index + 1] - starts[index] > 1 {
      let sorted = order[starts[index]..<starts[index + 1]].sorted { isBefore($0, $1) }
      order.replaceSubrange(starts[index]..<starts[index + 1], with: sorted)
    }
    let sources: [MarkSource] = [.shock, .participants, .stops, .quotes, .index, .other]
    roots = sources.compactMap { source in
      guard let found = tops[source] else { return nil }
      var weight = Weight()
      for index in found {
        weight.falls += weights[index].falls
        weight.notional += weights[index].notional
        weight.depth = max(weight.depth, weights[index].depth)
      }
      return Root(source: source, falls: found.sorted { isBefore($0, $1) }, weight: weight)
    }
    // Sources that weigh the same keep their order.
    roots = roots.enumerated().sorted {
      ($1.element.weight.notional, $0.offset) < ($0.element.weight.notional, $1.offset)
    }.map(\.element)
  }

  /// The larger forced notional first, then the larger number of falls, then the earlier.
  private func isBefore(_ left: Int, _ right: Int) -> Bool {
    let (one, other) = (weights[left], weights[right])
    return (other.notional, other.falls, left) < (one.notional, one.falls, right)
  }

  private mutating func addPushes(_ tree: CausalTree) {
    for move in tree.moves {
      for share in move.shares {
        guard case .fall(let fall) = share.source else { continue }
        let place = pushes[fall].firstIndex { $0.instrument == move.instrument } ?? pushes[fall].count
        if place == pushes[fall].count { pushes[fall].append(Push(instrument: move.instrument, ticks: 0)) }
        pushes[fall][place].ticks += move.ticks(of: share)
      }
    }
  }
}

extension CausalBranches {
  /// 1 − roots ÷ falls: children per fall in the tree. The maximum-likelihood estimate of the branching ratio from one
  /// finished cascade, and n exactly in C1. `nil` without falls.
  public var branchingRatio: Double? {
    count == 0 ? nil : 1 - Double(roots.reduce(0) { $0 + $1.falls.count }) / Double(count)
  }
}

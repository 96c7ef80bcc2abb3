import MarketTypes

/// A parent order cut into slices of whole lots, whose sum is the parent, exactly.
///
/// Each slice gets its share rounded down, then the slices with the largest remainders one more lot, the earlier first where they
/// are equal. So no slice is a whole lot or more from its share.
/// Source: Hamilton's method of apportionment.
public struct ExecutionSchedule: Hashable, Sendable {
  /// In order of time.
  public let slices: [Quantity]

  /// The same in each slice, the first ones one lot more where it does not come out even: TWAP.
  ///
  /// - Parameter count: at least 1.
  public static func timeWeighted(_ parent: Quantity, slices count: Int) -> ExecutionSchedule {
    ExecutionSchedule(parent, weights: Array(repeating: 1, count: count))
  }

  /// As an expected profile of volume goes, in lots or any whole unit: VWAP.
  public static func volumeWeighted(_ parent: Quantity, profile: [Int64]) -> ExecutionSchedule {
    ExecutionSchedule(parent, weights: profile)
  }

  /// As a trajectory sells, its steps rounded to 2^-40 of the largest. Steps are not negative.
  public static func following(_ parent: Quantity, steps: [Double]) -> ExecutionSchedule {
    let largest = steps.reduce(0, max)
    invariant(largest.isFinite, "a step of \(largest)")
    let scale = largest > 0 ? 0x1p40 / largest : 0
    return ExecutionSchedule(parent, weights: steps.map { Int64(max(0, $0) * scale) })
  }

  /// - Parameter weights: at least one, none negative; all zero is as all equal. O(n log n).
  public init(_ parent: Quantity, weights: [Int64]) {
    invariant(!weights.isEmpty && weights.allSatisfy { $0 >= 0 }, "weights \(weights)")
    let given = weights.reduce(Int128(0)) { $0 + Int128($1) }
    let weights = given == 0 ? Array(repeating: 1, count: weights.count) : weights
    let sum = given == 0 ? Int128(weights.count) : given
    var lots: [Int64] = []
    var remainders: [(index: Int, remainder: Int128)] = []
    for (index, weight) in weights.enumerated() {
      let (whole, rest) = (Int128(parent.lots) * Int128(weight)).quotientAndRemainder(dividingBy: sum)
      lots.append(Int64(whole))
      remainders.append((index, rest))
    }
    remainders.sort { $0.remainder != $1.remainder ? $0.remainder > $1.remainder : $0.index < $1.index }
    let missing = parent.lots - lots.reduce(0, +)  // below the number of slices
    for place in remainders.prefix(Int(missing)) { lots[place.index] += 1 }
    slices = lots.map { Quantity(lots: $0) }
  }

  /// What should have been traded by the end of the first `count` slices.
  public func due(after count: Int) -> Quantity {
    Quantity(lots: slices.prefix(max(0, count)).reduce(0) { $0 + $1.lots })
  }
}

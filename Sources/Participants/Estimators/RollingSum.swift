import MarketTypes

/// The sum of the last so many numbers, in fixed memory, without ever subtracting.
///
/// Subtracting what leaves a window leaves rounding errors behind, for ever after one large number. Here the window is a block of
/// older numbers, kept as sums from each to the block's end, and the newer ones, kept as they are:
///
///     total = (sum of the older block from where the window begins) + (sum of the newer ones)
///
/// A full block is turned into such sums in place. O(1) for each number, once in a window O(window); one array, never grown.
public struct RollingSum: Hashable, Sendable {
  private var slots: [Double]
  private var position = 0
  private var newer = 0.0
  /// How many numbers the total is of, at most the window.
  public private(set) var count = 0

  /// - Parameter window: at least 1.
  public init(window: Int) {
    invariant(window >= 1, "a window of \(window)")
    slots = Array(repeating: 0, count: window)
  }

  /// The most numbers the total is of.
  public var window: Int { slots.count }
  /// Whether each further number pushes one out.
  public var isFull: Bool { count == slots.count }
  /// Of the last `count` numbers; 0 before the first. O(1).
  public var total: Double { newer + slots[position] }
  /// `nil` before the first number.
  public var mean: Double? { count == 0 ? nil : total / Double(count) }

  /// Takes in a number, and lets the oldest go once the window is full. O(1) on average, O(window) at worst.
  public mutating func add(_ number: Double) {
    slots[position] = number
    newer += number
    position += 1
    if count < slots.count { count += 1 }
    if position < slots.count { return }
    for index in stride(from: slots.count - 2, through: 0, by: -1) { slots[index] += slots[index + 1] }
    position = 0
    newer = 0
  }
}

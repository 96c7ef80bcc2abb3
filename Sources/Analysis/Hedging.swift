/// The variance of an account's gains as one book, and of its positions one by one.
public struct Hedging: Hashable, Sendable {
  /// How many observations.
  public let windows: Int
  /// How many instruments were ever held.
  public let positions: Int
  /// In units of money, squared.
  public let bookVariance: Double
  /// Summed over positions.
  public let aloneVariance: Double

  /// 1 where the book never gains or loses, 0 where its positions have nothing to do with each other or there is one
  /// alone, below zero where they add up: at least 1 − `positions`, but for the last digits of floating point. `nil`
  /// where no position's gain ever varied, for then there is nothing to hedge: also with fewer than two observations.
  public var effectiveness: Double? { aloneVariance > 0 ? 1 - bookVariance / aloneVariance : nil }
}

import MarketTypes

/// How far a mark went during a cascade, added up from its moves and split by who pushed it.
///
/// Counted from before the shock (`MarkPath` has the same ends); a part is Σ share × move over all moves up to the
/// farthest mark. Parts of one instrument sum to its displacement. Shares are exact; the sums are for display, and
/// exact where the parts are whole ticks.
public struct DisplacementSplit: Hashable, Sendable {
  /// Whose push: forced orders of one round or later, or any of the sources that are no fall.
  public enum Origin: String, CaseIterable, Sendable {
    case shock, participants, forced, stops, quotes, index, other
  }

  /// Ticks from before the cascade to the farthest mark, with its sign.
  public private(set) var ticks: Int64 = 0
  private var parts = Parts()

  private var running = Parts()
  private var runningTicks: Int64 = 0
  private var farthest = Parts()
  private var farthestTicks: Int64 = 0

  /// In ticks, with the sign of the push.
  public subscript(origin: Origin) -> Double { parts[origin] }

  /// Of the whole displacement; `nil` where there is none.
  public func share(of origin: Origin) -> Double? { ticks == 0 ? nil : parts[origin] / Double(ticks) }

  mutating func take(_ move: MarkMove) {
    runningTicks += move.change.ticks
    for share in move.shares { running[Origin(share.source)] += move.ticks(of: share) }
    if runningTicks.magnitude > farthestTicks.magnitude { (farthest, farthestTicks) = (running, runningTicks) }
  }

  /// Everything so far belongs to the cascade.
  mutating func claim() { (parts, ticks) = (farthest, farthestTicks) }

  /// Ticks for each origin.
  private struct Parts: Hashable, Sendable {
    private var numbers = [Double](repeating: 0, count: Origin.allCases.count)

    subscript(origin: Origin) -> Double {
      get { numbers[origin.place] }
      set { numbers[origin.place] = newValue }
    }
  }
}

extension DisplacementSplit.Origin {
  public init(_ source: MarkSource) {
    self =
      switch source {
      case .fall: .forced
      case .shock: .shock
      case .participants: .participants
      case .stops: .stops
      case .quotes: .quotes
      case .index: .index
      case .other: .other
      }
  }

  fileprivate var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

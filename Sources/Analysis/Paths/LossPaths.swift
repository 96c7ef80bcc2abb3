import MarketTypes

/// The insurance funds and what bankrupt accounts were short of, over time: money after each change, thinned.
///
/// Losses are what each stage has borne so far, so that their paths never fall. O(1) per event; memory follows the grid.
public struct LossPaths: StreamFold, Sendable {
  /// All insurance funds together. Empty if nothing ever moved in one.
  public private(set) var fund: ThinnedPath
  /// By place in `LossStage.allCases`.
  public private(set) var stages: [ThinnedPath]

  private let worths: [LotWorth]
  private var marks: [Price?]
  private var balance = FundBalance()
  private var borne = LossesByStage()

  /// - Parameters:
  ///   - grid: of each of its stretches three points of each path are kept.
  ///   - details: and at most so many more; a multiple of 4.
  public init(_ rules: VenueRules, _ grid: TimeGrid, details: Int) {
    let path = ThinnedPath(grid, limit: details)
    fund = path
    stages = LossStage.allCases.map { _ in path }
    worths = rules.lotWorths
    marks = Array(repeating: nil, count: rules.instruments.count)
    // What came close to each other is what there is to see.
    fund.lookClosely()
    for index in stages.indices { stages[index].lookClosely() }
  }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    for index in events.indices {
      let body = events[index].body
      let position = first.number + Int64(index)
      if case .marked(let change) = body { marks[change.instrument.index] = change.price }
      if case .transferred(let transfer) = body, balance.take(transfer) {
        fund.take(Int64(clamping: balance.total), at: command.time, event: position)
      }
      guard let loss = LossPart(body, worths: worths, mark: { marks[$0.index] }) else { continue }
      borne[loss.stage] += loss.amount
      for (place, stage) in LossStage.allCases.enumerated() where stage == loss.stage {
        stages[place].take(Int64(clamping: borne[stage]), at: command.time, event: position)
      }
    }
  }
}

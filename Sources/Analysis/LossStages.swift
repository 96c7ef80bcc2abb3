import MarketTypes

/// Who bore which part of what closed accounts could not pay: money by stage and by account.
///
/// O(1) per event; memory follows accounts that any stage touched.
public struct LossStages: StreamFold, Sendable {
  /// In the order in which they came; without those that are zero.
  public private(set) var parts: [Part] = []

  /// What one account, or all of them, had to do with a stage, in units of money.
  public struct Part: Hashable, Sendable {
    /// Who bears it.
    public let stage: LossStage
    /// `nil` for all accounts together.
    public let account: AccountID?
    /// What was made good for it, at this stage; of the uncovered, what nobody made good.
    public fileprivate(set) var received: Int128 = 0
    /// What it bore for others, its own contribution among it.
    public fileprivate(set) var paid: Int128 = 0
  }

  private let worths: [LotWorth]
  private var marks: [Price?]
  private var places: [Key: Int] = [:]

  private struct Key: Hashable {
    var stage: LossStage
    var account: AccountID?
  }

  public init(_ rules: VenueRules) {
    worths = rules.lotWorths
    marks = Array(repeating: nil, count: rules.instruments.count)
  }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    for index in events.indices {
      let body = events[index].body
      if case .marked(let change) = body { marks[change.instrument.index] = change.price }
      if let loss = LossPart(body, worths: worths, mark: { marks[$0.index] }) { add(loss) }
    }
  }

  private mutating func add(_ loss: LossPart) {
    for account in [nil, loss.account] { change(loss.stage, account) { $0.received += loss.amount } }
    guard let bearer = loss.bearer else { return }
    for account in [nil, bearer] { change(loss.stage, account) { $0.paid += loss.amount } }
  }

  private mutating func change(_ stage: LossStage, _ account: AccountID?, _ body: (inout Part) -> Void) {
    let key = Key(stage: stage, account: account)
    let place = places[key] ?? parts.count
    if place == parts.count {
      places[key] = place
      parts.append(Part(stage: stage, account: account))
    }
    body(&parts[place])
  }
}

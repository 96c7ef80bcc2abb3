import MarketTypes

/// Every time an account fell under its maintenance margin, in order of the stream.
///
/// What happens to an account is added to its latest record. O(1) per event; memory follows accounts and records.
public struct LiquidationLog: StreamFold, Sendable {
  /// One for each fall, in order of the stream; an account may have several.
  public private(set) var records: [LiquidationRecord] = []

  /// How often an account had its margin back before its turn came: `recovered` events, several of one fall counted each.
  public private(set) var recoveries = 0

  private let worths: [LotWorth]
  /// Each account's latest record, or −1.
  private var latest: [Int] = []
  /// By instrument number.
  private var marks: [Price?]

  public init(_ rules: VenueRules) {
    worths = rules.lotWorths
    marks = Array(repeating: nil, count: rules.instruments.count)
  }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    for index in events.indices {
      take(events[index], at: EventPosition(number: first.number + Int64(index)), time: command.time)
    }
  }

  mutating func take(_ event: Event, at position: EventPosition, time: Time) {
    if let loss = LossPart(event.body, worths: worths, mark: { marks[$0.index] }) {
      change(loss.account) { $0.add(loss) }
    }
    switch event.body {
    case .accountOpened: latest.append(-1)
    case .liquidatable(let state):
      latest[state.account.index] = records.count
      records.append(LiquidationRecord(state, event: position, time: time, round: Int(event.round) + 1))
    case .accepted(let order) where order.terms.contains(.forced):
      change(order.account) { $0.orders += 1 }
    case .filled(let fill) where fill.isForced:
      let worth = worths[fill.instrument.index]
      change(fill.takerAccount) { $0.add(fill, worth: worth, at: time) }
    case .marked(let change): marks[change.instrument.index] = change.price
    case .takenOver(let takeover): change(takeover.account) { $0.isTakenOver = true }
    case .deleveraged(let pair): change(pair.account) { $0.deleveragedLots += Int128(pair.quantity.lots) }
    case .liquidationStalled(let stall): change(stall.account) { $0.stalls += 1 }
    case .recovered(let state):
      recoveries += 1
      change(state.account) { $0.hasRecovered = true }
    default: break
    }
  }

  /// The latest records of accounts that have not had their turn: nothing was done, and no margin was found to be back.
  public var waiting: [LiquidationRecord] {
    records.indices.filter { place in
      let record = records[place]
      return !record.isActedOn && !record.hasRecovered && latestRecord(of: record.account) == place
    }.map { records[$0] }
  }

  /// The account's latest record, by its place; `nil` for an account that never fell under its margin.
  func latestRecord(of account: AccountID) -> Int? {
    let index = latest[account.index]
    return index < 0 ? nil : index
  }

  /// Nothing for an account that never fell under its margin.
  private mutating func change(_ account: AccountID, _ body: (inout LiquidationRecord) -> Void) {
    let index = latest[account.index]
    if index >= 0 { body(&records[index]) }
  }
}

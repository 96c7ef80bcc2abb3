import MarketTypes

/// A change of a mark, with when it was.
public struct MarkRow: EventRow, Sendable {
  public let change: MarkChange
  public let position: EventPosition
  public let time: Time
  public let round: UInt16
  public let cause: EventPosition?

  public init?(_ event: Event, at position: EventPosition, time: Time) {
    guard case .marked(let change) = event.body else { return nil }
    self.change = change
    self.position = position
    self.time = time
    round = event.round
    cause = event.cause == 0 ? nil : EventPosition(number: position.number - Int64(event.cause))
  }

  public static let table = Table<MarkRow>(
    name: "marks", meaning: "One change of an instrument's mark.",
    columns: [
      .position { $0.position },
      .time("When the command came that led to it.") { $0.time },
      .round { $0.round },
      .integer("cause", "The event that moved it; empty for an opening mark.") { $0.cause?.number },
      .instrument("Whose mark.") { $0.change.instrument },
      .integer("mark", in: .ticks, "The new mark.") { $0.change.price.ticks },
      .integer("previous", in: .ticks, "The mark before; empty for the first.") { $0.change.previous?.ticks },
    ])
}

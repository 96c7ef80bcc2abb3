import MarketTypes

/// What one price of a book shows once a command has changed it.
public struct LevelRow: TableRow, Sendable {
  /// The price, and what it shows now.
  public let level: LevelChange
  /// Of the command's last event.
  public let position: EventPosition
  /// Of the command.
  public let time: Time

  /// - Parameter position: of the command's last event.
  public init(_ level: LevelChange, at position: EventPosition, time: Time) {
    self.level = level
    self.position = position
    self.time = time
  }

  /// Its rows come from `BookWatch`, command by command.
  public static let table = Table<LevelRow>(
    name: "levels",
    meaning: """
      What one price of a book shows (L2), whenever a command has changed it; rebuilt from the orders, hidden ones left \
      out. The depth of a book at any moment is the last line of each of its prices up to then.
      """,
    columns: [
      .integer("position", "The place in the stream of the command's last event, from 0.") { $0.position.number },
      .time("When the command came.") { $0.time },
      .instrument("Whose book.") { $0.level.instrument },
      .text("side", "`buy` for bids, `sell` for asks.") { row, _ in CaseNames.sides[Int(row.level.side.rawValue)] },
      .integer("price", in: .ticks, "Which price.") { $0.level.price.ticks },
      .integer("quantity", in: .lots, "What stands there now; 0 when nothing does any more.") {
        $0.level.quantity.lots
      },
    ])
}

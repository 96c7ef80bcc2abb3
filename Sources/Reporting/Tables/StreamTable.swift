import Analysis
import MarketTypes
import Notation

/// What can be read off a single event.
public protocol EventRow: TableRow {
  /// `nil` for an event that is none of this table's.
  init?(_ event: Event, at position: EventPosition, time: Time)
}

/// A table that is written as the stream goes by.
public struct StreamTable<Row: EventRow>: StreamFold {
  private var writer: TableWriter<Row>

  public init(_ format: TableFormat, _ context: TableContext) { writer = TableWriter(format, context) }

  /// What has been written since the last `removeAll`.
  public var bytes: [UInt8] { writer.bytes }

  /// Forgets what has been written, once it is stored elsewhere.
  public mutating func removeAll() { writer.removeAll() }

  /// The first number that the format could not hold.
  public var misfit: ParquetWriter.Misfit? { writer.misfit }

  /// Ends the table (see `TableWriter.finish`).
  public mutating func finish(_ properties: [TableProperty] = []) { writer.finish(properties) }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    for index in events.indices {
      let position = EventPosition(number: first.number + Int64(index))
      if let row = Row(events[index], at: position, time: command.time) { writer.append(row) }
    }
  }
}

// MARK: - Columns of every event's row

extension Column {
  static func position(_ value: @escaping @Sendable (Row) -> EventPosition) -> Column {
    integer("position", "The event's place in the stream, from 0.") { value($0).number }
  }

  static func round(_ value: @escaping @Sendable (Row) -> UInt16) -> Column {
    integer("round", "0 for what participants did, k + 1 for forced orders caused by marks of round k.") { value($0) }
  }
}

/// The names of cases, by raw value: spelling one out for each row would cost more than the rest of the row.
enum CaseNames {
  static let sides = Side.allCases.map { "\($0)" }
  static let accountKinds = AccountKind.allCases.map { "\($0)" }
  static let marginLevels = MarginLevel.allCases.map { "\($0)" }
  static let transferReasons = TransferReason.allCases.map { "\($0)" }
  static let withdrawals = WithdrawalReason.allCases.map { "\($0)" }
}

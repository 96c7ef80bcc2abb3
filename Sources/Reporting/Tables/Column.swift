import MarketTypes
import Notation

/// One column of a table: what it is called, what it means, and how a row fills it.
public struct Column<Row>: Sendable {
  public let description: ColumnDescription
  let cell: @Sendable (Row, TableContext) -> Cell

  private init(
    _ description: ColumnDescription, _ cell: @escaping @Sendable (Row, TableContext) -> Cell
  ) {
    self.description = description
    self.cell = cell
  }
}

/// The text of one column in one row, before it is written.
enum Cell: Sendable {
  case empty
  case integer(Int128)
  /// A value times 10⁻ˢᶜᵃˡᵉ.
  case decimal(Int128, scale: Int)
  case text(String)
  case flag(Bool)
}

// MARK: - Kinds of columns

extension Column {
  static func integer(
    _ name: String, in unit: ColumnUnit = .none, _ meaning: String,
    _ value: @escaping @Sendable (Row) -> (some BinaryInteger & Sendable)?
  ) -> Column {
    integer(name, in: unit, meaning) { row, _ in value(row) }
  }

  static func integer(
    _ name: String, in unit: ColumnUnit = .none, _ meaning: String,
    _ value: @escaping @Sendable (Row, TableContext) -> (some BinaryInteger & Sendable)?
  ) -> Column {
    Column(ColumnDescription(name, .integer, in: unit, meaning)) { row, context in
      value(row, context).map { .integer(Int128($0)) } ?? .empty
    }
  }

  static func decimal(
    _ name: String, in unit: ColumnUnit, _ meaning: String, scale: Int,
    _ value: @escaping @Sendable (Row) -> Int128?
  ) -> Column {
    Column(ColumnDescription(name, .decimal, in: unit, scale: scale, meaning)) { row, _ in
      value(row).map { .decimal($0, scale: scale) } ?? .empty
    }
  }

  static func text(
    _ name: String, _ meaning: String, _ value: @escaping @Sendable (Row, TableContext) -> String?
  ) -> Column {
    Column(ColumnDescription(name, .text, meaning)) { row, context in
      value(row, context).map { .text($0) } ?? .empty
    }
  }

  static func flag(_ name: String, _ meaning: String, _ value: @escaping @Sendable (Row) -> Bool) -> Column {
    Column(ColumnDescription(name, .flag, meaning)) { row, _ in .flag(value(row)) }
  }

  // MARK: Columns that many tables have

  static func time(_ meaning: String, _ value: @escaping @Sendable (Row) -> Time) -> Column {
    integer("time", in: .nanoseconds, meaning) { value($0).nanoseconds }
  }

  static func account(
    named name: String = "account", _ meaning: String, _ value: @escaping @Sendable (Row) -> AccountID?
  ) -> Column {
    account(named: name, meaning) { row, _ in value(row) }
  }

  static func account(
    named name: String, _ meaning: String, _ value: @escaping @Sendable (Row, TableContext) -> AccountID?
  ) -> Column {
    text(name, meaning) { row, context in value(row, context).map { context.names.name(of: $0) } }
  }

  /// Empty for the settlement currency.
  static func asset(_ meaning: String, _ value: @escaping @Sendable (Row) -> AssetID) -> Column {
    text("asset", meaning) { row, context in
      value(row) == .settlement ? nil : context.names.name(of: value(row))
    }
  }

  static func instrument(
    named name: String = "instrument", _ meaning: String, _ value: @escaping @Sendable (Row) -> InstrumentID?
  ) -> Column {
    instrument(named: name, meaning) { row, _ in value(row) }
  }

  static func instrument(
    named name: String, _ meaning: String, _ value: @escaping @Sendable (Row, TableContext) -> InstrumentID?
  ) -> Column {
    text(name, meaning) { row, context in value(row, context).map { context.names.name(of: $0) } }
  }
}

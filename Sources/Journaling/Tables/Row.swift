import MarketTypes
import Notation

/// One line of a table: what stands in each column. Used again for the next line, so that a line costs no array, and texts
/// that stand in many lines cost no text.
struct Row: Sendable {
  enum Cell: BitwiseCopyable, Sendable {
    case empty
    case integer(Int64)
    /// A value times 10⁻ˢᶜᵃˡᵉ; in JSON a string, which no reader can round.
    case decimal(Int64, scale: Int)
    case flag(Bool)
    /// One of `Codes.texts`.
    case code(Int)
    case account(AccountID)
    case instrument(InstrumentID)
    /// A client's number of its order, or the label that it spells.
    case client(ClientOrderID)
    /// One of the row's own texts.
    case text(Int)
  }

  private var cells = [Cell](repeating: .empty, count: Column.allCases.count)
  /// Which columns are filled, a bit each.
  private var filled: UInt128 = 0
  private var texts: [String] = []

  subscript(column: Column) -> Cell {
    @inline(__always) get { filled &>> UInt128(column.rawValue) & 1 == 0 ? .empty : cells[column.rawValue] }
    @inline(__always) set {
      cells[column.rawValue] = newValue
      filled |= 1 &<< UInt128(column.rawValue)
    }
  }

  /// For a text that is none of those that have a number.
  mutating func set(_ column: Column, _ text: String) {
    self[column] = .text(texts.count)
    texts.append(text)
  }

  mutating func clear() {
    filled = 0
    if !texts.isEmpty { texts.removeAll(keepingCapacity: true) }
  }
}

/// The words of small fields, each made once.
enum Codes {
  static let texts: [String] =
    list(EventKind.self) + list(Side.self) + list(TimeInForce.self) + list(TransferReason.self)
    + list(CancelReason.self) + list(WithdrawalReason.self) + terms

  static func kind(_ kind: EventKind) -> Int { Int(kind.rawValue) }
  static func side(_ side: Side) -> Int { 256 + Int(side.rawValue) }
  static func timeInForce(_ timeInForce: TimeInForce) -> Int { 2 * 256 + Int(timeInForce.rawValue) }
  static func reason(_ reason: TransferReason) -> Int { 3 * 256 + Int(reason.rawValue) }
  static func reason(_ reason: CancelReason) -> Int { 4 * 256 + Int(reason.rawValue) }
  static func withdrawal(_ reason: WithdrawalReason) -> Int { 5 * 256 + Int(reason.rawValue) }
  /// Of those that have names; empty for none.
  static func terms(_ terms: OrderTerms) -> Int { 6 * 256 + Int(terms.rawValue) }

  /// By raw value, those that are none left empty.
  private static func list<Choice: Phrased & CaseIterable & RawRepresentable<UInt8>>(_: Choice.Type) -> [String] {
    var list = Array(repeating: "", count: 256)
    for choice in Choice.allCases { list[Int(choice.rawValue)] = choice.phrase.code }
    return list
  }

  private static let terms: [String] = (0..<256).map { bits in
    let terms = OrderTerms(rawValue: UInt8(bits))
    return OrderTerms.named.filter { terms.contains($0.term) }.map(\.phrase.code).joined(separator: " ")
  }
}

// MARK: - Writing

extension Row {
  /// An object on a line of its own, with a member for each column that is filled.
  func writeLine(_ names: Names, to writer: inout JSONWriter) {
    writer.object { object in
      for column in Column.allCases {
        switch self[column] {
        case .empty: break
        case .integer(let number): object.member(column.name, number)
        case .decimal(let value, let scale): object.member(column.name, decimalText(value, scale: scale))
        case .flag(let flag): object.member(column.name, flag)
        case .code(let place): object.member(column.name, Codes.texts[place])
        case .account(let account): object.member(column.name, names.name(of: account))
        case .instrument(let instrument): object.member(column.name, names.name(of: instrument))
        case .client(let client): object.member(column.name, client.text)
        case .text(let place): object.member(column.name, texts[place])
        }
      }
    }
    writer.endLine()
  }

  /// The cells of `columns`, with commas between and a line feed behind them (RFC 4180).
  func appendLine(of columns: [Column], _ names: Names, to bytes: inout [UInt8]) {
    var isFirst = true
    for column in columns {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      switch self[column] {
      case .empty: break
      case .integer(let number): bytes.appendInteger(number)
      case .decimal(let value, let scale): bytes.appendDecimal(value, scale: scale)
      case .flag(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
      case .code(let place): bytes.append(contentsOf: Codes.texts[place].utf8)
      case .account(let account): bytes.appendField(names.name(of: account))
      case .instrument(let instrument): bytes.appendField(names.name(of: instrument))
      case .client(let client): bytes.appendField(client.text)
      case .text(let place): bytes.appendField(texts[place])
      }
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// The cells as a row of a Parquet file, each filled one in the column of the file that `places` has for it.
  func append(_ places: [Int], _ names: Names, to file: inout ParquetWriter) {
    for start in stride(from: 0, to: 128, by: 64) {
      var rest = UInt64(truncatingIfNeeded: filled &>> UInt128(start))
      while rest != 0 {
        let column = start &+ rest.trailingZeroBitCount
        rest &= rest &- 1
        append(cells[column], at: places[column], names, to: &file)
      }
    }
    file.endRow()
  }

  @inline(__always)
  private func append(_ cell: Cell, at place: Int, _ names: Names, to file: inout ParquetWriter) {
    switch cell {
    case .empty: break
    case .integer(let number), .decimal(let number, _): file.append(number, to: place)
    case .flag(let flag): file.append(flag, to: place)
    case .code(let code): file.append(key: code, to: place) { Codes.texts[code] }
    case .account(let account): file.append(key: account.index, to: place) { names.name(of: account) }
    case .instrument(let instrument): file.append(key: instrument.index, to: place) { names.name(of: instrument) }
    case .client(let client): file.append(client.text, to: place)
    case .text(let text): file.append(texts[text], to: place)
    }
  }
}

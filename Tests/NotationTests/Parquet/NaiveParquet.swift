import Foundation

/// A Parquet file as a slow reader finds it: another hand's reading of the format, which shares no code with the writer.
///
/// Reads what the writer writes and no more: one page a column after an optional dictionary, version 1, no compression.
struct NaiveParquet {
  enum Cell: Hashable {
    case empty
    case integer(Int64)
    case text(String)
    case flag(Bool)
  }

  struct Column {
    var name = ""
    var type = 0
    var scale = 0
    var cells: [Cell] = []
    /// Of each row group, as plain values; `nil` where there are none.
    var bounds: [(least: [UInt8], greatest: [UInt8])?] = []
    var empties: [Int] = []
  }

  private(set) var columns: [Column] = []
  private(set) var rows = 0
  private(set) var groups = 0
  private(set) var properties: [String: String] = [:]

  struct Damage: Error {
    let what: String
  }

  init(_ bytes: [UInt8]) throws {
    guard bytes.starts(with: Array("PAR1".utf8)), bytes.suffix(4) == Array("PAR1".utf8)[...] else {
      throw Damage(what: "no magic")
    }
    let length = (0..<4).reduce(0) { $0 | Int(bytes[bytes.count - 8 + $1]) << (8 * $1) }
    var cursor = Cursor(bytes, at: bytes.count - 8 - length)
    let footer = cursor.structure()
    guard cursor.place == bytes.count - 8 else { throw Damage(what: "the footer ends at \(cursor.place)") }
    rows = footer[3]?.integer ?? -1
    let schema = footer[2]?.list ?? []
    guard schema.count == 1 + (schema.first?.fields[5]?.integer ?? -1) else { throw Damage(what: "schema") }
    columns = schema.dropFirst().map { element in
      Column(
        name: element.fields[4]?.text ?? "", type: element.fields[1]?.integer ?? -1,
        scale: element.fields[7]?.integer ?? 0)
    }
    for pair in footer[5]?.list ?? [] { properties[pair.fields[1]?.text ?? ""] = pair.fields[2]?.text }
    for group in footer[4]?.list ?? [] {
      groups += 1
      for (index, chunk) in (group.fields[1]?.list ?? []).enumerated() {
        try read(chunk.fields[3]?.fields ?? [:], index, rows: group.fields[3]?.integer ?? 0, bytes)
      }
    }
    for column in columns where column.cells.count != rows { throw Damage(what: "\(column.name) has another length") }
  }

  private mutating func read(_ meta: [Int: Cursor.Value], _ index: Int, rows: Int, _ bytes: [UInt8]) throws {
    var dictionary: [String] = []
    if let start = meta[11]?.integer {
      var cursor = Cursor(bytes, at: start)
      let header = cursor.structure()
      for _ in 0..<(header[7]?.fields[1]?.integer ?? 0) {
        let count = cursor.littleEndian(4)
        dictionary.append(String(decoding: cursor.take(count), as: UTF8.self))
      }
      guard cursor.place == meta[9]?.integer else { throw Damage(what: "the dictionary's length") }
    }
    var cursor = Cursor(bytes, at: meta[9]?.integer ?? 0)
    let header = cursor.structure()
    let end = cursor.place + (header[2]?.integer ?? 0)
    guard header[5]?.fields[1]?.integer == rows else { throw Damage(what: "the page's rows") }
    let levelsEnd = cursor.littleEndian(4) + cursor.place
    let levels = cursor.hybrid(width: 1, count: rows, end: levelsEnd)
    let filled = levels.count { $0 == 1 }
    guard cursor.place == levelsEnd else { throw Damage(what: "the levels' length") }
    var values: [Cell]
    switch header[5]?.fields[2]?.integer {
    case 5: values = cursor.deltas().map { .integer($0) }
    case 8:
      let width = cursor.littleEndian(1)
      values = cursor.hybrid(width: width, count: filled, end: end).map { .text(dictionary[Int($0)]) }
    default: values = (0..<filled).map { .flag(bytes[cursor.place + $0 / 8] >> UInt8($0 % 8) & 1 == 1) }
    }
    guard values.count == filled else { throw Damage(what: "\(values.count) values for \(filled) cells") }
    values.reverse()
    columns[index].cells += levels.map { $0 == 1 ? values.removeLast() : .empty }
    let statistics = meta[12]?.fields ?? [:]
    columns[index].empties.append(statistics[3]?.integer ?? -1)
    columns[index].bounds.append(
      statistics[5].flatMap { greatest in statistics[6].map { ($0.bytes, greatest.bytes) } })
  }
}

/// Bytes read from front to back.
struct Cursor {
  private let source: [UInt8]
  private(set) var place: Int

  indirect enum Value {
    case number(Int64)
    case binary([UInt8])
    case several([Value])
    case structured([Int: Value])

    var integer: Int? { if case .number(let number) = self { Int(number) } else { nil } }
    var bytes: [UInt8] { if case .binary(let bytes) = self { bytes } else { [] } }
    var text: String { String(decoding: bytes, as: UTF8.self) }
    var list: [Value] { if case .several(let list) = self { list } else { [] } }
    var fields: [Int: Value] { if case .structured(let fields) = self { fields } else { [:] } }
  }

  init(_ source: [UInt8], at place: Int) { (self.source, self.place) = (source, place) }

  mutating func take(_ count: Int) -> [UInt8] {
    place += count
    return Array(source[place - count..<place])
  }

  mutating func littleEndian(_ count: Int) -> Int {
    take(count).enumerated().reduce(0) { $0 | Int($1.1) << (8 * $1.0) }
  }

  mutating func varint() -> UInt64 {
    var (value, shift): (UInt64, UInt64) = (0, 0)
    while true {
      let byte = take(1)[0]
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
  }

  mutating func signed() -> Int64 {
    let value = varint()
    return Int64(bitPattern: value >> 1) ^ -Int64(value & 1)
  }

  mutating func structure() -> [Int: Value] {
    var fields: [Int: Value] = [:]
    var id = 0
    while true {
      let head = take(1)[0]
      if head == 0 { return fields }
      id = head >> 4 == 0 ? Int(signed()) : id + Int(head >> 4)
      fields[id] = value(head & 15)
    }
  }

  private mutating func value(_ kind: UInt8) -> Value {
    switch kind {
    case 1: return .number(1)
    case 2: return .number(0)
    case 4, 5, 6: return .number(signed())
    case 8: return .binary(take(Int(varint())))
    case 9:
      let head = take(1)[0]
      let count = head >> 4 == 15 ? Int(varint()) : Int(head >> 4)
      return .several((0..<count).map { _ in value(head & 15) })
    default: return .structured(structure())
    }
  }

  /// Bit by bit.
  private mutating func packed(_ count: Int, width: Int) -> [UInt64] {
    let bytes = take(count * width / 8)
    return (0..<count).map { index in
      (0..<width).reduce(0) { value, bit in
        let position = index * width + bit
        return value | UInt64(bytes[position / 8] >> UInt8(position % 8) & 1) << UInt64(bit)
      }
    }
  }

  mutating func hybrid(width: Int, count: Int, end: Int) -> [UInt64] {
    var values: [UInt64] = []
    while values.count < count, place < end {
      let head = varint()
      if head & 1 == 1 {
        values += packed(8 * Int(head >> 1), width: width)
      } else {
        values += Array(repeating: UInt64(littleEndian((width + 7) / 8)), count: Int(head >> 1))
      }
    }
    return Array(values.prefix(count))
  }

  mutating func deltas() -> [Int64] {
    let (block, parts, count) = (Int(varint()), Int(varint()), Int(varint()))
    var last = signed()
    if count == 0 { return [] }
    var values = [last]
    while values.count < count {
      let least = signed()
      let widths = take(parts)
      for width in widths where values.count < count {
        for difference in packed(block / parts, width: Int(width)) where values.count < count {
          last = last &+ least &+ Int64(bitPattern: difference)
          values.append(last)
        }
      }
    }
    return values
  }
}

/// The compact protocol of Apache Thrift, as far as Parquet's headers and footer need it.
///
/// Source: thrift/doc/specs/thrift-compact-protocol.md. Fields must ascend by at most 15 at a time, as Parquet's do.
struct ThriftWriter {
  private(set) var bytes: [UInt8] = []
  private var lastField = 0

  /// The types of the protocol that are written here.
  enum Kind: UInt8 {
    case truth = 1
    case falsehood = 2
    case int16 = 4
    case int32 = 5
    case int64 = 6
    case binary = 8
    case list = 9
    case structure = 12
  }

  mutating func field(_ field: Int, _ value: Int16) {
    begin(field, .int16)
    bytes.appendVarint(zigzag(Int64(value)))
  }

  mutating func field(_ field: Int, _ value: Int32) {
    begin(field, .int32)
    bytes.appendVarint(zigzag(Int64(value)))
  }

  mutating func field(_ field: Int, _ value: Int64) {
    begin(field, .int64)
    bytes.appendVarint(zigzag(value))
  }

  mutating func field(_ field: Int, _ value: Bool) { begin(field, value ? .truth : .falsehood) }

  mutating func field(_ field: Int, _ value: String) { self.field(field, Array(value.utf8)) }

  mutating func field(_ field: Int, _ value: [UInt8]) {
    begin(field, .binary)
    append(value)
  }

  /// A structure as a field; `body` writes its fields.
  mutating func structure(_ field: Int, _ body: (inout ThriftWriter) -> Void) {
    begin(field, .structure)
    element(body)
  }

  /// A structure as an element of a list, or alone.
  mutating func element(_ body: (inout ThriftWriter) -> Void) {
    let outside = lastField
    lastField = 0
    body(&self)
    bytes.append(0)
    lastField = outside
  }

  /// A list as a field; `body` writes its `count` elements.
  mutating func list(_ field: Int, of kind: Kind, count: Int, _ body: (inout ThriftWriter) -> Void) {
    begin(field, .list)
    if count < 15 {
      bytes.append(UInt8(count) << 4 | kind.rawValue)
    } else {
      bytes.append(0xF0 | kind.rawValue)
      bytes.appendVarint(UInt64(count))
    }
    body(&self)
  }

  mutating func element(_ value: Int32) { bytes.appendVarint(zigzag(Int64(value))) }

  mutating func element(_ value: String) { append(Array(value.utf8)) }

  private mutating func append(_ value: [UInt8]) {
    bytes.appendVarint(UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  private mutating func begin(_ field: Int, _ kind: Kind) {
    let step = field - lastField
    precondition((1...15).contains(step), "thrift fields out of order: \(lastField), then \(field)")
    bytes.append(UInt8(step) << 4 | kind.rawValue)
    lastField = field
  }
}

/// Small numbers of either sign as small numbers without one: 0, −1, 1, −2 … as 0, 1, 2, 3 …
func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: value << 1 ^ value >> 63) }

extension [UInt8] {
  /// Seven bits a byte, the low ones first (ULEB128).
  mutating func appendVarint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }

  mutating func appendLittleEndian(_ value: UInt64) {
    unsafe Swift.withUnsafeBytes(of: value.littleEndian) { unsafe append(contentsOf: $0) }
  }

  mutating func appendLittleEndian(_ value: UInt64, byteCount: Int) {
    var rest = value
    for _ in 0..<byteCount {
      append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }
}

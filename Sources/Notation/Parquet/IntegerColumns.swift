/// Whole numbers of several columns in one row group, each as DELTA_BINARY_PACKED of INT64.
///
/// Blocks of 128 differences in four packed parts of 32, each as wide as its largest; written as they fill, so that memory
/// follows what the file will hold. Differences wrap around in 64 bits, as the reader's sums do.
/// Source: parquet-format/Encodings.md, "Delta encoding".
struct IntegerColumns {
  private var states: [State] = []
  /// The block under way of each column, one behind the other.
  private var differences: [Int64] = []
  private var blocks: [[UInt8]] = []

  private struct State: BitwiseCopyable {
    var count = 0
    var first: Int64 = 0
    var previous: Int64 = 0
    var minimum: Int64 = 0
    var maximum: Int64 = 0

    /// - Returns: the difference to the value before.
    @inline(__always)
    mutating func take(_ value: Int64) -> Int64 {
      if count == 0 { (first, minimum, maximum) = (value, value, value) }
      let difference = value &- previous
      count &+= 1
      previous = value
      if value < minimum { minimum = value }
      if value > maximum { maximum = value }
      return difference
    }
  }

  private static let blockSize = 128
  private static let partSize = 32

  /// One more column; returns its place.
  mutating func addColumn() -> Int {
    states.append(State())
    blocks.append([])
    differences.append(contentsOf: repeatElement(0, count: Self.blockSize))
    return states.count - 1
  }

  func count(_ column: Int) -> Int { states[column].count }
  func minimum(_ column: Int) -> Int64 { states[column].minimum }
  func maximum(_ column: Int) -> Int64 { states[column].maximum }

  mutating func append(_ value: Int64, to column: Int) {
    let difference = states[column].take(value)
    let place = states[column].count &- 2
    if place < 0 { return }
    let start = column &* Self.blockSize
    differences[start &+ (place & (Self.blockSize - 1))] = difference
    if place & (Self.blockSize - 1) == Self.blockSize - 1 { endBlock(of: column, count: Self.blockSize) }
  }

  /// Appends all values of a column as one page has them, and begins it anew.
  mutating func flush(_ column: Int, to bytes: inout [UInt8]) {
    let state = states[column]
    let rest = max(0, state.count - 1) & (Self.blockSize - 1)
    if rest > 0 { endBlock(of: column, count: rest) }
    bytes.appendVarint(UInt64(Self.blockSize))
    bytes.appendVarint(UInt64(Self.blockSize / Self.partSize))
    bytes.appendVarint(UInt64(state.count))
    bytes.appendVarint(zigzag(state.first))
    bytes.append(contentsOf: blocks[column])
    blocks[column].removeAll(keepingCapacity: true)
    states[column] = State()
  }

  /// A last block that is not full lacks the parts that nobody needs.
  private mutating func endBlock(of column: Int, count: Int) {
    let start = column * Self.blockSize
    Self.append(differences[start..<start + count], to: &blocks[column])
  }

  private static func append(_ values: ArraySlice<Int64>, to blocks: inout [UInt8]) {
    let differences = values.span
    var least = differences[0]
    for index in differences.indices where differences[index] < least { least = differences[index] }
    blocks.appendVarint(zigzag(least))
    let widths = blocks.count
    for part in stride(from: 0, to: blockSize, by: partSize) {
      var bits: UInt64 = 0
      for index in part..<max(part, min(part + partSize, differences.count)) {
        bits |= UInt64(bitPattern: differences[index] &- least)
      }
      blocks.append(UInt8(bitWidth(of: bits)))
    }
    for part in stride(from: 0, to: differences.count, by: partSize) {
      let width = Int(blocks[widths + part / partSize])
      if width == 0 { continue }
      var packer = BitPacker()
      for index in part..<part + partSize {
        let value = index < differences.count ? UInt64(bitPattern: differences[index] &- least) : 0
        packer.append(value, width: width, to: &blocks)
      }
      packer.finish(&blocks)
    }
  }
}

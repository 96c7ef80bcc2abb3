/// Whole numbers of one column in one row group, as DELTA_BINARY_PACKED of INT64.
///
/// Blocks of 128 differences in four packed parts of 32, each as wide as its largest; written as they fill, so that memory
/// follows what the file will hold. Differences wrap around in 64 bits, as the reader's sums do.
/// Source: parquet-format/Encodings.md, "Delta encoding".
struct IntegerColumn {
  private(set) var count = 0
  private(set) var minimum: Int64 = 0
  private(set) var maximum: Int64 = 0
  private var first: Int64 = 0
  private var previous: Int64 = 0
  private var differences: [Int64] = []
  private var blocks: [UInt8] = []

  private static let blockSize = 128
  private static let partSize = 32

  mutating func append(_ value: Int64) {
    if count == 0 {
      (first, minimum, maximum) = (value, value, value)
    } else {
      differences.append(value &- previous)
      if differences.count == Self.blockSize {
        Self.append(differences, to: &blocks)
        differences.removeAll(keepingCapacity: true)
      }
      if value < minimum { minimum = value }
      if value > maximum { maximum = value }
    }
    previous = value
    count += 1
  }

  /// Appends all values as one page has them, and begins anew.
  mutating func flush(to bytes: inout [UInt8]) {
    if !differences.isEmpty { Self.append(differences, to: &blocks) }
    differences.removeAll(keepingCapacity: true)
    bytes.appendVarint(UInt64(Self.blockSize))
    bytes.appendVarint(UInt64(Self.blockSize / Self.partSize))
    bytes.appendVarint(UInt64(count))
    bytes.appendVarint(zigzag(count == 0 ? 0 : first))
    bytes.append(contentsOf: blocks)
    blocks.removeAll(keepingCapacity: true)
    count = 0
  }

  /// Appends up to 128 differences as a block; a last block that is not full lacks the parts that nobody needs.
  private static func append(_ values: [Int64], to blocks: inout [UInt8]) {
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

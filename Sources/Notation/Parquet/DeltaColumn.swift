/// Whole numbers of one column in one row group as DELTA_BINARY_PACKED of INT64.
///
/// Blocks of 128 differences in four packed parts of 32, each as wide as its largest; written as they come, so that memory
/// follows what the file will hold. Differences wrap around in 64 bits, as the reader's sums do.
/// Source: parquet-format/Encodings.md, "Delta encoding".
struct DeltaColumn {
  private(set) var count = 0
  private(set) var minimum: Int64 = .max
  private(set) var maximum: Int64 = .min
  private var first: Int64 = 0
  private var blocks: [UInt8] = []

  private static let blockSize = 128
  private static let partSize = 32

  /// - Parameters:
  ///   - cells: at most 129; of all calls but the first, the last cell of the call before and those behind it. Only the last
  ///     call may have fewer than 129: such a block is short.
  ///   - scratch: for 128 differences; what it holds means nothing.
  mutating func append(_ cells: Span<Int64>, scratch: inout [UInt64]) {
    if count == 0 {
      if cells.isEmpty { return }
      first = cells[0]
      (count, minimum, maximum) = (1, first, first)
    }
    if cells.count < 2 { return }
    count += cells.count - 1
    var differences = scratch.mutableSpan
    var (least, minimum, maximum) = (Int64.max, minimum, maximum)
    for index in 1..<cells.count {
      let cell = cells[index]
      let difference = cell &- cells[index - 1]
      differences[index - 1] = UInt64(bitPattern: difference)
      if difference < least { least = difference }
      if cell < minimum { minimum = cell }
      if cell > maximum { maximum = cell }
    }
    (self.minimum, self.maximum) = (minimum, maximum)
    for index in 1..<cells.count { differences[index - 1] &-= UInt64(bitPattern: least) }
    for index in cells.count - 1..<Self.blockSize { differences[index] = 0 }
    blocks.appendVarint(zigzag(least))
    appendParts(of: cells.count - 1, differences.span)
  }

  /// A last block that is not full lacks the parts that nobody needs.
  private mutating func appendParts(of count: Int, _ differences: Span<UInt64>) {
    let widths = blocks.count
    for part in stride(from: 0, to: Self.blockSize, by: Self.partSize) {
      var bits: UInt64 = 0
      for index in part..<part + Self.partSize { bits |= differences[index] }
      blocks.append(UInt8(bitWidth(of: bits)))
    }
    for part in stride(from: 0, to: count, by: Self.partSize) {
      let width = Int(blocks[widths + part / Self.partSize])
      if width == 0 { continue }
      var packer = BitPacker()
      for index in part..<part + Self.partSize { packer.append(differences[index], width: width, to: &blocks) }
      packer.finish(&blocks)
    }
  }

  /// Appends all values as one page has them, and begins anew.
  mutating func flush(to bytes: inout [UInt8]) {
    bytes.appendVarint(UInt64(Self.blockSize))
    bytes.appendVarint(UInt64(Self.blockSize / Self.partSize))
    bytes.appendVarint(UInt64(count))
    bytes.appendVarint(zigzag(first))
    bytes.append(contentsOf: blocks)
    (count, first, minimum, maximum) = (0, 0, .max, .min)
    blocks.removeAll(keepingCapacity: true)
  }
}

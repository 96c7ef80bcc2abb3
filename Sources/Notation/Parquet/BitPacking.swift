/// Numbers of a few bits side by side, the first in the lowest bits, as both of Parquet's encodings have them.
struct BitPacker {
  private var word: UInt64 = 0
  private var filled = 0

  /// Appends the low `width` bits of `value`, whose others are zero.
  ///
  /// - Parameter width: 0 to 64.
  @inline(__always)
  mutating func append(_ value: UInt64, width: Int, to bytes: inout [UInt8]) {
    word |= value &<< UInt64(filled)
    let total = filled + width
    if total < 64 {
      filled = total
      return
    }
    bytes.appendLittleEndian(word)
    word = value >> UInt64(64 - filled)
    filled = total - 64
  }

  /// Writes what is left in whole bytes.
  mutating func finish(_ bytes: inout [UInt8]) {
    bytes.appendLittleEndian(word, byteCount: (filled + 7) / 8)
    (word, filled) = (0, 0)
  }
}

/// How many bits a number needs; 0 for zero.
func bitWidth(of value: UInt64) -> Int { UInt64.bitWidth - value.leadingZeroBitCount }

extension [UInt8] {
  /// Appends numbers of `width` bits in Parquet's hybrid of runs and packed groups of eight (RLE).
  ///
  /// A number that stands eight times or more becomes a run; what stands between is packed.
  mutating func appendHybrid(_ values: [Int32], width: Int) {
    var packedStart = 0
    var index = 0
    while index < values.count {
      var end = index + 1
      while end < values.count, values[end] == values[index] { end += 1 }
      // Packed groups hold eight: a run lends the one before it what it lacks.
      let lent = (8 - (index - packedStart) % 8) % 8
      if end - index - lent >= 8 {
        appendPacked(values[packedStart..<index + lent], width: width)
        appendVarint(UInt64(end - index - lent) << 1)
        appendLittleEndian(UInt64(values[index]), byteCount: (width + 7) / 8)
        packedStart = end
      }
      index = end
    }
    appendPacked(values[packedStart...], width: width)
  }

  /// The last group may be short: zeros stand for what is missing, and the reader knows the count.
  private mutating func appendPacked(_ values: ArraySlice<Int32>, width: Int) {
    if values.isEmpty { return }
    let groups = (values.count + 7) / 8
    appendVarint(UInt64(groups) << 1 | 1)
    var packer = BitPacker()
    for value in values { packer.append(UInt64(value), width: width, to: &self) }
    for _ in values.count..<8 * groups { packer.append(0, width: width, to: &self) }
    packer.finish(&self)
  }
}

/// One bit after the other, the first in the lowest place. Parquet's definition levels, and its plain booleans.
struct BitColumn {
  private(set) var count = 0
  private(set) var bytes: [UInt8] = []

  init() {}

  /// - Parameter bytes: as many as `count` bits need, the bits behind them zero.
  init(_ bytes: [UInt8], count: Int) { (self.bytes, self.count) = (bytes, count) }

  mutating func append(_ bit: Bool) {
    if count & 7 == 0 { bytes.append(0) }
    if bit { bytes[count >> 3] |= 1 << UInt8(count & 7) }
    count += 1
  }

  mutating func removeAll() {
    count = 0
    bytes.removeAll(keepingCapacity: true)
  }

  /// In the hybrid, one bit wide: runs where at least two bytes are all ones or all zeros.
  func appendHybrid(to output: inout [UInt8]) {
    let span = bytes.span
    // The last byte may be short: it counts as what its bits say.
    let last = bytes.isEmpty ? 0 : value(at: bytes.count - 1)
    var packedStart = 0
    var index = 0
    while index < span.count {
      let byte = index == span.count - 1 ? last : span[index]
      if byte != 0, byte != 0xFF {
        index += 1
        continue
      }
      var end = index + 1
      while end < span.count - 1, span[end] == byte { end += 1 }
      if end == span.count - 1, last == byte { end += 1 }
      if end - index >= 2 || end == span.count {
        appendPacked(packedStart..<index, to: &output)
        output.appendVarint(UInt64(min(8 * end, count) - 8 * index) << 1)
        output.append(byte & 1)
        packedStart = end
      }
      index = end
    }
    appendPacked(packedStart..<bytes.count, to: &output)
  }

  /// A byte, of which what is behind the last bit agrees with what is before it.
  private func value(at index: Int) -> UInt8 {
    let missing = 8 * (index + 1) - count
    if missing <= 0 { return bytes[index] }
    let beyond = ~(UInt8.max >> UInt8(missing))
    return bytes[index] | beyond == 0xFF ? 0xFF : bytes[index]
  }

  private func appendPacked(_ range: Range<Int>, to output: inout [UInt8]) {
    if range.isEmpty { return }
    output.appendVarint(UInt64(range.count) << 1 | 1)
    output.append(contentsOf: bytes[range])
  }
}

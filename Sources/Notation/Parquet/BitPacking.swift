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
  /// Bits from `count` on are zero.
  private var words: [UInt64] = []

  /// How many bits are one.
  var ones: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  mutating func append(_ bit: Bool) {
    if count & 63 == 0 { words.append(0) }
    if bit { words[count >> 6] |= 1 << UInt64(count & 63) }
    count += 1
  }

  /// Sixty-four bits behind as many; the last time fewer.
  ///
  /// - Parameter bits: those from `count` on are zero.
  mutating func append(_ bits: UInt64, count: Int) {
    precondition(self.count & 63 == 0, "\(count) bits behind \(self.count)")
    words.append(bits)
    self.count += count
  }

  mutating func removeAll() {
    count = 0
    words.removeAll(keepingCapacity: true)
  }

  private var byteCount: Int { (count + 7) / 8 }

  private func byte(at index: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: words[index >> 3] &>> UInt64(8 * (index & 7)))
  }

  /// As plain booleans stand, eight a byte.
  func appendPlain(to output: inout [UInt8]) { append(0..<byteCount, to: &output) }

  /// In the hybrid, one bit wide: runs where at least two bytes are all ones or all zeros.
  func appendHybrid(to output: inout [UInt8]) {
    let last = byteCount - 1
    var packedStart = 0
    var index = 0
    while index <= last {
      let byte = index == last ? lastByte : byte(at: index)
      if byte != 0, byte != 0xFF {
        index += 1
        continue
      }
      let end = endOfRun(of: byte, behind: index)
      if end - index >= 2 || end == byteCount {
        appendPacked(packedStart..<index, to: &output)
        output.appendVarint(UInt64(min(8 * end, count) - 8 * index) << 1)
        output.append(byte & 1)
        packedStart = end
      }
      index = end
    }
    appendPacked(packedStart..<byteCount, to: &output)
  }

  /// The first byte behind one at `index` that is another.
  private func endOfRun(of byte: UInt8, behind index: Int) -> Int {
    let (last, word) = (byteCount - 1, byte == 0 ? 0 : UInt64.max)
    var end = index + 1
    while end < last {
      if end & 7 == 0, end + 8 <= last, words[end >> 3] == word {
        end += 8
      } else if self.byte(at: end) == byte {
        end += 1
      } else {
        return end
      }
    }
    return end == last && lastByte == byte ? end + 1 : end
  }

  /// The last byte, of which what is behind the last bit agrees with what is before it.
  private var lastByte: UInt8 {
    let (byte, missing) = (byte(at: byteCount - 1), 8 * byteCount - count)
    if missing == 0 { return byte }
    let beyond = ~(UInt8.max >> UInt8(missing))
    return byte | beyond == 0xFF ? 0xFF : byte
  }

  private func appendPacked(_ range: Range<Int>, to output: inout [UInt8]) {
    if range.isEmpty { return }
    output.appendVarint(UInt64(range.count) << 1 | 1)
    append(range, to: &output)
  }

  private func append(_ range: Range<Int>, to output: inout [UInt8]) {
    for index in range { output.append(byte(at: index)) }
  }
}

/// The offset of the first byte that begins no well-formed scalar (Unicode 16, table 3-7), or `nil`. Linear.
func firstMalformedUTF8(in bytes: [UInt8]) -> Int? {
  var offset = 0
  while offset < bytes.count {
    if bytes[offset] < 0x80 {
      offset += 1
      continue
    }
    guard let length = scalarLength(in: bytes, at: offset) else { return offset }
    offset += length
  }
  return nil
}

/// How many bytes the well-formed multi-byte scalar at `offset` has, or `nil` if there is none.
private func scalarLength(in bytes: [UInt8], at offset: Int) -> Int? {
  let length: Int
  let second: ClosedRange<UInt8>
  switch bytes[offset] {
  case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
  case 0xE0: (length, second) = (3, 0xA0...0xBF)  // no longer than it need be
  case 0xED: (length, second) = (3, 0x80...0x9F)  // no surrogates
  case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
  case 0xF0: (length, second) = (4, 0x90...0xBF)  // no longer than it need be
  case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
  case 0xF4: (length, second) = (4, 0x80...0x8F)  // no further than U+10FFFF
  default: return nil
  }
  guard offset + length <= bytes.count, second.contains(bytes[offset + 1]) else { return nil }
  for index in 2..<max(length, 2) where !bytes[offset + index].isUTF8Continuation { return nil }
  return length
}

/// A running SHA-256 (FIPS 180-4) over bytes that come in pieces.
///
///     var hash = SHA256()
///     hash.update(header)
///     hash.update(body)
///     hash.digest.hex
///
/// Our own, because the toolchain has none outside Foundation and CryptoKit, which no product imports.
/// It names files in a manifest so that a changed one is noticed; it guards no secret.
public struct SHA256: Sendable {
  private var compression = SHA256Compression()
  /// The bytes since the last whole block; fewer than 64.
  private var pending: [UInt8] = []
  private var byteCount: UInt64 = 0

  public init() {}

  public static func digest(of bytes: [UInt8]) -> SHA256Digest {
    var hash = SHA256()
    hash.update(bytes)
    return hash.digest
  }

  public mutating func update(_ bytes: [UInt8]) {
    update(bytes.span)
  }

  public mutating func update(_ bytes: Span<UInt8>) {
    byteCount += UInt64(bytes.count)
    var start = 0
    if !pending.isEmpty {
      start = min(SHA256Compression.blockSize - pending.count, bytes.count)
      for index in 0..<start { pending.append(bytes[index]) }
      guard pending.count == SHA256Compression.blockSize else { return }
      let block = pending
      pending = []
      compression.take(block.span)
    }
    let end = bytes.count - (bytes.count - start) % SHA256Compression.blockSize
    if start < end { compression.take(bytes.extracting(start..<end)) }
    for index in end..<bytes.count { pending.append(bytes[index]) }
  }

  /// The digest of everything so far; more may follow.
  public var digest: SHA256Digest {
    var last = self
    // Padding (5.1.1): a one bit, zeros, and the length in bits, up to a whole block.
    let zeros = (2 * SHA256Compression.blockSize - 9 - pending.count) % SHA256Compression.blockSize
    let length = (0..<8).map { UInt8(truncatingIfNeeded: (byteCount << 3) >> (56 - 8 * UInt64($0))) }
    last.update([0x80] + [UInt8](repeating: 0, count: zeros) + length)
    return SHA256Digest(words: last.compression.words)
  }
}

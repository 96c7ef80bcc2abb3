/// The constants of the journal's bytes; the layout stands in `docs/formats.md`.
public enum JournalFormat {
  /// `CASCADEJ`: the first eight bytes, as the little-endian word they are.
  static let magic: UInt64 = "CASCADEJ".utf8.reversed().reduce(0) { $0 << 8 | UInt64($1) }

  /// Another version for every change that an older reader would misread: a kind, a field, a number, the digest.
  public static let version: UInt32 = 4

  static let wordSize = 8

  /// The end frame's record: header, commands, events, the two halves of the digest, padding.
  static let endHeader = UInt64(endKind) | 4 << 8
  static let endKind: UInt8 = 255
  static let endWords = 6
}

/// The checksum of a frame or of the header: the first half of the digest of its words alone.
extension DigestBuilder {
  var checksum: UInt64 { digest.high }
  /// What of it stands in a frame's head.
  var shortChecksum: UInt32 { UInt32(truncatingIfNeeded: checksum) }
}

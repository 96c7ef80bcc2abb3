/// What a manifest says of a file: enough to notice that it is missing, cut short or changed.
public struct FileRecord: Equatable, Sendable {
  public let name: String
  public let byteCount: Int
  public let sha256: SHA256Digest
}

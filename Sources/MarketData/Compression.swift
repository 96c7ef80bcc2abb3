import Notation

/// A compressed file known by its first bytes, so that it is refused by name and not for the garbage in its first line.
///
/// Nothing is decompressed here: the tools that do are on every machine, and a pipe is as fast.
enum Compression: CaseIterable {
  case gzip, zip, zstandard, bzip2, xz

  /// What `bytes` were compressed with, or `nil` if they begin like no compressed file.
  init?(of bytes: [UInt8]) {
    guard let found = Self.allCases.first(where: { bytes.starts(with: $0.signature) }) else { return nil }
    self = found
  }

  /// The bytes such a file begins with, as its format's own description gives them.
  var signature: [UInt8] {
    switch self {
    case .gzip: [0x1F, 0x8B]
    case .zip: [0x50, 0x4B, 0x03, 0x04]
    case .zstandard: [0x28, 0xB5, 0x2F, 0xFD]
    case .bzip2: [0x42, 0x5A, 0x68]
    case .xz: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]
    }
  }

  var name: String {
    switch self {
    case .gzip: "gzip"
    case .zip: "zip"
    case .zstandard: "zstd"
    case .bzip2: "bzip2"
    case .xz: "xz"
    }
  }

  /// How to get at the text inside.
  ///
  /// - Parameter format: the word after `cascade import`.
  func hint(for format: String) -> String {
    let rest = "FILE | cascade import \(format) - …"
    return switch self {
    case .gzip: "gunzip -c \(rest)"
    case .zip: "unzip FILE, then import the files that were inside"
    case .zstandard: "zstd -dc \(rest)"
    case .bzip2: "bzip2 -dc \(rest)"
    case .xz: "xz -dc \(rest)"
    }
  }
}

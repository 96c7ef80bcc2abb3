import Files
import Foundation
import Testing

struct SHA256Tests {
  // FIPS 180-4 examples and the NIST example values.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ])
  func `the standard's examples come out`(text: String, hex: String) {
    #expect(SHA256.digest(of: Array(text.utf8)).hex == hex)
  }

  @Test
  func `a million a come out as the standard says`() {
    let digest = SHA256.digest(of: [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000))
    #expect(digest.hex == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test(arguments: [1, 3, 55, 56, 63, 64, 65, 119, 128, 1000])
  func `pieces hash like the whole`(size: Int) {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    var hash = SHA256()
    for start in stride(from: 0, to: bytes.count, by: size) {
      hash.update(bytes.span.extracting(start..<min(start + size, bytes.count)))
    }
    #expect(hash.digest == SHA256.digest(of: bytes))
  }

  @Test
  func `asking for the digest changes nothing`() {
    var hash = SHA256()
    hash.update(Array("ab".utf8))
    _ = hash.digest
    hash.update(Array("c".utf8))
    #expect(hash.digest == SHA256.digest(of: Array("abc".utf8)))
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/sha256sum")))
  func `every length of padding agrees with sha256sum`() throws {
    let folder = TemporaryFolder()
    let lengths = Array(0...130)
    for length in lengths {
      folder.put(String(length), String(repeating: "x", count: length))
    }
    let output = Pipe()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
    process.arguments = lengths.map { folder(String($0)) }
    process.standardOutput = output
    try process.run()
    let lines = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self).split(
      separator: "\n")
    process.waitUntilExit()
    let ours = lengths.map { SHA256.digest(of: [UInt8](repeating: UInt8(ascii: "x"), count: $0)).hex }
    #expect(lines.map { String($0.prefix(64)) } == ours)
  }
}

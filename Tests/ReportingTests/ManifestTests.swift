import Analysis
import Foundation
import MarketTypes
import Reporting
import TestSupport
import Testing

@Suite("The manifest of a run")
struct ManifestTests {
  private let manifest = Manifest(
    scenario: "{\"version\": 1}", seed: .max, engine: "1.2.3",
    formats: [Manifest.Format("journal", version: 1), Manifest.Format("tables", version: 1)], digest: "00ff",
    counts: StaticBook.t1.findings.counts,
    files: [
      Manifest.File(name: "run.journal", byteCount: 12, sha256: "ab"),
      Manifest.File(name: "fills.csv", byteCount: 0, sha256: "cd"),
    ])

  @Test
  func `it is JSON with every fact it was given, seeds of 64 bits among them`() throws {
    let object = try #require(try JSONSerialization.jsonObject(with: Data(manifest.json)) as? [String: Any])
    #expect(object["engine"] as? String == "1.2.3")
    #expect(object["scenario"] as? String == "{\"version\": 1}")
    #expect(object["seed"] as? UInt64 == .max)
    #expect((object["formats"] as? [String: Int]) == ["journal": 1, "tables": 1])
    let counts = try #require(object["counts"] as? [String: Any])
    #expect(counts["fills"] as? Int == 12)
    #expect((counts["eventsByKind"] as? [String: Int])?["filled"] == 12)
    let files = try #require(object["files"] as? [[String: Any]])
    #expect(files.map { $0["name"] as? String } == ["run.journal", "fills.csv"])
    #expect(files.map { $0["bytes"] as? Int } == [12, 0])
  }

  @Test
  func `it begins and ends as it should, an element a line`() {
    let text = String(decoding: manifest.json, as: UTF8.self)
    #expect(
      text.hasPrefix(
        """
        {
          "engine": "1.2.3",
          "formats": {
            "journal": 1,
            "tables": 1
          },
          "seed": 18446744073709551615,
          "digest": "00ff",
          "counts": {
        """))
    #expect(text.hasSuffix("\n}\n"))
  }
}

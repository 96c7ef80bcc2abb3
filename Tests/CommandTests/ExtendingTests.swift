import Foundation
import Testing

/// Scenarios made from others: only from beside or below, whatever a link says.
@Suite struct `Extending a scenario` {
  let folder = TemporaryFolder()

  private func extending(_ path: String) -> String {
    "{ \"extends\": \"\(path)\", \"name\": \"other\", \"seed\": 6 }\n"
  }

  @Test func `what it does not say is taken from the other`() throws {
    try folder.put("scenarios/base/small.jsonc", Small.cascade)
    let other = try folder.put("scenarios/other.jsonc", extending("base/small.jsonc"))
    #expect(try Program.run("run", other, "-o", folder("out")).status == 0)
    let base = folder("scenarios/base/small.jsonc")
    #expect(try Program.run("run", base, "--seed", "6", "-o", folder("same")).status == 0)
    #expect(folder.bytes("out/fills.csv") == folder.bytes("same/fills.csv"))
  }

  @Test func `an error is shown where it stands`() throws {
    try folder.put("base.jsonc", Small.cascade.replacing("\"duration\"", with: "\"durration\""))
    let outcome = try Program.run("validate", try folder.put("other.jsonc", extending("base.jsonc")))
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("base.jsonc:6:3: error: unknown key \"durration\""), "\(outcome.errors)")
  }

  @Test func `nothing outside of its folder is read`() throws {
    try folder.put("secret.jsonc", Small.cascade)
    let inside = "inside/other.jsonc"
    for path in ["../secret.jsonc", folder("secret.jsonc"), "link.jsonc", "/etc/passwd"] {
      try folder.put(inside, extending(path))
      try? FileManager.default.createSymbolicLink(
        at: folder.url("inside/link.jsonc"), withDestinationURL: folder.url("secret.jsonc"))
      let outcome = try Program.run("validate", folder(inside))
      #expect(outcome.status == 65, "\(path)")
      #expect(outcome.errors.contains("there is no scenario"), "\(path): \(outcome.errors)")
    }
  }
}

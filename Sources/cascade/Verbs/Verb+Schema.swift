import Files
import Notation
import Simulation

extension Verb {
  /// `cascade schema`
  static let schema = Verb(
    syntax: Syntax(
      "schema",
      overview: """
        Print the JSON Schema of a scenario, draft-07, made from the code that reads one: every key with type, bounds, default and \
        meaning. With "$schema": "scenario.schema.json" in a scenario an editor completes its keys and marks what is wrong. What \
        members say of each other only cascade validate checks.
        """,
      usage: ["schema"], operandCount: 0...0, readsFiles: false,
      examples: ["cascade schema > scenario.schema.json"])
  ) { _ in
    let schema = Scenario.schema { KeyMeanings.meaning(of: $0) }
    try Console.write(String(decoding: schema.text(extending: true), as: UTF8.self))
    return .success
  }
}

extension KeyMeanings {
  /// What stands at a path; where only a place further up has words, nothing. What all blocks of a population have, and a latency
  /// wherever it is, is told once.
  static func meaning(of path: [String]) -> String? {
    if let text = all[path.joined(separator: ".")] { return text }
    guard path.first == "population" else { return nil }
    if let index = path.lastIndex(of: "latency") {
      return all[(["population"] + path[index...]).joined(separator: ".")]
    }
    return path.count == 3 ? all["population.\(path[2])"] : nil
  }
}

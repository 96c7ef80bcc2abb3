import Notation
import Testing

/// `docs/scenarios.md` says what a block of flow may have.
@Suite struct `The page about blocks of flow` {
  /// Every object tells its keys to whoever writes one that it does not know.
  static let vocabularies = [
    #"{"kind": "poissonFlow", "size": {?}, "limits": {"distances": {"kind": "even", ?}, "fleeting": {?}, ?}, "activity": {?}, ?}"#,
    #"{"kind": "poissonFlow", "limits": {"distances": {"kind": "table", "tail": {?}, ?}}}"#,
    #"{"kind": "queueReactiveFlow", "levels": [{"alone": {?}, ?}], "facing": {?}, ?}"#,
    #"{"kind": "hawkesFlow", "own": [{?}], "limits": {?}, ?}"#, #"{"kind": "splittingFlow", ?}"#,
    #"{"kind": "forecaster", "weights": {"noise": {"kind": "exponential", ?}, ?}, ?}"#, #"{"kind": "momentum", ?}"#,
    #"{"kind": "informed", "value": [{?}], ?}"#, #"{"kind": "herding", ?}"#,
  ]

  @Test func `every key that a block may have is on the page`() throws {
    let page = String(decoding: try repositoryText("docs/scenarios.md").bytes, as: UTF8.self)
    var keys: Set<String> = []
    for vocabulary in Self.vocabularies {
      let text = flowMarketText(seconds: 1, [vocabulary.replacing("?", with: "\"qqqqqqqqqqqq\": 0")])
      for line in mistakes(in: text).split(separator: "\n") {
        guard let list = line.firstRange(of: "hint: known keys: ") else { continue }
        keys.formUnion(line[list.upperBound...].split(separator: ", ").map(String.init))
      }
    }
    #expect(keys.count > 50)
    for key in keys.sorted() {
      let isThere = page.contains("`\(key)`") || page.contains(".\(key)`")
      #expect(isThere || page.contains("\"\(key)\": "), "\(key)")
    }
  }
}

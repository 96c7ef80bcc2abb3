import Notation

extension Scenario {
  /// The schema of a scenario, from the reader that reads one.
  ///
  /// - Parameter meaning: what a member is for, by the keys on the way to it.
  public static func schema(meaning: @escaping ([String]) -> String? = { _ in nil }) -> JSONSchema {
    JSONSchema(title: "A scenario of Cascade", meaning: meaning) { reader in
      let builder = ScenarioBuilder(JSONValue(.null, at: reader.span), DiagnosticLog())
      _ = builder.build(&reader)
    }
  }
}

import Reporting

extension TableFormat {
  /// What the ending of a file's name asks for; `nil` if it says nothing. Refuses one that promises what no table comes as.
  static func asked(byEndingOf path: String?) throws(Failure) -> TableFormat? {
    guard let path else { return nil }
    let others = [".json", ".ndjson", ".tsv", ".xlsx", ".pq", ".arrow", ".feather"]
    if let ending = others.first(where: { path.lowercased().hasSuffix($0) }) {
      throw Failure(
        usage: "a table is csv, jsonl or parquet, not \(ending.dropFirst())",
        hint: "name a file that ends in one of these, or say --format")
    }
    return ofFile(named: path)
  }
}

import Files
import MarketData
import Notation

/// What a check of recorded data came to, for people and for programs.
protocol LobsterReport {
  /// Rows of the message file.
  var rows: Int { get }
  /// Rows or states that were compared.
  var checked: Int { get }
  var mismatches: Int { get }
  /// What else there is to count, in the order of printing; the key of JSON, then the words.
  var counts: [(key: String, words: String, count: Int)] { get }
  /// The first mismatch with both books; empty if there is none.
  var difference: String { get }
}

extension LobsterReport {
  /// - Parameter nanoseconds: how long the check took.
  func text(after nanoseconds: UInt64) -> String {
    let lines =
      [("rows", rows), ("checked", checked), ("mismatches", mismatches)] + counts.map { ($0.words, $0.count) }
      + [("messages per second", messagesPerSecond(nanoseconds))]
    let width = lines.map(\.0.count).max() ?? 0
    let numbers = lines.map { groupedText($0.1) }
    let digits = numbers.map(\.count).max() ?? 0
    let table = zip(lines, numbers).map { "\($0.0.padded(to: width))  \($1.padded(to: digits, .right))\n" }.joined()
    return table + (difference.isEmpty ? "" : "\n" + difference)
  }

  /// One object on one line.
  func json(after nanoseconds: UInt64) -> String {
    var writer = JSONWriter()
    writer.object { object in
      object.member("rows", rows)
      object.member("checked", checked)
      object.member("mismatches", mismatches)
      for count in counts { object.member(count.key, count.count) }
      object.member("messagesPerSecond", messagesPerSecond(nanoseconds))
      if !difference.isEmpty { object.member("firstMismatch", difference) }
    }
    writer.endLine()
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private func messagesPerSecond(_ nanoseconds: UInt64) -> Int {
    Int(Double(rows) / Double(max(nanoseconds, 1)) * 1e9)
  }
}

extension LobsterTransitionCheck: LobsterReport {
  var counts: [(key: String, words: String, count: Int)] {
    [("outside", "outside the levels", outside)]
  }

  var difference: String { firstMismatch?.description ?? "" }
}

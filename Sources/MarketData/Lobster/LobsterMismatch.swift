import MarketTypes
import Notation

/// A row of an orderbook file that does not follow from the row before it and its message.
public struct LobsterMismatch: Hashable, Sendable {
  /// From 1: the line of either file.
  public let row: Int
  public let message: LobsterMessage
  /// Without what may have moved into sight.
  public let predicted: LobsterBookRow
  public let found: LobsterBookRow
  /// False if the message takes what does not stand there; `predicted` is then the row before it.
  public let isPossible: Bool
}

extension LobsterMismatch: CustomStringConvertible {
  /// The message and both books, level by level from the worst ask to the worst bid; `<` where they differ.
  ///
  ///     row 3: 34200.5,1,103,5,1000100,1
  ///            predicted    found
  ///     ask 1  100.03 × 10  100.03 × 10
  ///     bid 1  100.01 × 5   100.01 × 7   <
  public var description: String {
    var lines = [Line(name: "", predicted: "predicted", found: "found")]
    for level in (0..<predicted.levelCount).reversed() { lines.append(line("ask", level, of: .sell)) }
    for level in 0..<predicted.levelCount { lines.append(line("bid", level, of: .buy)) }

    let widths = [\Line.name, \.predicted, \.found].map { column in lines.map { $0[keyPath: column].count }.max() ?? 0 }
    let reason = isPossible ? "" : ", which takes what does not stand there"
    var result = "row \(row): \(message)\(reason)\n"
    for line in lines {
      result += line.name.padded(to: widths[0]) + "  " + line.predicted.padded(to: widths[1]) + "  "
      result += line.differs ? line.found.padded(to: widths[2]) + "  <\n" : line.found + "\n"
    }
    return result
  }

  private func line(_ name: String, _ level: Int, of side: Side) -> Line {
    func text(_ row: LobsterBookRow) -> String { level < row[side].count ? row[side][level].description : "none" }
    return Line(name: "\(name) \(level + 1)", predicted: text(predicted), found: text(found))
  }

  private struct Line {
    var name: String
    var predicted: String
    var found: String

    var differs: Bool { !name.isEmpty && predicted != found }
  }
}

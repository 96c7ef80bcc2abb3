import MarketTypes
import Notation

/// A region of liquidation for a reader at a terminal: a line for each combination of the other prices.
public struct RegionSummary: Sendable {
  private let rows: [RegionRow]
  private let names: Names

  /// - Parameter rows: all of the same instruments.
  public init(_ rows: [RegionRow], names: Names) { (self.rows, self.names) = (rows, names) }

  /// Lines that all end with a line feed; empty without rows.
  ///
  /// - Parameters:
  ///   - width: of the terminal in characters.
  ///   - styled: whether colour and weight may be used.
  public func text(width: Int, styled: Bool) -> String {
    guard let first = rows.first else { return "" }
    var columns = first.others.indices.map { place in
      TextTable.Column(
        title: printable(names.name(of: first.others[place].instrument)),
        cells: rows.map { Wording.price($0.others[place].price) })
    }
    columns.append(
      TextTable.Column(
        title: printable(names.name(of: first.along)), cells: rows.map { Self.words($0.edge) }, alignment: .left))
    let lines = TextTable(columns: columns).lines(width: width)
    let style = TextStyle(isStyled: styled)
    return ([style.quiet(lines[0])] + lines.dropFirst()).map { $0 + "\n" }.joined()
  }

  private static func words(_ edge: RegionRow.Edge) -> String {
    switch edge {
    case .nowhere: "nowhere"
    case .everywhere: "everywhere"
    case .atOrBelow(let price): "at or below \(Wording.price(price))"
    case .atOrAbove(let price): "at or above \(Wording.price(price))"
    }
  }
}

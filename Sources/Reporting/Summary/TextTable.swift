import Notation

/// Columns of text for a terminal: flush, two spaces apart, and as many as fit.
struct TextTable {
  struct Column {
    var title: String
    var cells: [String]
    var alignment = ColumnAlignment.right
    /// What may be left out first where the width does not suffice; 0 stays whatever the width.
    var dispensability = 0

    var width: Int { cells.reduce(title.count) { max($0, $1.count) } }
  }

  /// All with as many cells.
  var columns: [Column]

  /// The title and each row, without spaces at the end.
  func lines(width: Int) -> [String] {
    let columns = fitting(width)
    let rows = columns.first?.cells.count ?? 0
    return [line(columns) { $0.title }] + (0..<rows).map { row in line(columns) { $0.cells[row] } }
  }

  private func fitting(_ width: Int) -> [Column] {
    var kept = columns
    while kept.reduce(-2, { $0 + $1.width + 2 }) > width,
      let most = kept.map(\.dispensability).max(), most > 0
    {
      kept.removeAll { $0.dispensability == most }
    }
    return kept
  }

  private func line(_ columns: [Column], _ text: (Column) -> String) -> String {
    var line = columns.map { text($0).padded(to: $0.width, $0.alignment) }.joined(separator: "  ")
    while line.last == " " { line.removeLast() }
    return line
  }
}

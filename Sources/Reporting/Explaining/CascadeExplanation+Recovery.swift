import Analysis
import MarketTypes
import Notation

/// How fast each instrument came back.
extension CascadeExplanation {
  var recoveryTable: TextTable {
    let shown = instruments.prefix(6).map { (name($0), findings.recovery[$0]) }
    func column(_ title: String, dispensability: Int = 0, _ cell: (RecoveryTimes) -> Recovery) -> TextTable.Column {
      TextTable.Column(title: title, cells: shown.map { Self.text(cell($0.1)) }, dispensability: dispensability)
    }
    return TextTable(columns: [
      TextTable.Column(title: "", cells: shown.map(\.0), alignment: .left),
      column("price to ½") { $0.priceToHalf },
      column("price to ⅒") { $0.priceToTenth },
      column("spread") { $0.spread },
      column("depth to ½", dispensability: 1) { $0.depthToHalf },
      column("depth to ⅒", dispensability: 1) { $0.depthToTenth },
    ])
  }

  /// Infinity is never said: what did not come back is longer than it was watched.
  static func text(_ recovery: Recovery) -> String {
    switch recovery {
    case .after(let span): Wording.span(span)
    case .censored(let span): "> \(Wording.span(span))"
    case .undefined(.noReference), .undefined(.noDisplacement), .undefined(.noCascade): "undefined"
    case .undefined(.notPublished): "not published"
    }
  }
}

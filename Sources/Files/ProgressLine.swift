/// One state of a progress bar, as text.
///
///     run  [##########          ]  50%  500000 of 1000000 events  250000/s  2 s left
struct ProgressLine {
  let label: String
  let unit: String
  let total: Int?
  let count: Int
  let elapsedNanoseconds: UInt64

  /// - Parameter width: columns of the terminal. One is left free: a full line would wrap.
  func text(width: Int) -> String {
    var parts = [label]
    if let total, total > 0 { parts.append(bar(of: total)) }
    parts.append(total.map { "\(count) of \($0) \(unit)" } ?? "\(count) \(unit)")
    if perSecond > 0 { parts.append("\(Int(perSecond))/s") }
    if let total, perSecond > 0, count < total { parts.append("\(timeLeft(until: total)) left") }
    return String(parts.joined(separator: "  ").prefix(max(0, width - 1)))
  }

  /// The mean rate since the beginning.
  private var perSecond: Double {
    elapsedNanoseconds == 0 ? 0 : min(Double(count) / Double(elapsedNanoseconds) * 1e9, 1e15)
  }

  private func bar(of total: Int) -> String {
    let share = min(max(Double(count) / Double(total), 0), 1)
    let cells = 20
    let filled = Int(share * Double(cells))
    let percent = String(Int(share * 100))
    let padding = String(repeating: " ", count: 3 - percent.count)
    let marks = String(repeating: "#", count: filled) + String(repeating: " ", count: cells - filled)
    return "[\(marks)]  \(padding)\(percent)%"
  }

  private func timeLeft(until total: Int) -> String {
    let seconds = Int(min((Double(total - count) / perSecond).rounded(.up), 1e9))
    if seconds < 120 { return "\(seconds) s" }
    if seconds < 7200 { return "\(seconds / 60) min" }
    return "\(seconds / 3600) h"
  }
}

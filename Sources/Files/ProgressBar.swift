/// A line on standard error that says how far something is, and erases itself. Data never depends on it.
///
///     var progress = ProgressBar("run", unit: "events", total: 1_000_000, quiet: false)
///     … progress.show(count) …            // every few thousand events; drawn at most ten times a second
///     progress.erase()                    // before other words; dropping it does the same
///
/// Nothing is written if standard error is not a terminal, or with `quiet`, CI or `TERM=dumb`.
public struct ProgressBar: ~Copyable {
  private let label: String
  private let unit: String
  private let total: Int?
  private let isShown: Bool
  private let start = monotonicNanoseconds()
  private var lastDrawing: UInt64?

  /// - Parameter total: how much there is to do, or `nil` if nobody knows.
  public init(_ label: String, unit: String, total: Int?, quiet: Bool) {
    self.label = label
    self.unit = unit
    self.total = total
    isShown = Terminal.allowsProgress(quiet: quiet)
  }

  deinit {
    if lastDrawing != nil { Self.draw("") }
  }

  public mutating func show(_ count: Int) {
    if !isShown { return }
    let now = monotonicNanoseconds()
    if let lastDrawing, now - lastDrawing < Self.pause { return }
    lastDrawing = now
    let line = ProgressLine(label: label, unit: unit, total: total, count: count, elapsedNanoseconds: now - start)
    Self.draw(line.text(width: Terminal.width(of: .error)))
  }

  public mutating func erase() {
    if lastDrawing != nil { Self.draw("") }
    lastDrawing = nil
  }

  /// A terminal that went away is no reason to end a run: errors are dropped.
  private static func draw(_ line: String) {
    guard var terminal = try? OutputFile(.error) else { return }
    try? terminal.write("\r\(line)\u{1B}[K")
    try? terminal.commit()
  }

  private static let pause: UInt64 = 100_000_000
}

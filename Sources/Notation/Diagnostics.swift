/// Everything that was found wrong with an input, in the order it was found: what a refused file throws.
///
/// Keeps the first twenty errors and the first twenty warnings, and counts the rest.
public struct Diagnostics: Error, Sendable {
  /// How many errors, and how many warnings, are kept.
  public static let limit = 20

  /// Those that were kept, in order of finding.
  public private(set) var entries: [Diagnostic] = []
  /// How many errors there were, kept or not.
  public private(set) var errorCount = 0
  /// How many warnings there were, kept or not.
  public private(set) var warningCount = 0
  private var keptLast = false

  public init() {}

  /// Whether the input is refused.
  public var hasErrors: Bool { errorCount > 0 }

  /// Adds one more. A message is composed only if there is room to keep it, so that a million mistakes cost
  /// little more than twenty. A note is kept when the diagnostic it explains was.
  public mutating func add(
    _ severity: Diagnostic.Severity, _ message: @autoclosure () -> String, at span: SourceSpan? = nil,
    hint: @autoclosure () -> String? = nil
  ) {
    switch severity {
    case .error:
      keptLast = errorCount < Self.limit
      errorCount += 1
    case .warning:
      keptLast = warningCount < Self.limit
      warningCount += 1
    case .note: break
    }
    if keptLast { entries.append(Diagnostic(severity, message(), at: span, hint: hint())) }
  }

  /// All that was kept, then one line for what was not.
  public func rendered(styled: Bool = false) -> String {
    var result = entries.map { $0.rendered(styled: styled) }.joined()
    let omitted = [(errorCount, "error"), (warningCount, "warning")].compactMap { count, word in
      let more = count - Self.limit
      return more > 0 ? "\(more) more \(word)\(more == 1 ? "" : "s")" : nil
    }
    if !omitted.isEmpty { result += "\(omitted.joined(separator: " and ")) left out\n" }
    return result
  }
}

extension Diagnostics: CustomStringConvertible {
  public var description: String { rendered() }
}

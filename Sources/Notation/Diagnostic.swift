/// One thing to tell whoever wrote the input: what is wrong, where, and what might cure it.
///
///     story.jsonc:14:3: error: unknown key "sead"
///       "sead": 42,
///       ^~~~~~
///       hint: did you mean "seed"?
public struct Diagnostic: Sendable {
  /// How bad it is.
  public enum Severity: String, Sendable {
    /// The input is refused.
    case error
    /// The input is taken, but probably not meant so.
    case warning
    /// Explains the diagnostic before it.
    case note
  }

  /// How bad it is: only an error has the input refused.
  public let severity: Severity
  /// One sentence without a full stop. May quote the input as it is: rendering makes it harmless.
  public let message: String
  /// `nil` when it is about no place in a text, such as a command-line flag.
  public let span: SourceSpan?
  /// What to do about it, as one sentence.
  public let hint: String?

  public init(_ severity: Severity, _ message: String, at span: SourceSpan? = nil, hint: String? = nil) {
    self.severity = severity
    self.message = message
    self.span = span
    self.hint = hint
  }
}

// MARK: - Rendering

extension Diagnostic {
  /// Several lines, each ended by a line feed: place and message, the source line, the caret, the hint.
  ///
  /// Nothing of the input reaches the result unchecked: see `printable(_:)`.
  ///
  /// - Parameter styled: adds colour for a terminal. The caller knows whether there is one and about `NO_COLOR`.
  public func rendered(styled: Bool = false) -> String {
    let style = Style(isOn: styled)
    var result = ""
    if let span {
      result += style.strong("\(printable(span.text.name)):\(span.position):") + " "
    }
    result += style.colour("\(severity.rawValue):", for: severity) + " " + style.strong(printable(message)) + "\n"
    if let span {
      let excerpt = Excerpt(of: span)
      result += excerpt.line + "\n"
      result += excerpt.margin + style.caret(excerpt.caret) + "\n"
    }
    if let hint {
      result += "  " + style.strong("hint:") + " " + printable(hint) + "\n"
    }
    return result
  }
}

/// The few words of ANSI a diagnostic uses, or none of them.
private struct Style {
  let isOn: Bool

  func strong(_ text: String) -> String { wrap(text, "1") }
  func caret(_ text: String) -> String { wrap(text, "1;32") }

  func colour(_ text: String, for severity: Diagnostic.Severity) -> String {
    switch severity {
    case .error: wrap(text, "1;31")
    case .warning: wrap(text, "1;35")
    case .note: wrap(text, "1;36")
    }
  }

  private func wrap(_ text: String, _ code: String) -> String {
    isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

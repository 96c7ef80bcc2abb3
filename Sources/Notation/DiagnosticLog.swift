/// Where one reading of an input writes what it finds: shared by the parser and by every reader of its tree.
public final class DiagnosticLog {
  /// What was found so far.
  public private(set) var diagnostics = Diagnostics()

  public init() {}

  /// Notes a fault. The message is one sentence without a full stop, composed only if it is kept.
  public func error(
    _ message: @autoclosure () -> String, at span: SourceSpan?, hint: @autoclosure () -> String? = nil
  ) {
    diagnostics.add(.error, message(), at: span, hint: hint())
  }

  /// Notes what is taken, but probably not meant so; as `error` otherwise.
  public func warning(
    _ message: @autoclosure () -> String, at span: SourceSpan?, hint: @autoclosure () -> String? = nil
  ) {
    diagnostics.add(.warning, message(), at: span, hint: hint())
  }

  /// Explains the error or warning logged last.
  public func note(_ message: @autoclosure () -> String, at span: SourceSpan?) {
    diagnostics.add(.note, message(), at: span)
  }

  /// Throws all that was found if any of it is an error. Warnings alone pass; read them from `diagnostics`.
  public func throwErrors() throws(Diagnostics) {
    if diagnostics.hasErrors { throw diagnostics }
  }
}

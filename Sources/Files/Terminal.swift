#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// What may be shown to whoever is watching. None of it changes data.
public enum Terminal {
  public static func isTerminal(_ stream: StandardStream) -> Bool {
    isatty(stream.descriptor) == 1
  }

  /// Columns to wrap words to: COLUMNS if somebody set it, which POSIX calls the user's preferred width
  /// (Base Definitions 8.3); else the width of the terminal; else 80.
  public static func width(of stream: StandardStream) -> Int {
    width(columns: environment("COLUMNS"), measured: measuredWidth(of: stream))
  }

  /// Lines of the terminal; 24 where nobody knows.
  public static func height(of stream: StandardStream) -> Int {
    var size = winsize()
    let result = unsafe ioctl(stream.descriptor, UInt(TIOCGWINSZ), &size)
    return result == 0 && size.ws_row > 0 ? Int(size.ws_row) : 24
  }

  /// Whether what was written on `stream` can be drawn over: a terminal that knows escape sequences, and no CI.
  public static func allowsRedrawing(of stream: StandardStream) -> Bool {
    isTerminal(stream) && canRedraw(environment)
  }

  /// Whether `stream` gets colors. `auto` means a terminal that can show them, and nobody who minds:
  /// no NO_COLOR (no-color.org), no `TERM=dumb`, no CI.
  public static func allowsColor(on stream: StandardStream, choice: ColorChoice) -> Bool {
    switch choice {
    case .always: true
    case .never: false
    case .auto: isTerminal(stream) && (environment("NO_COLOR") ?? "").isEmpty && canRedraw(environment)
    }
  }

  /// Whether standard error may show progress: a terminal where a line can be redrawn, and nobody who wants quiet.
  public static func allowsProgress(quiet: Bool) -> Bool {
    !quiet && isTerminal(.error) && canRedraw(environment)
  }

  static func width(columns: String?, measured: Int?) -> Int {
    if let columns, let preferred = Int(columns), preferred > 0 { return preferred }
    return measured ?? 80
  }

  /// False for a terminal that knows no escape sequences and for a log that only looks like one.
  static func canRedraw(_ environment: (String) -> String?) -> Bool {
    let isContinuousIntegration = !["", "0", "false"].contains(environment("CI") ?? "")
    let isDumb = ["", "dumb"].contains(environment("TERM") ?? "")
    return !isContinuousIntegration && !isDumb
  }

  private static func measuredWidth(of stream: StandardStream) -> Int? {
    var size = winsize()
    let result = unsafe ioctl(stream.descriptor, UInt(TIOCGWINSZ), &size)
    return result == 0 && size.ws_col > 0 ? Int(size.ws_col) : nil
  }
}

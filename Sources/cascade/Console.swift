import Files
import Notation

/// Data goes to standard output, words about it to standard error.
enum Console {
  /// Writes data at once, and tells if that failed.
  static func write(_ text: String) throws(FileError) {
    var output = try OutputFile(.output)
    try output.write(text)
    try output.commit()
  }

  /// Says something on standard error. If nobody can hear it, there is nobody to tell.
  static func note(_ text: String) {
    guard !text.isEmpty, var output = try? OutputFile(.error) else { return }
    try? output.write(text)
    try? output.commit()
  }

  /// Says what was found on standard error, in colour where that is welcome.
  static func note(of diagnostics: Diagnostics, _ color: ColorChoice) {
    note(diagnostics.rendered(styled: Terminal.allowsColor(on: .error, choice: color)))
  }
}

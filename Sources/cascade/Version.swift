/// What the program says of itself, and writes into what it leaves behind.
enum Version {
  static let number = "0.1.0"

  /// When it was last changed in what a manual says.
  static let date = "November 22, 2026"

  static let line = "cascade \(number)\n"

  /// Which compiler made the program, as far as the program can know: at least this one, and not the next.
  static let compiler: String = {
    #if compiler(>=6.5)
      "6.5 or later"
    #elseif compiler(>=6.4)
      "6.4"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2"
    #endif
  }()
}

import Journaling

/// What the program says of itself, and writes into what it leaves behind.
enum Version {
  static let number = "0.1.0"

  /// The `"version"` a scenario has to have.
  static let scenarioFormat = 1

  static let line = "cascade \(number)\n"

  static let details = """
    cascade \(number)
    scenario format \(scenarioFormat)
    journal format \(JournalFormat.version)

    """
}

/// The one style of every page.
enum PageStyle {
  static let text = [base, plots, many].joined(separator: "\n")

  /// SHA-256 of `text`, as the page's policy has it; a test says what it should be when `text` has changed.
  static let hash = "7dYlMgdPALfQF/xCnFrKa8bdPGQ0bJo5K1p8aYyICI8="
}

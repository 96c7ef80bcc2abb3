/// The one style of every page.
enum PageStyle {
  static let text = [base, plots].joined(separator: "\n")

  /// SHA-256 of `text`, as the page's policy has it; a test says what it should be when `text` has changed.
  static let hash = "ovH6FijCZrvclznefol62j6EenY1POo8eKZrBdKeYo8="
}

/// The one style of every page.
enum PageStyle {
  static let text = [base, plots].joined(separator: "\n")

  /// SHA-256 of `text`, as the page's policy has it; a test says what it should be when `text` has changed.
  static let hash = "F/L5zKAx42VUp9LgC8SXj1oVJGPiyAlgdbZRmDv8vf8="
}

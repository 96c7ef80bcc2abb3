/// The one style of every page.
enum PageStyle {
  static let text = [base, plots, many].joined(separator: "\n")

  /// SHA-256 of `text`, as the page's policy has it; a test says what it should be when `text` has changed.
  static let hash = "NpnFs+W0IOC+ztwJPTTBIy8oYN4R9tSWX/0a+D3sXOU="
}

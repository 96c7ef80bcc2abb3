/// The one style of every page.
enum PageStyle {
  static let text = [base, plots, many].joined(separator: "\n")

  /// SHA-256 of `text`, as the page's policy has it; a test says what it should be when `text` has changed.
  static let hash = "VUncwnBmgmIrTH81bpDJMHLir7FDQ5bMSKSNj8aEzoI="
}

/// The one script of every page. It draws what stands in the blocks of data, and loads and sends nothing.
enum PageScript {
  static let text = [data, scales, stage, plots, prices, depth, map, tree, money, makers, pair, many, phase, start]
    .joined(separator: "\n")

  /// SHA-256 of `text`, as the page's policy has it; a test says what it should be when `text` has changed.
  static let hash = "EiwSnJbmd3AEjKsXJCZoEGTLP9jxXlFwKWc5ZrNiyBw="
}

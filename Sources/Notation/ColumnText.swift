/// The side on which a column's texts are flush.
public enum ColumnAlignment: Sendable {
  /// Words.
  case left
  /// Numbers.
  case right
}

extension String {
  /// This text with spaces up to `width`. One that is longer already stays whole.
  ///
  /// - Parameter width: in characters, each taken to be one column wide.
  public func padded(to width: Int, _ alignment: ColumnAlignment = .left) -> String {
    let spaces = String(repeating: " ", count: max(0, width - count))
    return alignment == .left ? self + spaces : spaces + self
  }
}

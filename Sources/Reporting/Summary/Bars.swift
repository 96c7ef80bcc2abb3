/// A bar of eighths of a character: `value` of `most`, rounded down; whatever is above zero shows at least an eighth.
///
/// - Parameter width: of the longest bar, in characters.
func bar<Number: BinaryInteger>(_ value: Number, of most: Number, width: Int) -> String {
  guard value > 0, most > 0, width > 0 else { return "" }
  let eighths = max(1, min(8 * width, Int(Double(value) / Double(most) * Double(8 * width))))
  let parts = Array("▏▎▍▌▋▊▉")
  return String(repeating: "█", count: eighths / 8) + (eighths % 8 == 0 ? "" : String(parts[eighths % 8 - 1]))
}

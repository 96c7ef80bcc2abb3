import Files
import Reporting

/// Where somebody watches: a terminal that is redrawn, or anything else, which gets a line now and then.
struct Screen {
  let isRedrawn: Bool
  private let isStyled: Bool

  init(_ color: ColorChoice) {
    isRedrawn = Terminal.allowsRedrawing(of: .output)
    isStyled = Terminal.allowsColor(on: .output, choice: color)
  }

  func begin() throws(FileError) {
    // The cursor is hidden and the screen empty.
    if isRedrawn { try Console.write("\u{1B}[?25l\u{1B}[2J") }
  }

  /// Shows the cursor again, below what was drawn. If nobody sees it, there is nobody to tell.
  func end() {
    if isRedrawn { try? Console.write("\u{1B}[?25h") }
  }

  func show(_ frame: MarketFrame) throws(FileError) {
    guard isRedrawn else {
      try Console.write(frame.plainLine + "\n")
      return
    }
    let width = Terminal.width(of: .output)
    let lines = frame.lines(width: width - 1, height: Terminal.height(of: .output) - 1, styled: isStyled)
    // From the upper left corner, each line erased to its end, then all below.
    try Console.write("\u{1B}[H" + lines.map { $0 + "\u{1B}[K\n" }.joined() + "\u{1B}[J")
  }
}

/// The source line a diagnostic is about, as it is shown, and the caret to be drawn under it.
///
/// A tab is shown as four spaces. Of a long line only what is near the caret is shown, between `…`, and only that
/// much is decoded. Every scalar is taken to be one column wide.
struct Excerpt {
  private(set) var line = ""
  /// Spaces, up to the caret.
  private(set) var margin = ""
  /// `^~~~`: at least the caret; a span that goes on in the next line is underlined to the end of this one.
  private(set) var caret = "^"

  /// Columns kept before the caret, and shown in all.
  private static let leadLimit = 80
  private static let widthLimit = 120
  private static let shownTab = "    "

  init(of span: SourceSpan) {
    let text = span.text
    let lineRange = text.lineRange(around: span.range.lowerBound)
    let caretStart = min(max(span.range.lowerBound, lineRange.lowerBound), lineRange.upperBound)
    var offset = Self.windowStart(in: text, before: caretStart, notBefore: lineRange.lowerBound)
    var width = 0
    var caretColumn = 0
    var caretEnd = 0
    if offset > lineRange.lowerBound { show("…", &width) }

    while offset < lineRange.upperBound, width < Self.widthLimit {
      if offset <= caretStart { caretColumn = width }
      let next = Self.scalarEnd(in: text, from: offset, notAfter: lineRange.upperBound)
      let scalar = Self.scalar(in: text, offset..<next)
      show(scalar == "\t" ? Self.shownTab : String(printable(scalar)), &width)
      if offset < span.range.upperBound { caretEnd = width }
      offset = next
    }
    if caretStart >= offset { caretColumn = width }
    if offset < lineRange.upperBound { show("…", &width) }
    margin = String(repeating: " ", count: caretColumn)
    caret += String(repeating: "~", count: max(0, caretEnd - caretColumn - 1))
  }

  private mutating func show(_ text: String, _ width: inout Int) {
    line += text
    width += text.unicodeScalars.count
  }

  /// As far before `offset` as `leadLimit` columns reach.
  private static func windowStart(in text: SourceText, before offset: Int, notBefore limit: Int) -> Int {
    var start = offset
    var columns = 0
    while start > limit, columns < leadLimit {
      repeat { start -= 1 } while start > limit && text.bytes[start].isUTF8Continuation
      columns += text.bytes[start] == UInt8(ascii: "\t") ? shownTab.utf8.count : 1
    }
    return start
  }

  /// Where the scalar at `offset` ends; of malformed bytes no more are taken than a scalar could have.
  private static func scalarEnd(in text: SourceText, from offset: Int, notAfter limit: Int) -> Int {
    var end = offset + 1
    while end < min(limit, offset + 4), text.bytes[end].isUTF8Continuation { end += 1 }
    return end
  }

  /// The one scalar in `range`, or U+FFFD where the bytes are not one.
  private static func scalar(in text: SourceText, _ range: Range<Int>) -> Unicode.Scalar {
    let scalars = String(decoding: text.bytes[range], as: UTF8.self).unicodeScalars
    return scalars.count == 1 ? scalars[scalars.startIndex] : "\u{FFFD}"
  }
}

/// A range of bytes in one text, half-open; empty at a place between two bytes.
public struct SourceSpan: Sendable {
  /// The text it is a range of.
  public let text: SourceText
  /// In bytes from 0 of that text.
  public let range: Range<Int>

  public init(in text: SourceText, _ range: Range<Int>) {
    self.text = text
    self.range = range
  }

  /// Where it begins. Linear in its distance from the start of the text.
  public var position: SourcePosition { text.position(at: range.lowerBound) }

  /// Its first byte alone: the brace that opens an object, rather than all of the object.
  public var opening: SourceSpan {
    SourceSpan(in: text, range.lowerBound..<min(range.lowerBound + 1, range.upperBound))
  }
}

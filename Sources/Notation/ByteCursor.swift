/// Goes through the bytes of a CSV file, field by field, making no `String` of any.
///
///     var cursor = ByteCursor(bytes)
///     while !cursor.isAtEnd {
///       let time = try cursor.decimal(scale: 9)
///       try cursor.comma()
///       let kind = try cursor.integer()
///       try cursor.lineEnd()
///     }
///
/// Fields are not quoted and have no spaces around them. After an error the cursor stands where the field began, and
/// `skipLine()` goes on to the next. Linear in what is read.
public struct ByteCursor {
  /// All of what is read, as given.
  public let bytes: [UInt8]
  /// How many bytes are behind the cursor, a byte order mark counted.
  public private(set) var offset: Int
  /// From 1.
  public private(set) var line = 1
  /// Where the first line begins.
  private let start: Int

  /// At the first byte, or after a byte order mark.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
    self.start = bytes.starts(with: SourceText.byteOrderMark) ? SourceText.byteOrderMark.count : 0
    self.offset = start
  }

  /// Whether every byte is behind the cursor.
  public var isAtEnd: Bool { offset == bytes.count }
}

/// What a cursor expected and did not find.
public struct ByteCursorError: Error, Equatable, Sendable {
  /// One sentence without a full stop.
  public let message: String
  /// Where the field begins, in bytes from 0.
  public let offset: Int
  /// The same place as editors count it; on the first line a byte order mark counts for nothing.
  public let position: SourcePosition

  /// - Parameter text: what the cursor went through.
  public func diagnostic(in text: SourceText) -> Diagnostic {
    Diagnostic(.error, message, at: SourceSpan(in: text, offset..<min(offset + 1, text.bytes.count)))
  }
}

// MARK: - Fields

extension ByteCursor {
  /// Takes a whole number, exactly.
  public mutating func integer() throws(ByteCursorError) -> Int64 {
    var end = offset
    do throws(DecimalNotation.Problem) {
      let value = try DecimalNotation.takeInteger(from: bytes, at: &end)
      offset = end
      return value
    } catch {
      throw failure(error == .outOfRange ? "a number beyond 64 bits" : "expected an integer")
    }
  }

  /// Takes a decimal number, times 10 to the power of `scale`. Exact: digits beyond `scale` must be zeros.
  ///
  /// - Parameter scale: 0 to 18.
  public mutating func decimal(scale: Int) throws(ByteCursorError) -> Int64 {
    var end = offset
    do throws(DecimalNotation.Problem) {
      let value = try DecimalNotation.takeDecimal(from: bytes, at: &end, scale: scale)
      offset = end
      return value
    } catch {
      switch error {
      case .malformed: throw failure("expected a decimal number")
      case .tooFine: throw failure("more than \(scale) digits after the point")
      case .outOfRange: throw failure("a number beyond 64 bits at \(scale) digits after the point")
      }
    }
  }

  /// Takes everything up to the next comma or the end of the line. Never fails.
  public mutating func field() -> ArraySlice<UInt8> {
    let start = offset
    while offset < bytes.count, bytes[offset] != UInt8(ascii: ","), !isAtLineEnd { offset += 1 }
    return bytes[start..<offset]
  }
}

// MARK: - Between fields

extension ByteCursor {
  /// Takes a comma.
  public mutating func comma() throws(ByteCursorError) {
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: ",") else { throw failure("expected a comma") }
    offset += 1
  }

  /// Takes a line feed, or CR LF, or the end of the bytes.
  public mutating func lineEnd() throws(ByteCursorError) {
    guard isAtLineEnd else { throw failure("expected the end of the line") }
    skipLine()
  }

  /// Whether the line has no more fields.
  public var isAtLineEnd: Bool {
    guard offset < bytes.count else { return true }
    if bytes[offset] == UInt8(ascii: "\n") { return true }
    return bytes[offset] == UInt8(ascii: "\r") && offset + 1 < bytes.count && bytes[offset + 1] == UInt8(ascii: "\n")
  }

  /// Goes to the start of the next line: past a header, or past a line that was refused.
  public mutating func skipLine() {
    while offset < bytes.count {
      offset += 1
      if bytes[offset - 1] == UInt8(ascii: "\n") {
        line += 1
        return
      }
    }
  }

  private func failure(_ message: String) -> ByteCursorError {
    let lineStart = bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? start
    let column = 1 + bytes[lineStart..<offset].count { !$0.isUTF8Continuation }
    return ByteCursorError(message: message, offset: offset, position: SourcePosition(line: line, column: column))
  }
}

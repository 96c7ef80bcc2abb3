import MarketTypes
import Notation

/// Whether a message file and an orderbook file tell the same story: every row of the book, but the first, is
/// predicted from the row before it and the message of the same row.
///
/// The book may show any number of levels. Certain is all but the level that moves into sight when a full side loses
/// one; of that it is certain that it is worse than all that was in sight. After a mismatch the check goes on from
/// the row that was found. Linear in the files, and holds two rows at a time.
public struct LobsterTransitionCheck: Sendable {
  /// Rows of either file.
  public private(set) var rows = 0
  /// Rows predicted and compared: all but the first.
  public private(set) var checked = 0
  public private(set) var mismatches = 0
  public private(set) var firstMismatch: LobsterMismatch?
  /// All messages, that of the first row included.
  public private(set) var kinds = LobsterKindCounts()
  /// Messages that emptied a level of a full side, so that the last level could not be predicted.
  public private(set) var reveals = LobsterKindCounts()
  /// Messages about prices worse than a full side can show. They must leave the book as it is, and should not occur.
  public private(set) var outside = 0

  /// Carries the check out. Refuses what the readers refuse, and files of different length.
  public init(messages: SourceText, book: SourceText) throws(Diagnostics) {
    var messageReader = try LobsterMessageReader(messages)
    var bookReader = try LobsterBookReader(book)
    var predicted = LobsterBookRow(levelCount: bookReader.levelCount)
    var found = predicted
    while let message = try messageReader.next() {
      guard try bookReader.read(into: &found) else {
        throw bookReader.refusalOfRow(expected: "row \(rows + 1), which \(messages.name) has")
      }
      rows += 1
      kinds[message.kind] += 1
      if rows > 1 { compare(&predicted, after: message, with: found) }
      swap(&predicted, &found)
    }
    if try bookReader.read(into: &found) {
      throw messageReader.refusalOfRow(expected: "row \(rows + 1), which \(book.name) has")
    }
  }

  /// - Parameter row: the one before; becomes what is predicted.
  private mutating func compare(
    _ row: inout LobsterBookRow, after message: LobsterMessage, with found: LobsterBookRow
  ) {
    let prediction = row.apply(message)
    checked += 1
    if case .reveals = prediction { reveals[message.kind] += 1 }
    if prediction == .outside { outside += 1 }
    if row.agrees(with: found, after: prediction) { return }
    mismatches += 1
    if firstMismatch == nil {
      firstMismatch = LobsterMismatch(
        row: rows, message: message, predicted: row, found: found, isPossible: prediction != .impossible)
    }
  }
}

import MarketData
import MarketTypes
import Notation

/// A message file written by hand: one row a line.
func messageFile(_ rows: String...) -> SourceText { messageFile(rows) }
func messageFile(_ rows: [String]) -> SourceText { SourceText(name: "message.csv", lines(rows)) }

/// An orderbook file written by hand: one row a line.
func bookFile(_ rows: String...) -> SourceText { bookFile(rows) }
func bookFile(_ rows: [String]) -> SourceText { SourceText(name: "orderbook.csv", lines(rows)) }

private func lines(_ rows: [String]) -> String { rows.map { $0 + "\n" }.joined() }

/// All messages of a file.
func messages(in text: SourceText) throws(Diagnostics) -> [LobsterMessage] {
  var reader = try LobsterMessageReader(text)
  var messages: [LobsterMessage] = []
  while let message = try reader.next() { messages.append(message) }
  return messages
}

/// All rows of an orderbook file.
func rows(in text: SourceText) throws(Diagnostics) -> [LobsterBookRow] {
  var reader = try LobsterBookReader(text)
  var row = LobsterBookRow(levelCount: reader.levelCount)
  var rows: [LobsterBookRow] = []
  while try reader.read(into: &row) { rows.append(row) }
  return rows
}

/// The first line of what `body` throws.
func refusal(_ body: @autoclosure () throws(Diagnostics) -> some Any) -> String {
  do throws(Diagnostics) {
    _ = try body()
    return "not refused"
  } catch {
    return String(error.rendered().prefix { $0 != "\n" })
  }
}

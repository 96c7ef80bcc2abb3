import Files
import MarketTypes
import Reporting

/// A table on its way into a file of a run, row by row as the stream goes by.
struct TableFile<Row: EventRow>: ~Copyable {
  private var table: StreamTable<Row>
  private var file: OutputFile

  init(in directory: inout RunDirectory, _ context: TableContext) throws(FileError) {
    file = try directory.createFile(Row.table.name + ".csv")
    table = StreamTable(.csv, context)
  }

  mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) throws(FileError) {
    table.observe(command, events, from: first)
    if table.bytes.count >= tableBufferSize { try drain() }
  }

  /// Ends the file as a part of the run.
  consuming func finish(in directory: inout RunDirectory) throws(FileError) {
    try drain()
    try directory.finish(file)
  }

  private mutating func drain() throws(FileError) {
    try file.write(table.bytes)
    table.removeAll()
  }
}

/// How many bytes of a table are gathered before they are handed on.
private let tableBufferSize = 1 << 15

extension RunDirectory {
  /// Writes a table whose rows are known once the run is over.
  mutating func write<Row: TableRow>(_ rows: some Sequence<Row>, _ context: TableContext) throws(FileError) {
    var file = try createFile(Row.table.name + ".csv")
    var writer = TableWriter<Row>(.csv, context)
    for row in rows {
      writer.append(row)
      if writer.bytes.count >= tableBufferSize {
        try file.write(writer.bytes)
        writer.removeAll()
      }
    }
    try file.write(writer.bytes)
    try finish(file)
  }
}

import MarketTypes

/// What the driver can drive: one call for each command, reports into the sink.
protocol MatchingEngine: ~Copyable {
  mutating func submit(_ command: BookCommand, into sink: inout ReportSink)
  mutating func cancel(_ command: BookCommand, into sink: inout ReportSink)
  mutating func modify(_ command: BookCommand, into sink: inout ReportSink)
}

extension BookCommand {
  /// One call, by kind.
  @inline(__always)
  func call<Engine: MatchingEngine & ~Copyable>(_ engine: inout Engine, _ sink: inout ReportSink) {
    switch kind {
    case .submit: engine.submit(self, into: &sink)
    case .cancel: engine.cancel(self, into: &sink)
    case .modify: engine.modify(self, into: &sink)
    }
  }
}

/// Hands an engine one command after the other. This loop is what the clock sees.
@inline(never)
func drive<Engine: MatchingEngine & ~Copyable>(
  _ engine: inout Engine, through commands: Span<BookCommand>, into sink: inout ReportSink
) {
  for index in commands.indices { commands[index].call(&engine, &sink) }
}

/// How many commands are handed over at once where they come in batches.
let batchSize = 128

/// The same commands in batches: the book reads ahead, then each is called as before.
@inline(never)
func driveBatches(_ engine: inout BookEngine, through commands: Span<BookCommand>, into sink: inout ReportSink) {
  var start = 0
  while start < commands.count {
    let end = min(start + batchSize, commands.count)
    engine.readAhead(commands, start..<end)
    for index in start..<end { commands[index].call(&engine, &sink) }
    start = end
  }
}

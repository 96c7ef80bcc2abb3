/// What the driver can drive: one call for each command, reports into the sink.
protocol MatchingEngine: ~Copyable {
  mutating func submit(_ command: BookCommand, into sink: inout ReportSink)
  mutating func cancel(_ command: BookCommand, into sink: inout ReportSink)
  mutating func modify(_ command: BookCommand, into sink: inout ReportSink)
}

/// Hands an engine one command after the other. This loop is what the clock sees.
@inline(never)
func drive<Engine: MatchingEngine & ~Copyable>(
  _ engine: inout Engine, through commands: Span<BookCommand>, into sink: inout ReportSink
) {
  for index in commands.indices {
    let command = commands[index]
    switch command.kind {
    case .submit: engine.submit(command, into: &sink)
    case .cancel: engine.cancel(command, into: &sink)
    case .modify: engine.modify(command, into: &sink)
    }
  }
}

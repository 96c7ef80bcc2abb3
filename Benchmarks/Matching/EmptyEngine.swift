/// The floor: reads its command, answers with one report and keeps nothing.
struct EmptyEngine: MatchingEngine {
  @inline(never)
  mutating func submit(_ command: BookCommand, into sink: inout ReportSink) {
    var report = Report(.rested, command.id)
    report.ticks = command.ticks
    report.lots = command.lots
    report.side = Int64(command.side.rawValue)
    sink.receive(report)
  }

  @inline(never)
  mutating func cancel(_ command: BookCommand, into sink: inout ReportSink) {
    sink.receive(Report(.cancelled, command.id))
  }

  @inline(never)
  mutating func modify(_ command: BookCommand, into sink: inout ReportSink) {
    var report = Report(.replaced, command.id)
    report.ticks = command.ticks
    report.lots = command.lots
    sink.receive(report)
  }
}

import Analysis
import MarketTypes
import Notation
import Simulation

/// One instrument of a run as a tape, recorded from its journal.
struct RunTape {
  let tape: MarketTape
  let instrument: String
  /// Accounts whose orders are parts of larger ones, by number; empty for a scenario without such participants.
  let executors: Set<Int32>

  /// - Parameter name: the instrument's; `nil` takes the first.
  init(of journal: JournalFile, instrument name: String?) throws {
    let header = try journal.reader().header
    try journal.checkRules(header.rules)
    let names = header.names
    if header.rules.instruments.isEmpty { throw Failure(.badInput, "\(journal.path): it has no instrument") }
    let index = try name.map { name throws(Failure) in try Self.instrument(named: name, in: names) } ?? 0
    var recorder = TapeRecorder(InstrumentID(number: UInt16(index)))
    try journal.forEachCommand { command, events, first in recorder.observe(command, events.span, from: first) }
    tape = recorder.tape
    instrument = names.name(of: InstrumentID(number: UInt16(index)))
    let scenario = journal.scenario(of: header)
    executors = scenario?.executors ?? []
  }

  private static func instrument(named name: String, in names: Names) throws(Failure) -> Int {
    if let index = names.instruments.firstIndex(of: name) { return index }
    let near = didYouMean(name, from: names.instruments).map { "did you mean \"\(printable($0))\"?" }
    throw Failure(usage: "there is no instrument \"\(printable(name))\"", hint: near)
  }
}

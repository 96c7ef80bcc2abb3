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
    let number = try name.map { name throws(Failure) in try names.instrument(named: name) } ?? InstrumentID(number: 0)
    var recorder = TapeRecorder(number)
    // A journal may be whole and still tell of orders that nobody can have.
    var audit = LedgerAudit(header.rules)
    try journal.forEachMoment { command, events, first in
      audit.observe(command, events.span, from: first)
      if let breach = audit.firstBreach {
        throw Failure(.badInput, "\(journal.path): the ledger does not add up: \(breach.text(names))")
      }
      recorder.observe(command, events.span, from: first)
    }
    tape = recorder.tape
    instrument = names.name(of: number)
    let scenario = journal.scenario(of: header)
    executors = scenario?.executors ?? []
  }
}

import Analysis
import MarketTypes
import Notation
import Simulation

/// How far a recording and what became of it in the simulated book have parted.
///
/// The recorded crowd does not react: once participants trade with it, its executions meet other orders than they did
/// that day, and its cancellations come too late. This counts how often.
struct OverlayDivergence: Sendable {
  /// What it is called: the path of its messages, as the scenario has it.
  let name: String
  /// Executions recorded, and their lots.
  private(set) var executions = 0
  private(set) var lotsRecorded: Int128 = 0
  /// Of these lots, the ones that the book filled, and those that met an order of the recording.
  private(set) var lotsFilled: Int128 = 0
  private(set) var lotsFilledAsRecorded: Int128 = 0
  /// Lots of recorded limit orders that met somebody when they came, where that day they rested.
  private(set) var lotsMetOnEntry: Int128 = 0
  /// Cancellations and reductions whose order was already gone.
  private(set) var goneReferences = 0
  /// Commands refused for any other reason.
  private(set) var otherRefusals = 0

  private let crowd: AccountID
  private let aggressor: AccountID

  init(_ recording: RecordingSpecification) {
    name = recording.messages
    crowd = recording.account
    aggressor = recording.aggressor
  }

  /// Takes a command that came from this recording, and what it caused.
  mutating func observe(_ command: Command, _ events: Span<Event>) {
    guard let order = Self.order(of: command) else { return count(refusalsIn: events) }
    if order.account == aggressor {
      executions += 1
      lotsRecorded += Int128(order.quantity.lots)
    }
    for index in events.indices {
      // A forced order is nobody's command, and so not this one's.
      guard case .filled(let fill) = events[index].body, fill.takerAccount == order.account, !fill.isForced else {
        continue
      }
      let lots = Int128(fill.quantity.lots)
      if order.account != aggressor {
        lotsMetOnEntry += lots
      } else {
        lotsFilled += lots
        if fill.makerAccount == crowd { lotsFilledAsRecorded += lots }
      }
    }
    count(refusalsIn: events)
  }

  private static func order(of command: Command) -> Order? {
    if case .submit(let order) = command.action { return order }
    return nil
  }

  private mutating func count(refusalsIn events: Span<Event>) {
    for index in events.indices {
      guard case .refused(let refusal) = events[index].body else { continue }
      if refusal.reason == .unknownOrder { goneReferences += 1 } else { otherRefusals += 1 }
    }
  }
}

extension OverlayDivergence {
  /// One sentence.
  var text: String {
    """
    Of the recording \(name), \(counted(executions, "execution")) of \(groupedText(lotsRecorded)) lots came; \
    \(groupedText(lotsFilled)) lots were filled, \(groupedText(lotsFilledAsRecorded)) of them from recorded orders. \
    \(counted(goneReferences, "cancellation")) came too late, \(groupedText(lotsMetOnEntry)) lots that had rested \
    traded on entry, and \(counted(otherRefusals, "command")) were refused otherwise.

    """
  }
}

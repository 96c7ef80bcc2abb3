import Analysis
import MarketTypes
import TestSupport
import Venue

/// A venue at work on a static book, and who reads its stream.
extension StaticBook {
  var names: Names {
    Names(
      instruments: ["perp"], accounts: ["provider", "outsider", "counterparty"] + (1...accounts).map { "long-\($0)" })
  }

  /// The fold after it has seen the opening, the shock and what came of it, under rules that may be others.
  func fed<Fold: StreamFold>(to fold: Fold, under others: VenueRules? = nil) -> Fold {
    var fold = fold
    var venue = Exchange(others ?? rules)
    var events = EventStream()
    for command in opening + [sale(of: shock)] {
      venue.execute(command, into: &events)
      events.withSpan { fold.observe(command, $0, from: events.first) }
      events.removeAll()
    }
    return fold
  }

  var findings: RunFindings { fed(to: RunFindings(rules)) }
}

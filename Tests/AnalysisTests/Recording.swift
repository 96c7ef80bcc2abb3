import Analysis
import MarketTypes
import Venue

/// A stream as a venue wrote it, command by command, so that folds can be fed with it, or with a forged copy.
struct Recording {
  var rules: VenueRules
  var steps: [Step] = []

  struct Step {
    var command: Command
    var events: [Event]
  }

  init(_ rules: VenueRules) { self.rules = rules }

  /// What a venue answers to these commands.
  init(_ rules: VenueRules, _ commands: [Command]) {
    self.rules = rules
    var venue = Exchange(rules)
    var stream = EventStream()
    for command in commands {
      venue.execute(command, into: &stream)
      steps.append(Step(command: command, events: (0..<stream.count).map { stream[$0] }))
      stream.removeAll()
    }
  }

  mutating func append(_ command: Command, _ events: [Event]) { steps.append(Step(command: command, events: events)) }

  /// The fold after it has seen everything.
  func fed<Fold: StreamFold>(to fold: Fold) -> Fold {
    var fold = fold
    var first: Int64 = 0
    for step in steps {
      fold.observe(step.command, step.events.span, from: EventPosition(number: first))
      first += Int64(step.events.count)
    }
    return fold
  }

  /// Changes the first event for which `forge` returns another one. Returns where it stands.
  mutating func forge(_ forge: (Event) -> Event?) -> EventPosition? {
    var first: Int64 = 0
    for step in steps.indices {
      for index in steps[step].events.indices {
        if let forged = forge(steps[step].events[index]) {
          steps[step].events[index] = forged
          return EventPosition(number: first + Int64(index))
        }
      }
      first += Int64(steps[step].events.count)
    }
    return nil
  }
}

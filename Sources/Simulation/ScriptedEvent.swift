import MarketTypes

/// What comes at a set time, whatever the market does: a shock, an index change, a deposit, makers who fall silent.
public struct ScriptedEvent: Hashable, Sendable {
  /// When it comes, from the scenario's start.
  public var time: Time
  /// What comes.
  public var happening: Happening

  /// Something for the venue, or something outside it.
  public enum Happening: Hashable, Sendable {
    /// A command to the venue.
    case command(Command.Action)
    /// What befalls prices from outside, or participants.
    case disturbance(Disturbance)
  }

  public init(_ action: Command.Action, at time: Time) {
    self.init(.command(action), at: time)
  }

  public init(_ happening: Happening, at time: Time) {
    self.happening = happening
    self.time = time
  }

  /// `nil` for what is no command.
  public var action: Command.Action? {
    if case .command(let action) = happening { action } else { nil }
  }
}

/// What befalls prices from outside, or participants.
public enum Disturbance: Hashable, Sendable {
  /// The prices of these processes, by number, are multiplied and told at once; each goes on from there.
  case jump(processes: [Int], factor: Double)
  /// Likewise an index that no process makes, if it has one by then.
  case indexJump(InstrumentID, highest: Price, factor: Double)
  /// A process goes on, but is not told before that moment.
  case silence(process: Int, until: Time)
  /// These participants, by number, cancel all that they have and do not look before that moment.
  case pause(Range<Int>, until: Time)
}

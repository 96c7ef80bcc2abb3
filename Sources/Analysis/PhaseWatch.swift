import MarketTypes

/// How long each instrument was outside continuous trading, and how often in a limit state.
///
/// A phase that ended by itself ended when it was to, even if no command came until later; at the latest it ends where the
/// contract is settled. The run ends with its last command. O(instruments) per change of phase.
public struct PhaseWatch: StreamFold, Sendable {
  private var instruments: [Interruptions]
  private var now = Time.start

  public init(_ rules: VenueRules) { instruments = rules.instruments.map { _ in Interruptions() } }

  /// What kept one instrument from trading continuously.
  public struct Interruptions: Hashable, Sendable {
    /// In halts: orders could only be taken out.
    public private(set) var halted = TimeSpan.zero
    /// In call auctions.
    public private(set) var calling = TimeSpan.zero
    /// How often an order stopped at the band began one.
    public private(set) var limitStates = 0
    /// As the last command left it; `continuous` for a settled contract, which nothing interrupts any more.
    public private(set) var phase = Phase.continuous
    private var since = Time.start
    private var until: Time?
    private var isSettled = false

    fileprivate mutating func change(to change: PhaseChange, at time: Time) {
      if isSettled { return }
      let moment = until.map { min(max($0, since), time) } ?? time
      elapse(to: moment)
      if change.phase == .limited, phase != .limited { limitStates += 1 }
      phase = change.phase
      until = change.until
    }

    /// Its contract was settled.
    fileprivate mutating func end(at time: Time) {
      change(to: PhaseChange(.continuous), at: time)
      isSettled = true
    }

    fileprivate mutating func elapse(to time: Time) {
      let span = time - since
      switch phase {
      case .halted: halted = TimeSpan(nanoseconds: halted.nanoseconds + span.nanoseconds)
      case .call: calling = TimeSpan(nanoseconds: calling.nanoseconds + span.nanoseconds)
      case .continuous, .limited: break
      }
      since = time
    }
  }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    // A command refused because its time goes back has no time of its own.
    now = max(now, command.time)
    for index in events.indices {
      switch events[index].body {
      case .phaseChanged(let change):
        let numbers = change.instrument.map { $0.index..<$0.index + 1 } ?? instruments.indices
        for number in numbers { instruments[number].change(to: change, at: now) }
      case .contractSettled(let settlement): instruments[settlement.instrument.index].end(at: now)
      default: break
      }
    }
  }

  /// Up to the last command.
  public subscript(instrument: InstrumentID) -> Interruptions {
    var interruptions = instruments[instrument.index]
    interruptions.elapse(to: now)
    return interruptions
  }
}

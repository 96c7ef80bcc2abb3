import MarketTypes
import Mathematics
import Notation
import Participants
import Venue

/// One run of a scenario: simulated time, who acts when, how late everybody sees and is heard.
///
/// Pull it command by command: `advance()` carries out the next one and leaves it in `command`, its consequences in
/// `events`. Nothing else comes out, and nothing is kept that no view still needs, so a long run is flat in memory.
///
/// Order: at one time the venue's own clock first, then the agenda in the order things were put on it. A participant's
/// draws depend on seed, block name, index in the block and purpose alone, so that taking one out shifts nobody else's.
public struct MarketSimulation: ~Copyable {
  public let scenario: Scenario
  public private(set) var venue: Exchange
  /// What the latest command caused.
  public private(set) var events = EventStream()
  /// The latest command carried out.
  public private(set) var command = Command(.clock)
  /// Whether it was part of the opening.
  public private(set) var isOpening = true
  /// Which recording it came from, or `nil`.
  public private(set) var recording: Int?

  private var openingIndex = 0
  private var agenda = Agenda()
  private var makers: [DynamicSpreadMaker] = []
  private var takers: [ZeroIntelligenceTaker] = []
  private var actors: [Actor] = []
  private var views: [DelayedView] = []
  private(set) var tape = Tape()
  /// How many events came since the views were last brought up to date.
  private var unseen = 0
  /// From account to the participant that owns it, or −1.
  private var owners: [Int32]
  private var recordings: [RecordedFlow]
  private var actions: [Command.Action] = []

  /// A participant in the run.
  private struct Actor {
    /// Which kind it is, and its place among them.
    enum Mind {
      case maker(Int)
      case taker(Int)
    }

    let mind: Mind
    let specification: ParticipantSpecification
    let instrument: InstrumentID
    let view: Int
    var lateness: SeededGenerator
    /// When what it sent last arrives.
    var lastArrival: Time = .start
  }

  /// How many events may wait for the next participant to wake before the views take in those that are old enough.
  private static let tapeLimit = 4096

  /// - Parameter recordings: one flow for each of the scenario's recordings, in order.
  public init(_ scenario: Scenario, recordings: [RecordedFlow] = []) {
    precondition(recordings.count == scenario.recordings.count, "each recording of the scenario needs its flow")
    self.scenario = scenario
    self.recordings = recordings
    venue = Exchange(scenario.rules)
    owners = Array(repeating: -1, count: scenario.names.accounts.count)
    for specification in scenario.participants { add(specification) }
    for scripted in scenario.script {
      agenda.add(.arrive(Command(scripted.action, at: scripted.time)), at: scripted.time)
    }
    for index in self.recordings.indices { scheduleRecording(index) }
  }

  /// Has every book and account walked after each command.
  public mutating func checkEverything() { venue.checksEverything = true }

  // MARK: Running

  /// Carries out the next command. `false` when the scenario has ended; then nothing changed.
  public mutating func advance() -> Bool {
    if openingIndex < scenario.opening.count {
      openingIndex += 1
      carryOut(Command(scenario.opening[openingIndex - 1]))
      return true
    }
    isOpening = false
    recording = nil
    while true {
      let end = Time.start + scenario.duration
      let next = agenda.nextTime
      if let deadline = venue.nextDeadline, deadline <= end, next.map({ deadline <= $0 }) ?? true {
        carryOut(Command(.clock, at: max(deadline, venue.now)))
        return true
      }
      guard let next, next <= end, let (item, time) = agenda.takeNext() else { return false }
      switch item {
      case .arrive(let command):
        carryOut(command)
        return true
      case .recorded(let index):
        recording = index
        carryOut(recordings[index].takeNext())
        scheduleRecording(index)
        return true
      case .wake(let actor): wake(actor, at: time)
      }
    }
  }

  private mutating func carryOut(_ command: Command) {
    self.command = command
    events.removeAll()
    venue.execute(command, into: &events)
    if actors.isEmpty { return }
    for index in 0..<events.count { tape.append(events[index], at: command.time) }
    unseen += events.count
    if unseen > Self.tapeLimit { advanceViews(to: command.time) }
  }

  private mutating func scheduleRecording(_ index: Int) {
    if let time = recordings[index].nextTime { agenda.add(.recorded(index), at: time) }
  }

  // MARK: Participants

  private mutating func add(_ specification: ParticipantSpecification) {
    let seed = scenario.seed
    let stream = { (purpose: DrawPurpose) in
      SeededGenerator(
        seed: seed, nameHash: specification.blockHash, index: specification.index, purpose: purpose.rawValue)
    }
    let begin = Time.start + specification.start
    let mind: Actor.Mind
    let instrument: InstrumentID
    let first: Time
    switch specification.kind {
    case .maker(let settings):
      mind = .maker(makers.count)
      makers.append(DynamicSpreadMaker(settings))
      instrument = settings.instrument
      // Makers of one block begin spread over their interval, so that they do not all move at once.
      var timing = stream(.timing)
      first = begin + TimeSpan(nanoseconds: timing.uniform(in: 0...settings.interval.nanoseconds - 1))
    case .taker(let settings):
      var taker = ZeroIntelligenceTaker(settings, stream)
      instrument = settings.instrument
      first = taker.nextAction(after: begin)
      mind = .taker(takers.count)
      takers.append(taker)
    }
    let view: Int
    if let index = views.firstIndex(where: { $0.latency == specification.dataLatency }) {
      view = index
    } else {
      view = views.count
      views.append(DelayedView(latency: specification.dataLatency, instruments: scenario.rules.instruments.count))
    }
    owners[specification.account.index] = Int32(actors.count)
    agenda.add(.wake(actors.count), at: first)
    actors.append(
      Actor(
        mind: mind, specification: specification, instrument: instrument, view: view, lateness: stream(.latency)))
  }

  /// A participant sees what its latency lets it see, acts, and is heard after its latency.
  private mutating func wake(_ index: Int, at now: Time) {
    advanceViews(to: now)
    actions.removeAll(keepingCapacity: true)
    let view = actors[index].view
    let market = views[view].markets[actors[index].instrument.index]
    let next: Time
    switch actors[index].mind {
    case .maker(let maker):
      makers[maker].act(on: market, &actions)
      next = now + makers[maker].settings.interval
    case .taker(let taker):
      takers[taker].act(on: market, at: now, &actions)
      next = takers[taker].nextAction(after: now)
    }
    agenda.add(.wake(index), at: next)
    send(actions, from: index, at: now, seen: views[view].seen)
  }

  /// What one action sends stays together, and nothing overtakes what its sender sent before.
  private mutating func send(_ actions: [Command.Action], from index: Int, at now: Time, seen: EventPosition?) {
    let jitter = actors[index].specification.orderJitter.nanoseconds
    let late = jitter == 0 ? 0 : actors[index].lateness.uniform(in: 0...jitter)
    let sent = now + actors[index].specification.orderLatency + TimeSpan(nanoseconds: late)
    let arrival = max(sent, actors[index].lastArrival)
    actors[index].lastArrival = arrival
    for action in actions { agenda.add(.arrive(Command(action, at: arrival, seen: seen)), at: arrival) }
  }

  /// Brings every view up to date and hands participants the news of their own accounts. Doing so early changes nothing:
  /// what a participant knows when it wakes depends on the time alone.
  private mutating func advanceViews(to now: Time) {
    unseen = 0
    var passed: EventPosition?
    for view in views.indices {
      while let event = views[view].takeNext(by: now, along: tape) { deliver(event, from: view) }
      passed = min(passed ?? views[view].place, views[view].place)
    }
    if let passed { tape.drop(before: passed) }
  }

  private mutating func deliver(_ event: Event, from view: Int) {
    switch event.body {
    case .holdingOpened(let opening):
      deliver(event, to: opening.account, from: view)
      deliver(event, to: opening.counterparty, from: view)
    case .filled(let fill), .busted(let fill): deliver(event, to: fill.makerAccount, fill.takerAccount, from: view)
    case .selfTradeDecremented(let pair): deliver(event, to: pair.makerAccount, pair.takerAccount, from: view)
    case .deleveraged(let pair): deliver(event, to: pair.account, pair.counterparty, from: view)
    case .positionMoved(let moved): deliver(event, to: moved.from, moved.to, from: view)
    case .accepted(let accepted): deliver(event, to: accepted.account, from: view)
    case .cancelled(let cancelled): deliver(event, to: cancelled.account, from: view)
    case .refused(let refused): deliver(event, to: refused.account, from: view)
    default: break
    }
  }

  private mutating func deliver(_ event: Event, to one: AccountID, _ other: AccountID, from view: Int) {
    deliver(event, to: one, from: view)
    if other != one { deliver(event, to: other, from: view) }
  }

  private mutating func deliver(_ event: Event, to account: AccountID, from view: Int) {
    guard owners.indices.contains(account.index), owners[account.index] >= 0 else { return }
    let actor = actors[Int(owners[account.index])]
    guard actor.view == view else { return }
    switch actor.mind {
    case .maker(let maker): makers[maker].observeOwn(event)
    case .taker(let taker): takers[taker].observeOwn(event)
    }
  }
}

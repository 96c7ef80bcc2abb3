import MarketTypes
import Mathematics
import Notation
import Participants
import Storage
import Venue

/// One run of a scenario: simulated time, who acts when, how late everybody sees and is heard.
///
/// Pull it command by command: `advance()` carries out the next one and leaves it in `command`, its consequences in
/// `events`. Nothing else comes out, and nothing is kept that no view still needs, so a long run is flat in memory.
///
/// Order: at one time the venue's own clock first, then the agenda in the order things were put on it. A participant's
/// draws depend on seed, block name, index in the block and purpose alone, so that taking one out shifts nobody else's.
public struct MarketSimulation: ~Copyable {
  private let pin = Pin()
  /// What is run, as changed last.
  public internal(set) var scenario: Scenario
  /// The exchange as the latest command left it.
  public internal(set) var venue: Exchange
  /// What the latest command caused.
  public private(set) var events = EventStream()
  /// The latest command carried out.
  public private(set) var command = Command(.clock)
  /// Whether it was part of the opening.
  public private(set) var isOpening = true
  /// Which recording it came from, or `nil`.
  public private(set) var recording: Int?

  /// How much of the opening is done.
  var openingIndex = 0
  var agenda = Agenda()
  /// Where the script's events stand among what happens at the same time.
  var scriptPlace: UInt64
  /// How many of the script's events have come.
  var scriptIndex = 0
  /// What is to happen before anything else, and stands in no scenario.
  var interventions: [Command] = []
  /// Who was taken out.
  var dismissed: [AccountID] = []
  var crowd = Crowd()
  var actors = Pool<Actor>()
  /// Of each actor, all that was said of it.
  var specifications: [ParticipantSpecification] = []
  var newsroom: Newsroom
  /// What the participant at work sees.
  var outlook = Outlook()
  private var recordings: [RecordedFlow]
  /// Of each price process, where it stands.
  var paths: [PricePath]
  /// Of each price process, until when nobody hears of it.
  var silences: [Time]
  /// What the participant at work sends.
  var outbox = Outbox()

  /// More than a script may have, here or after a change.
  private static let scriptLimit: UInt64 = 1 << 31

  /// - Parameter recordings: one flow for each of the scenario's recordings, in order.
  public init(_ scenario: Scenario, recordings: [RecordedFlow] = []) {
    precondition(recordings.count == scenario.recordings.count, "each recording of the scenario needs its flow")
    self.scenario = scenario
    self.recordings = recordings
    paths = scenario.processes.map { PricePath($0, seed: scenario.seed) }
    silences = Array(repeating: .start, count: paths.count)
    venue = Exchange(scenario.rules)
    newsroom = Newsroom(instruments: scenario.rules.instruments.count, accounts: scenario.names.accounts.count)
    scriptPlace = 0
    for specification in scenario.participants { add(specification) }
    scriptPlace = agenda.reserve(Self.scriptLimit)
    scheduleScript()
    for index in self.recordings.indices { scheduleRecording(index) }
    for (index, process) in scenario.processes.enumerated() {
      agenda.add(.priced(Int32(index)), at: Time.start + process.start)
    }
  }

  init(copying simulation: borrowing MarketSimulation) {
    scenario = simulation.scenario
    venue = simulation.venue.clone()
    events = simulation.events.clone()
    command = simulation.command
    isOpening = simulation.isOpening
    recording = simulation.recording
    openingIndex = simulation.openingIndex
    agenda = simulation.agenda.clone()
    scriptPlace = simulation.scriptPlace
    scriptIndex = simulation.scriptIndex
    interventions = simulation.interventions
    dismissed = simulation.dismissed
    crowd = simulation.crowd.clone()
    actors = simulation.actors.clone()
    specifications = simulation.specifications
    newsroom = simulation.newsroom.clone()
    recordings = simulation.recordings
    paths = simulation.paths
    silences = simulation.silences
  }

  /// A simulation of its own in the same state: venue with books and priority, accounts, participants with their random
  /// streams, agenda, delayed views, recorded flows. What it does from here on is what this one does. O(size).
  ///
  /// Between two calls of `advance()`, which is any command boundary; under timed pacing also between two rounds.
  public borrowing func clone() -> MarketSimulation { MarketSimulation(copying: self) }

  /// Has every book and account walked after each command.
  public mutating func checkEverything() { venue.checksEverything = true }

  // MARK: Running

  /// Carries out the next command. `false` when the scenario has ended; then nothing changed.
  public mutating func advance() -> Bool {
    while openingIndex < scenario.opening.count {
      openingIndex += 1
      if isDismissedOrder(scenario.opening[openingIndex - 1]) { continue }
      carryOut(Command(scenario.opening[openingIndex - 1]))
      return true
    }
    isOpening = false
    recording = nil
    let end = Time.start + scenario.duration
    // What participants do by themselves does not change when the venue is due.
    let deadline = venue.nextDeadline ?? .never
    while true {
      if !interventions.isEmpty {
        carryOut(interventions.removeFirst())
        return true
      }
      assert(deadline == venue.nextDeadline ?? .never, "a look changed when the venue is due")
      let time = agenda.nextTime
      let due = min(time, deadline)
      if due > end || due == .never { return false }
      if deadline <= time {
        carryOut(Command(.clock, at: max(deadline, venue.now)))
        return true
      }
      switch agenda.takeNext() {
      case .wake(let actor): wake(Int(actor), at: time)
      case .arrive(let slot):
        agenda.land(slot, into: &command)
        carryOut()
        return true
      case .scripted(let index):
        scriptIndex = Int(index) + 1
        switch scenario.script[Int(index)].happening {
        case .command(let action):
          carryOut(Command(action, at: time))
          return true
        case .disturbance(let disturbance): disturb(by: disturbance, at: time)
        }
      case .recorded(let index):
        recording = Int(index)
        carryOut(recordings[Int(index)].takeNext())
        scheduleRecording(Int(index))
        return true
      case .priced(let index): tellPrice(Int(index), at: time)
      }
    }
  }

  private mutating func carryOut(_ command: Command) {
    self.command = command
    carryOut()
  }

  private mutating func carryOut() {
    events.removeAll()
    venue.execute(command, into: &events)
    if actors.count > 0 { hearNews(at: command.time) }
  }

  /// Puts what is left of the script on the agenda, where it stood from the start.
  mutating func scheduleScript() {
    for index in scriptIndex..<scenario.script.count where !isOfDismissed(scenario.script[index]) {
      agenda.add(.scripted(Int32(index)), at: scenario.script[index].time, scriptPlace + UInt64(index))
    }
  }

  private mutating func scheduleRecording(_ index: Int) {
    if let time = recordings[index].nextTime { agenda.add(.recorded(Int32(index)), at: time) }
  }
}

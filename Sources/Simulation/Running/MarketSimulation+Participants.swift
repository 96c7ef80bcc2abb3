import MarketTypes
import Mathematics
import Participants

/// Participants in a run: what each sees and when, and when it is heard.
extension MarketSimulation {
  /// A participant in the run.
  struct Actor {
    let place: Crowd.Place
    var specification: ParticipantSpecification
    /// Draws of how late its orders and its data are.
    var lateness: SeededGenerator
    var dataLateness: SeededGenerator
    /// What it has seen ends here; before the start it has seen nothing.
    var sight = Time(nanoseconds: -1)
    /// How old the answer will be that it waits for, when it asks for its data.
    var answerAge = TimeSpan.zero
    /// When what it sent last arrives.
    var lastArrival: Time = .start
    /// Until when its throttle's budget is taken.
    var spent: Time = .start
    /// Where it finds the levels that it follows, or −1.
    var depth = -1
  }

  mutating func add(_ specification: ParticipantSpecification) {
    let seed = scenario.seed
    let stream = { (purpose: DrawPurpose) in
      SeededGenerator(
        seed: seed, nameHash: specification.blockHash, index: specification.index, purpose: purpose.rawValue)
    }
    let place = crowd.add(specification.seat, specification.settings, stream)
    let index = actors.count
    newsroom.seat(Int32(index), at: specification.account, wanting: Crowd.news(of: place.kind))
    actors.append(
      Actor(
        place: place, specification: specification, lateness: stream(.latency), dataLateness: stream(.data)))
    connect(index)
    if let first = crowd.firstLook(of: place, after: Time.start + specification.start) {
      agenda.add(.wake(index), at: lookTime(of: index, wanted: first))
    }
  }

  /// Has what a participant may look back at remembered for it.
  func depthLatency(of index: Int) -> TimeSpan { actors[index].specification.connection.data.bounds.upperBound }

  mutating func connect(_ index: Int) {
    let specification = actors[index].specification
    newsroom.remember(specification.connection.data.bounds.upperBound)
    if specification.settings.interests.depth {
      actors[index].depth = newsroom.followDepth(of: specification.seat.instrument, after: depthLatency(of: index))
    }
  }

  /// When a participant that wants to look at a moment has its data before it: at once, or after asking for it.
  private mutating func lookTime(of index: Int, wanted: Time) -> Time {
    if !actors[index].specification.connection.asks { return wanted }
    let question = actors[index].specification.connection.orders.draw(&actors[index].lateness)
    let answer = actors[index].specification.connection.data.draw(&actors[index].dataLateness)
    actors[index].answerAge = answer
    return wanted + question + answer
  }

  /// A participant sees what its latency lets it see, acts, and is heard after its latency.
  mutating func wake(_ index: Int, at now: Time) {
    let seen = see(index, at: now)
    actions.removeAll(keepingCapacity: true)
    let next = crowd.look(actors[index].place, at: outlook, &actions)
    if actors[index].depth >= 0 { newsroom.takeBackDepth(actors[index].depth, from: &outlook) }
    send(from: index, at: now, seen: seen)
    guard let next else {
      newsroom.inboxes.close(Int32(index))
      return
    }
    let compute = actors[index].specification.connection.compute
    agenda.add(.wake(index), at: lookTime(of: index, wanted: max(next, now + compute)))
  }

  /// Lays out what a participant sees now and brings it the news of its account.
  ///
  /// - Returns: the last event that it has seen.
  @inline(__always)
  private mutating func see(_ index: Int, at now: Time) -> EventPosition? {
    let connection = actors[index].specification.connection
    let age = connection.asks ? actors[index].answerAge : connection.data.draw(&actors[index].dataLateness)
    // Nothing comes after what was sent later.
    let sight = max(actors[index].sight, Time(nanoseconds: now.nanoseconds - age.nanoseconds))
    actors[index].sight = sight
    let place = actors[index].place
    while let event = newsroom.inboxes.take(for: Int32(index), by: sight) { crowd.observe(event, by: place) }
    outlook.now = now
    outlook.markets.removeAll(keepingCapacity: true)
    outlook.markets.append(newsroom.market(actors[index].specification.seat.instrument, at: sight))
    for other in actors[index].specification.settings.interests.others {
      outlook.markets.append(newsroom.market(other, at: sight))
    }
    if actors[index].depth >= 0 { newsroom.showDepth(actors[index].depth, at: now, in: &outlook) }
    return newsroom.lastEvent(by: sight)
  }

  /// What one action sends stays together unless it is throttled, and nothing overtakes what its sender sent before.
  @inline(__always)
  private mutating func send(from index: Int, at now: Time, seen: EventPosition?) {
    let connection = actors[index].specification.connection
    let late = connection.orders.draw(&actors[index].lateness)
    let ready = now + connection.compute
    for action in actions {
      let departure = connection.throttle?.departure(of: ready, &actors[index].spent) ?? ready
      let arrival = max(departure + late, actors[index].lastArrival)
      actors[index].lastArrival = arrival
      agenda.add(.arrive(Command(action, at: arrival, seen: seen), from: index), at: arrival)
    }
  }

  /// Brings what a command caused into the newsroom.
  mutating func hearNews(at time: Time) {
    let end = events.end
    events.withSpan { newsroom.observe($0, until: end, at: time) }
  }
}

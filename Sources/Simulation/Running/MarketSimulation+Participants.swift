import MarketTypes
import Mathematics
import Participants

/// Participants in a run: what each sees and when, and when it is heard.
extension MarketSimulation {
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
        place: place, instrument: specification.seat.instrument,
        data: Delay(specification.connection.data), orders: Delay(specification.connection.orders),
        chance: MomentaryChance(seed: seed, nameHash: specification.blockHash, index: specification.index)))
    specifications.append(specification)
    connect(index)
    if let first = crowd.firstLook(of: place, after: Time.start + specification.start) {
      agenda.addLook(of: index, at: lookTime(of: index, wanted: first, at: .start))
    } else {
      newsroom.inboxes.close(Int32(index))
    }
  }

  /// Takes in how a participant is connected and what it follows.
  mutating func connect(_ index: Int) {
    let connection = specifications[index].connection
    let interests = specifications[index].settings.interests
    let oldest = connection.data.bounds.upperBound
    newsroom.remember(oldest)
    actors[index].data = Delay(connection.data)
    actors[index].orders = Delay(connection.orders)
    actors[index].isSpecial =
      connection.asks || connection.compute > .zero || connection.throttle != nil || !interests.others.isEmpty
    if interests.depth {
      actors[index].depth = newsroom.followDepth(
        of: actors[index].instrument, after: oldest, insteadOf: actors[index].depth, at: venue.now)
    }
  }

  /// A participant sees what its latency lets it see, acts, and is heard after its latency.
  mutating func wake(_ index: Int, at now: Time) {
    let draws = actors[index].draws(at: now)
    let seen = see(index, at: now, draws.data)
    outbox.removeAll()
    let next = outlook.isOver ? nil : crowd.look(actors[index].place, at: outlook, &outbox)
    if actors[index].depth >= 0 { newsroom.takeBackDepth(Int(actors[index].depth), from: &outlook) }
    if actors[index].isSpecial {
      sendSpecial(from: index, at: now, seen: seen, draws.orders)
    } else {
      sendPlain(from: index, at: now, seen: seen, draws.orders)
    }
    if let next {
      agenda.addLook(of: index, at: actors[index].isSpecial ? lookTime(of: index, wanted: next, at: now) : next)
    } else {
      agenda.removeLook(of: index)
      newsroom.inboxes.close(Int32(index))
    }
  }

  /// Lays out what a participant sees now and brings it the news of its account.
  ///
  /// - Returns: the last event that it has seen.
  @inline(__always)
  private mutating func see(_ index: Int, at now: Time, _ value: UInt64) -> EventPosition? {
    var age = actors[index].answerAge
    actors[index].answerAge = -1
    if age < 0 { age = actors[index].data.span(value, specifications[index].connection.data) }
    // Nothing comes after what was sent later.
    let sight = max(actors[index].sight, Time(nanoseconds: now.nanoseconds - age))
    actors[index].sight = sight
    let place = actors[index].place
    while true {
      let letter = newsroom.inboxes.first(for: Int32(index), by: sight)
      if letter < 0 { break }
      crowd.observe(newsroom.inboxes[letter], by: place)
      newsroom.inboxes.removeFirst(of: Int32(index))
    }
    outlook.now = now
    newsroom.show(actors[index].instrument, at: sight, in: &outlook.market)
    if actors[index].isSpecial || !outlook.others.isEmpty { showOthers(to: index, at: sight) }
    if actors[index].depth >= 0 { newsroom.showDepth(Int(actors[index].depth), at: now, in: &outlook) }
    return newsroom.lastEvent(by: sight)
  }

  private mutating func showOthers(to index: Int, at sight: Time) {
    outlook.others.removeAll(keepingCapacity: true)
    for other in specifications[index].settings.interests.others {
      outlook.others.append(PublicMarket(other))
      newsroom.show(other, at: sight, in: &outlook.others[outlook.others.count - 1])
    }
  }

  /// Sends the actions in a participant's name.
  mutating func send(from index: Int, at now: Time, seen: EventPosition?) {
    let value = actors[index].draws(at: now).orders
    if actors[index].isSpecial {
      sendSpecial(from: index, at: now, seen: seen, value)
    } else {
      sendPlain(from: index, at: now, seen: seen, value)
    }
  }

  /// What one action sends stays together, and nothing overtakes what its sender sent before.
  @inline(__always)
  private mutating func sendPlain(from index: Int, at now: Time, seen: EventPosition?, _ value: UInt64) {
    if outbox.isEmpty { return }
    let late = actors[index].orders.span(value, specifications[index].connection.orders)
    let arrival = max(Time(nanoseconds: now.nanoseconds + late), actors[index].lastArrival)
    actors[index].lastArrival = arrival
    for place in 0..<outbox.count { agenda.send(outbox[known: place], at: arrival, seen: seen, from: Int32(index)) }
  }

  /// Likewise after computing, and message by message where there is a throttle.
  private mutating func sendSpecial(from index: Int, at now: Time, seen: EventPosition?, _ value: UInt64) {
    let connection = specifications[index].connection
    let late = TimeSpan(nanoseconds: actors[index].orders.span(value, connection.orders))
    let ready = now + connection.compute
    let end = Time.start + scenario.duration
    for place in 0..<outbox.count {
      var departure = ready
      if let throttle = connection.throttle, !outbox[known: place].isTelemetry {
        var spent = actors[index].spent
        departure = throttle.departure(of: ready, &spent)
        // What could not leave before the end never leaves: a backlog is no longer than the run.
        if departure > end { return }
        actors[index].spent = spent
      }
      let arrival = max(departure + late, actors[index].lastArrival)
      actors[index].lastArrival = arrival
      agenda.send(outbox[known: place], at: arrival, seen: seen, from: Int32(index))
    }
  }

  /// When a participant that wants to look at a moment can: not before it has done computing, and when it asks for its data
  /// not before it has them.
  private mutating func lookTime(of index: Int, wanted: Time, at now: Time) -> Time {
    let connection = specifications[index].connection
    let ready = max(wanted, now + connection.compute)
    if !connection.asks { return ready }
    let draws = actors[index].draws(at: ready)
    let question = actors[index].orders.span(draws.orders, connection.orders)
    let answer = actors[index].data.span(draws.data, connection.data)
    actors[index].answerAge = answer
    return ready + TimeSpan(nanoseconds: question + answer)
  }

  /// Brings what a command caused into the newsroom.
  @inline(__always)
  mutating func hearNews(at time: Time) {
    let end = events.end
    events.withSpan { newsroom.observe($0, until: end, at: time) }
  }
}

extension Command.Action {
  /// It says why somebody quotes as it does, and asks for nothing.
  fileprivate var isTelemetry: Bool {
    if case .explainQuote = self { true } else { false }
  }
}

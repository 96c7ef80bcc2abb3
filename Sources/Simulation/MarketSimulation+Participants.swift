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
  mutating func wake(_ index: Int, at now: Time) {
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
    for action in actions { agenda.add(.arrive(Command(action, at: arrival, seen: seen), from: index), at: arrival) }
  }

  /// Brings every view up to date and hands participants the news of their own accounts. Doing so early changes nothing:
  /// what a participant knows when it wakes depends on the time alone.
  mutating func advanceViews(to now: Time) {
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

import MarketTypes
import Mathematics

/// Prices from outside, and what disturbs them and those who trade.
extension MarketSimulation {
  /// Has a process go on, and tells the price that it has come to unless nobody hears of it.
  mutating func tellPrice(_ index: Int, at time: Time) {
    let interval = scenario.processes[index].interval
    paths[index].goOn()
    if paths[index].hasNext { agenda.add(.priced(Int32(index)), at: time + interval) }
    tell(index, at: time)
  }

  /// Told by a command that comes next, before anything else happens.
  private mutating func tell(_ index: Int, at time: Time) {
    if time < silences[index] { return }
    interventions.append(Command(scenario.processes[index].action(at: paths[index].told), at: time))
  }

  mutating func disturb(by disturbance: Disturbance, at time: Time) {
    switch disturbance {
    case .jump(let processes, let factor):
      for index in processes {
        paths[index].multiply(by: factor)
        if paths[index].hasBegun { tell(index, at: time) }
      }
    case .indexJump(let instrument, let highest, let factor):
      guard let index = venue.index(of: instrument) else { return }
      let price = min(Price(roundingDown: Double(index.ticks) * factor + 0.5), highest)
      interventions.append(Command(.setIndex(PriceUpdate(instrument: instrument, price: price)), at: time))
    case .silence(let process, let until): silences[process] = max(silences[process], until)
    case .pause(let participants, let until):
      for index in participants { pause(index, from: time, until: until) }
    }
  }

  /// Asks for all orders of a participant to leave, as late as it is heard and after what it has sent before, and puts off its
  /// next look.
  private mutating func pause(_ index: Int, from now: Time, until end: Time) {
    let account = specifications[index].account
    if dismissed.contains(account) { return }
    outbox.removeAll()
    outbox.append(.massCancel(MassCancel(account: account)))
    send(from: index, at: now, seen: newsroom.lastEvent(by: actors[index].sight))
    crowd.pause(actors[index].place, until: end)
    if let next = agenda.lookTime(of: index), next < end { agenda.addLook(of: index, at: end) }
  }
}

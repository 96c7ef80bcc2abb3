import MarketTypes

/// What made an account fall, and where that puts it in the tree.
extension CausalTree {
  mutating func fall(
    of account: AccountID, behind index: Int, in events: Span<Event>, at position: EventPosition
  ) {
    begin()
    let (cause, parent) = causeOfFall(behind: index, in: events, at: position)
    var generation = 1
    if case .fall(let place) = parent { generation = falls[place].generation + 1 }
    falls.append(
      Fall(
        index: falls.count, cause: cause, parent: parent, losses: losses(of: account), generation: generation))
    if story?.account == account { story?.fall(falls.count - 1) }
  }

  /// The first fall begins the cascade, unless the shock has: what this command moved belongs to it.
  private mutating func begin() {
    if hasBegun { return }
    hasBegun = true
    for entry in recent { displacements[entry.move.instrument.index].take(entry.move) }
  }

  private mutating func causeOfFall(
    behind index: Int, in events: Span<Event>, at position: EventPosition
  ) -> (FallCause, MarkSource) {
    let distance = Int(events[index].cause)
    guard distance > 0, distance <= index else { return (.unknown, .other) }
    let event = EventPosition(number: position.number - Int64(distance))
    let cause = events[index - distance]
    switch cause.body {
    case .marked:
      guard let place = keep(event) else { return (.event(.marked, event), .other) }
      // Orders that a mark fired have no other cause than who moved that mark.
      return (.mark(place), moves[place].parent ?? latestMover.map { .fall($0) } ?? .stops)
    case .filled(let fill):
      return (
        .event(.filled, event),
        source(of: fill, isInAuction: events.isAuctioned(index - distance), round: Int(cause.round))
      )
    case .assetPriced(let change): return (.asset(change.asset, event), .index)
    default: return (.event(cause.body.kind, event), .other)
    }
  }

  /// Where the mark of this command stands among those kept; it is kept from now on.
  private mutating func keep(_ event: EventPosition) -> Int? {
    var (low, high) = (0, recent.count)
    while low < high {
      let middle = (low + high) / 2
      if recent[middle].move.event < event { low = middle + 1 } else { high = middle }
    }
    guard low < recent.count, recent[low].move.event == event else { return nil }
    if let place = recent[low].place { return place }
    recent[low].place = moves.count
    moves.append(recent[low].move)
    return moves.count - 1
  }

  private func losses(of account: AccountID) -> [TriggerLoss] {
    set.compactMap { changed in
      let lots = position(of: account, in: changed.instrument)
      guard lots != 0, let mark = mark(of: changed.instrument) else { return nil }
      let worth = worths[changed.instrument.index]
      let loss = worth.value(of: lots, at: changed.from) - worth.value(of: lots, at: mark)
      return loss > 0 ? TriggerLoss(instrument: changed.instrument, amount: loss, isForced: changed.round > 0) : nil
    }
  }
}

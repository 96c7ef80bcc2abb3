import MarketTypes
import Storage

/// Triggers on their ladders: put there, taken off, reached by a mark. Why they stand where they do is no matter here.
///
/// A rung holds the first of its triggers, each its neighbours. A mark that reaches few takes them off rung by rung. One that
/// reaches many has the ladder cut: all rungs it has passed are emptied at once, and a walk over all triggers in the order
/// of memory finds whose they were; that is cheaper than as many looks at random places.
extension ClearingHouse {
  mutating func place(_ holding: Int32, onLong isLong: Bool, at ticks: Int64) {
    let line = Int(holdings[holding].line)
    let rung = isLong ? longTriggers[line].occupy(ticks) : shortTriggers[line].occupy(ticks)
    let head = isLong ? longTriggers[line][rung] : shortTriggers[line][rung]
    holdings[holding].trigger = rung
    triggers[holding].place = TriggerRecord.place(line, onLong: isLong, at: ticks)
    triggers[holding].next = head
    triggers[holding].previous = -1
    if head >= 0 { triggers[head].previous = holding }
    if isLong {
      longTriggers[line][rung] = holding
      lines[line].highestTrigger = max(lines[line].highestTrigger, ticks)
    } else {
      shortTriggers[line][rung] = holding
      lines[line].lowestTrigger = min(lines[line].lowestTrigger, ticks)
    }
  }

  /// Takes all of an account's triggers off the ladders.
  @inline(__always)
  mutating func clearTriggers(of account: AccountID) {
    var index = accounts[account.index].firstHolding
    while index >= 0 {
      if triggers[index].place != 0 { clearTrigger(of: index) }
      index = holdings[index].next
    }
  }

  private mutating func clearTrigger(of index: Int32) {
    let isLong = triggers[index].ticks(onLong: true) != nil
    triggers[index].place = 0
    let (before, after) = (triggers[index].previous, triggers[index].next)
    if after >= 0 { triggers[after].previous = before }
    if before >= 0 {
      triggers[before].next = after
      return
    }
    let (line, rung) = (Int(holdings[index].line), holdings[index].trigger)
    if isLong {
      longTriggers[line][rung] = after
      if after < 0 { longTriggers[line].vacate(rung) }
    } else {
      shortTriggers[line][rung] = after
      if after < 0 { shortTriggers[line].vacate(rung) }
    }
  }

  // MARK: What a mark reaches

  /// Empties the rungs that a line's mark has reached, and notes in `reached` whose triggers stood there: unless they are so
  /// many that a walk over all is cheaper. Then there is nothing in `reached`, and `takeAllLongs` and `takeAllShorts` go on:
  /// triggers of rungs that were emptied by then still have their places, by which the walk finds them.
  mutating func takeFew(in line: Int, ofLongs: Bool, ofShorts: Bool) -> Bool {
    let most = triggers.count / 128 + 64
    if ofLongs { takeLongs(of: line, reachedBy: lines[line].mark, atMost: most) }
    if ofShorts { takeShorts(of: line, reachedBy: lines[line].mark, atMost: most) }
    noteFollowers(atMost: most)
    if reached.count >= most {
      reached.removeAll()
      return false
    }
    return true
  }

  private mutating func takeLongs(of line: Int, reachedBy mark: Int64, atMost most: Int) {
    while true {
      let rung = longTriggers[line].highest
      lines[line].highestTrigger = rung < 0 ? -1 : longTriggers[line].height(of: rung)
      if lines[line].highestTrigger < mark || reached.count >= most { return }
      reached.append(longTriggers[line][rung])
      longTriggers[line].vacate(rung)
    }
  }

  private mutating func takeShorts(of line: Int, reachedBy mark: Int64, atMost most: Int) {
    while true {
      let rung = shortTriggers[line].lowest
      lines[line].lowestTrigger = rung < 0 ? .max : shortTriggers[line].height(of: rung)
      if lines[line].lowestTrigger > mark || reached.count >= most { return }
      reached.append(shortTriggers[line][rung])
      shortTriggers[line].vacate(rung)
    }
  }

  /// Notes who stands behind the first of each rung. Breadth first: the reads do not wait for one another.
  private mutating func noteFollowers(atMost most: Int) {
    var index = 0
    while index < reached.count, reached.count < most {
      let next = triggers[reached[index]].next
      if next >= 0 { reached.append(next) }
      index += 1
    }
  }

  /// Cuts the ladder at a line's mark.
  ///
  /// - Returns: the places of the triggers that it reached, which `noteNext` finds.
  mutating func takeAllLongs(of line: Int) -> Range<UInt64> {
    let mark = lines[line].mark
    longTriggers[line].vacate(from: mark)
    let rung = longTriggers[line].highest
    lines[line].highestTrigger = rung < 0 ? -1 : longTriggers[line].height(of: rung)
    return TriggerRecord.place(line, onLong: true, at: mark)..<TriggerRecord.place(line + 1, onLong: false, at: 0)
  }

  /// The same of the other ladder.
  mutating func takeAllShorts(of line: Int) -> Range<UInt64> {
    let mark = lines[line].mark
    shortTriggers[line].vacate(through: mark)
    let rung = shortTriggers[line].lowest
    lines[line].lowestTrigger = rung < 0 ? .max : shortTriggers[line].height(of: rung)
    return TriggerRecord.place(line, onLong: false, at: 1)..<TriggerRecord.place(line, onLong: false, at: mark + 1)
  }

  /// Notes the next triggers in a range of places, a few hundred at most.
  ///
  /// - Parameter index: how far the walk over all triggers has come.
  /// - Returns: whether there were any.
  @inline(never)
  mutating func noteNext(in places: Range<UInt64>, from index: inout Int) -> Bool {
    let (width, most) = (places.upperBound - places.lowerBound, 512)
    reached.extend(to: most, with: -1)
    var (place, count) = (index, 0)
    while place < triggers.count, count < most {
      // Noted first and counted then: whether it is one is no branch, which would often be foreseen wrongly.
      reached[known: count] = Int32(truncatingIfNeeded: place)
      count &+= triggers[known: place].place &- places.lowerBound < width ? 1 : 0
      place &+= 1
    }
    reached.shorten(to: count)
    index = place
    return count > 0
  }

  /// Takes noted triggers off, and reads what checks of their accounts will touch, so that these wait for memory together
  /// and not one after the other: first all holdings, then whose they are, since a read that needs another's result keeps
  /// those behind it waiting.
  @inline(never)
  mutating func takeOff(_ range: Range<Int>) {
    var seen: Int64 = 0
    for index in range {
      let holding = reached[known: index]
      triggers[known: holding].place = 0
      seen &+= holdings[known: holding].lots
    }
    for index in range { seen &+= accounts[known: Int(holdings[known: reached[known: index]].account)].collateral }
    // Kept, so that the compiler cannot leave the reading out.
    lastSeen = seen
  }
}

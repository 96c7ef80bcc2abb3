import Files
import Notation

extension ReplayL2Job {
  private func perSecond(_ nanoseconds: Double) -> Int { Int(1e9 / nanoseconds) }

  /// One JSON object on one line.
  func line() -> [UInt8] {
    var writer = JSONWriter()
    writer.object { line in
      line.member("workload", "replay-l2")
      line.member("operations", events)
      line.member("levelChanges", levelChanges)
      line.member("trades", trades)
      line.member("digest", depth.digest)
      // The feed asks; the name is that of the other jobs.
      line.member("requestsPerSecond", perSecond(depth.times.median))
      line.member("feedEventsPerSecond", perSecond(depth.times.median))
      line.member("nanosecondsPerOperation", toHundredths(depth.times.median))
      line.member("floorNanoseconds", toHundredths(floor.median))
      line.member("ratio", toHundredths(depth.times.median / floor.median))
      line.member("fastestNanosecondsPerOperation", toHundredths(depth.times.fastest))
      line.member("slowestNanosecondsPerOperation", toHundredths(depth.times.slowest))
      line.member("rounds", rounds)
      line.member("peakBytes", peakBytes)
      line.member("looks", depth.maker.looks)
      line.member("requests", depth.maker.requests)
      line.member("fills", depth.maker.fills)
      line.member("lotsFilled", Int(depth.maker.lotsFilled))
      line.member("venueCommands", depth.venueCommands)
      line.member("venueEvents", depth.venueEvents)
      line.member("ordersDigest", orders.digest)
      line.member("ordersFeedEventsPerSecond", perSecond(orders.times.median))
      line.member("ordersNanosecondsPerOperation", toHundredths(orders.times.median))
      line.member("ordersRequests", orders.maker.requests)
      line.member("ordersFills", orders.maker.fills)
      line.member("ordersLotsFilled", Int(orders.maker.lotsFilled))
      line.member("ordersVenueCommands", orders.venueCommands)
      line.member("ordersVenueEvents", orders.venueEvents)
    }
    writer.endLine()
    return writer.bytes
  }

  func text() -> String {
    """
    workload  replay-l2: \(events) feed events, \(levelChanges) level changes and \(trades) trades
    \(row("beside", depth))
    \(row("orders", orders))
    floor     \(toHundredths(floor.median)) ns a feed event: a bare array
    ratio     \(toHundredths(depth.times.median / floor.median)), \(toHundredths(orders.times.median / floor.median))
    memory    \(peakBytes) bytes, log and feed included

    """
  }

  private func row(_ name: String, _ outcome: Outcome) -> String {
    let maker = outcome.maker
    return """
      \(name)    \(toHundredths(outcome.times.median)) ns a feed event (\(toHundredths(outcome.times.fastest)) to \
      \(toHundredths(outcome.times.slowest))), \(perSecond(outcome.times.median)) a second, median of \(rounds)
                digest \(outcome.digest), \(outcome.venueCommands) commands to the venue, \
      \(outcome.venueEvents) events
                \(maker.looks) looks, \(maker.requests) requests, \(maker.fills) fills of \(maker.lotsFilled) lots
      """
  }
}

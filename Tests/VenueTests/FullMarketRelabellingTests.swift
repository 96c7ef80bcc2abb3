import MarketTypes
import TestSupport
import Testing
import Venue

/// Nothing but ties depends on an account's number.
@Suite struct FullMarketRelabellingTests {
  /// Each command's consequences are the same ones, with the other names, rounds included. Their order within a command
  /// may differ where the rules say "lowest account first" (funding, settlement, covering, levels), so they are compared as
  /// a whole; the fund is large, so that it does not matter whose loss is covered first.
  @Test(arguments: seeds(40))
  func `with other account numbers the same things happen to the same people`(seed: UInt64) {
    var market = FullMarket(seed: seed, isFundLarge: true)
    let relabel = Self.relabelling(of: market.openings, seed: seed)
    var venue = Exchange(market.rules)
    var other = Exchange(market.rules)
    other.checksEverything = true
    let opening = market.opening()
    let count = market.openings.count
    var events = EventStream()
    var others = EventStream()
    // Accounts open in the order of their numbers.
    let reopened = opening[..<count].sorted { Self.number($0, relabel) < Self.number($1, relabel) }
    for step in 0..<(opening.count + 600) {
      let command = step < opening.count ? opening[step] : market.next()
      var twin = step < count ? reopened[step] : command
      twin.action = relabel(twin.action)
      events.removeAll()
      others.removeAll()
      venue.execute(command, into: &events)
      other.execute(twin, into: &others)
      if step < count { continue }
      let expected = Dictionary(grouping: (0..<events.count).map { Told(relabel(events[$0].body), events[$0].round) }) {
        $0
      }
      let found = Dictionary(grouping: (0..<others.count).map { Told(others[$0].body, others[$0].round) }) { $0 }
      if expected.mapValues(\.count) != found.mapValues(\.count) {
        let missing = expected.keys.filter { found[$0]?.count != expected[$0]?.count }
        let extra = found.keys.filter { found[$0]?.count != expected[$0]?.count }
        Issue.record("seed \(seed), step \(step), \(command): expected \(missing), found \(extra)")
        return
      }
    }
  }

  private struct Told: Hashable {
    var body: Event.Body
    var round: UInt16

    init(_ body: Event.Body, _ round: UInt16) { (self.body, self.round) = (body, round) }
  }

  private static func number(_ command: Command, _ relabel: Relabelling) -> Int32 {
    guard case .openAccount(let opening) = command.action else { return .max }
    return relabel(opening).account.number
  }

  /// A random order of the owners, then one of the sub-accounts, which must open after them.
  private static func relabelling(of openings: [AccountOpening], seed: UInt64) -> Relabelling {
    var chance = SplitMix64(seed: seed ^ 0x2E1A_BE1)
    var order: [Int] = []
    for isSub in [false, true] {
      var group = openings.indices.filter { (openings[$0].owner != nil) == isSub }
      while !group.isEmpty { order.append(group.remove(at: chance.below(group.count))) }
    }
    var number = Array(repeating: Int32(0), count: openings.count)
    for (place, account) in order.enumerated() { number[account] = Int32(place) }
    return Relabelling(number: number)
  }
}

import MarketTypes
import Venue

/// The venue and its naive twin side by side on the same commands.
struct NaiveVenueDuel: ~Copyable {
  var naive: NaiveVenue
  private var venue: Exchange
  private var events = EventStream()
  private(set) var commands: [Command] = []

  /// The first event that is not the same on both sides.
  struct Difference: CustomStringConvertible {
    var command: Command
    var naive: Event?
    var venue: Event?
    /// What the two agreed on before, of the same command.
    var agreed: [Event]

    var description: String {
      func text(_ event: Event?) -> String { event.map { NaiveVenueDuel.text("\($0)") } ?? "nothing" }
      return """
        command: \(NaiveVenueDuel.text("\(command)"))
        agreed:  \(agreed.map { text($0) }.joined(separator: "\n         "))
        naive:   \(text(naive))
        venue:   \(text(venue))
        """
    }
  }

  init(_ rules: VenueRules) {
    naive = NaiveVenue(rules)
    venue = Exchange(rules)
  }

  /// Carries out one command on both sides.
  mutating func execute(_ command: Command, checksEverything: Bool = false, forgetsEvents: Bool = false) -> Difference?
  {
    commands.append(command)
    let before = naive.events.count
    venue.checksEverything = checksEverything
    if forgetsEvents { events.removeAll() }
    let held = events.count
    venue.execute(command, into: &events)
    naive.watch.heard = [:]
    for place in held..<events.count {
      if case .marginLevelChanged(let change) = events[place].body {
        naive.watch.heard[place - held] = (change, Int(events[place].cause))
      }
    }
    naive.execute(command)
    let count = max(naive.events.count - before, events.count - held)
    for step in 0..<count {
      let expected = before + step < naive.events.count ? naive.events[before + step] : nil
      let found = held + step < events.count ? events[held + step] : nil
      if expected != found {
        let agreed = Array(naive.events[before..<before + step])
        return Difference(command: command, naive: expected, venue: found, agreed: agreed)
      }
    }
    return nil
  }

  /// The first account whose money or position is not the same, in words.
  borrowing func differenceOfState() -> String? {
    for (number, account) in naive.accounts.enumerated() {
      let id = AccountID(number: Int32(number))
      if venue.collateral(of: id).units != Int64(account.cash) { return "the collateral of account \(number)" }
      for asset in naive.assets
      where venue.balance(of: id, in: AssetID(number: UInt16(asset))).units != account.assets[asset] ?? 0 {
        return "what account \(number) has of asset \(asset)"
      }
      for instrument in naive.instruments.indices {
        let place = InstrumentID(number: UInt16(instrument))
        let (lots, cost) = (venue.position(of: id, in: place).lots, venue.costBasis(of: id, in: place).units)
        if lots != Int64(account.lots[instrument] ?? 0) { return "the position of account \(number) in \(instrument)" }
        if cost != Int64(account.cost[instrument] ?? 0) { return "the cost of account \(number) in \(instrument)" }
      }
      if venue.marginLevel(of: id) != account.level { return "the margin level of account \(number)" }
      if venue.balance(of: .contribution(id)) != Int128(account.contribution) {
        return "the contribution of account \(number)"
      }
    }
    for (fund, units) in naive.funds.enumerated() where venue.balance(of: .fund(FundID(number: UInt8(fund)))) != units {
      return "fund \(fund)"
    }
    let others: [(LedgerAccount, Int)] = [
      (.fees, naive.fees), (.uncovered, naive.uncovered), (.rounding, naive.rounding),
    ]
    for (account, units) in others where venue.balance(of: account) != units { return "\(account)" }
    return nil
  }

  // MARK: Reducing

  /// The fewest commands that still make a difference, as far as leaving out runs of them goes, and that difference.
  static func reduced(_ commands: [Command], _ rules: VenueRules) -> (commands: [Command], difference: Difference)? {
    guard var (kept, difference) = firstDifference(commands, rules) else { return nil }
    var length = max(kept.count / 2, 1)
    while true {
      var start = 0
      while start < kept.count {
        var fewer = kept
        fewer.removeSubrange(start..<min(start + length, kept.count))
        if let found = firstDifference(fewer, rules) {
          (kept, difference) = found
        } else {
          start += length
        }
      }
      if length == 1 { return (kept, difference) }
      length = max(length / 2, 1)
    }
  }

  /// The commands up to the first difference, and that.
  private static func firstDifference(
    _ commands: [Command], _ rules: VenueRules
  ) -> (commands: [Command], difference: Difference)? {
    var duel = NaiveVenueDuel(rules)
    for command in commands {
      if let difference = duel.execute(command) { return (duel.commands, difference) }
    }
    return nil
  }

  /// A record in few words: without the names of modules and what says nothing.
  static func text(_ record: String) -> String {
    var text = record
    for (long, short) in abbreviations { text.replace(long, with: short) }
    return text
  }

  private static let abbreviations = [
    ("MarketTypes.", ""), ("Optional", ""), ("PriceChange(ticks: ", "("), ("Price(ticks: ", "("),
    ("Quantity(lots: ", "("),
    ("OrderID(number: ", "("), ("AccountID(number: ", "("), ("InstrumentID(number: ", "("),
    ("ClientOrderID(number: ", "("), ("EventPosition(number: ", "("), ("Time(nanoseconds: ", "("),
    (
      ", conditions: OrderConditions(display: (0), minimum: (0), expiryNanoseconds: 0, triggerValue: 0, group: 0, "
        + "pegOffset: 0, triggerKind: TriggerKind.none, triggerSource: PriceSource.last, "
        + "pegReference: PegReference.none, prevention: SelfTradePrevention.venueDefault)", ""
    ),
  ]
}

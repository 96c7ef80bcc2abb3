import Journaling
import MarketTypes
import Matching
import Venue

/// A venue together with what has come of it: the latest command's events, and the digest of all.
final class EngineVenue {
  private(set) var venue: Exchange
  /// The events of the latest command.
  private(set) var stream = EventStream()
  /// By number.
  private(set) var openings: [AccountOpening] = []
  private(set) var commandCount = 0
  private var built = DigestBuilder()

  init(_ rules: VenueRules, checksEverything: Bool = false) {
    venue = Exchange(rules)
    venue.checksEverything = checksEverything
  }

  /// Carries out a command; its events are in `stream`.
  func execute(_ command: Command) {
    stream.removeAll()
    venue.execute(command, into: &stream)
    command.encode(into: &built)
    for index in 0..<stream.count {
      stream[index].encode(into: &built)
      if case .accountOpened(let opening) = stream[index].body { openings.append(opening) }
    }
    commandCount += 1
  }

  /// The events of the latest command, for the length of the call.
  func withStream(_ body: (borrowing EventStream) -> Void) { body(stream) }

  /// How many events there have been.
  var eventCount: Int64 { stream.end.number }
  /// Of all commands and events so far, as a journal's.
  var digest: Digest { built.digest }
}

// MARK: - What stands

extension EngineVenue {
  /// All but the settlement currency.
  var assets: [AssetID] { venue.rules.assets.indices.map { AssetID(number: UInt16($0 + 1)) } }
  var instruments: [InstrumentID] { venue.rules.instruments.indices.map { InstrumentID(number: UInt16($0)) } }

  /// The shown levels of one side, best first.
  ///
  /// - Parameter limit: the most that are given, at least one.
  func levels(of instrument: InstrumentID, on side: Side, upTo limit: Int) -> [(price: Price, quantity: Quantity)] {
    var levels: [(Price, Quantity)] = []
    venue.forEachLevel(of: instrument, on: side) { price, quantity in
      levels.append((price, quantity))
      return levels.count < limit
    }
    return levels
  }

  /// The orders of one side, hidden ones too, as they would be met.
  ///
  /// - Parameter limit: the most that are given, at least one.
  func orders(of instrument: InstrumentID, on side: Side, upTo limit: Int = .max) -> [StandingOrder] {
    var orders: [StandingOrder] = []
    venue.forEachOrder(of: instrument, on: side) { order in
      orders.append(order)
      return orders.count < limit
    }
    return orders
  }

  /// The numbers of all orders that stand in a book, by account.
  func restingOrders() -> [AccountID: [OrderID]] {
    var found: [AccountID: [OrderID]] = [:]
    for instrument in instruments {
      for side in Side.allCases {
        for order in orders(of: instrument, on: side) { found[order.account, default: []].append(order.id) }
      }
    }
    return found
  }

  /// An account's orders that wait for a trigger, each with the price that fires it as it stands now; by number.
  func armedOrders(of account: AccountID) -> [(id: OrderID, order: Order, trigger: Price)] {
    var found: [(id: OrderID, order: Order, trigger: Price)] = []
    for instrument in instruments {
      venue.forEachArmedOrder(of: account, in: instrument) { id, order, trigger in found.append((id, order, trigger)) }
    }
    return found.sorted { $0.id < $1.id }
  }

  /// The first order in a book that `isMeant`.
  func standing(where isMeant: (StandingOrder) -> Bool) -> (order: StandingOrder, instrument: InstrumentID)? {
    for instrument in instruments {
      for side in Side.allCases {
        var found: StandingOrder?
        venue.forEachOrder(of: instrument, on: side) { order in
          if isMeant(order) { found = order }
          return found == nil
        }
        if let found { return (found, instrument) }
      }
    }
    return nil
  }
}

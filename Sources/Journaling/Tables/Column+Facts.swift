import Notation

/// What stands in each column, from which CSV, Parquet and the pages on formats and tables come.
extension Column {
  /// What a reader has to know of it.
  struct Facts {
    let type: ColumnType
    let unit: ColumnUnit
    let scale: Int
    /// Which kinds of commands and events fill it.
    let filledBy: String
    let meaning: String

    init(
      _ type: ColumnType, in unit: ColumnUnit = .none, scale: Int = 0, of filledBy: String, _ meaning: String
    ) {
      self.type = type
      self.unit = unit
      self.scale = scale
      self.filledBy = filledBy
      self.meaning = meaning
    }
  }

  var facts: Facts { ordersFacts ?? otherFacts }

  var description: ColumnDescription {
    let facts = facts
    let meaning = facts.meaning.isEmpty ? facts.filledBy + "." : "\(facts.filledBy): \(facts.meaning)."
    return ColumnDescription(name, facts.type, in: facts.unit, scale: facts.scale, meaning)
  }
}

// MARK: - Where it stands, accounts and orders

extension Column {
  /// `nil` for what `otherFacts` has.
  private var ordersFacts: Facts? {
    switch self {
    case .command: Facts(.integer, of: "commands", "its number, from 0")
    case .position: Facts(.integer, of: "events", "its place in the stream, from 0")
    case .time:
      Facts(
        .integer, in: .nanoseconds,
        of: "all",
        "of the command; of an event: that of the command it came from")
    case .seen: Facts(.integer, of: "commands", "position of the last event the sender had seen")
    case .round:
      Facts(
        .integer,
        of: "events",
        "0 for what participants did, k+1 for forced orders caused by marks of round k")
    case .cause: Facts(.integer, of: "events", "position of the event that made it happen")
    case .kind: Facts(.text, of: "all", "what it is")
    case .account: Facts(.text, of: "most", "whose it is: the taker's in a fill")
    case .accountKind:
      Facts(
        .text,
        of: "openAccount, accountOpened",
        "`cross`, `exempt`, `isolated`, `portfolio` or `backstop`")
    case .owner:
      Facts(
        .text,
        of: "openAccount, accountOpened",
        "whose sub-account it is; absent for an account of its own")
    case .group:
      Facts(
        .integer,
        of: "openAccount, accountOpened, orders, conditioned",
        "of an account: whose orders count as one owner's where self-trades are prevented; of an order: which "
          + "orders cancel each other")
    case .instrument:
      Facts(
        .text,
        of: "most",
        "absent in a mass cancel or a phase of all; of an account that is opened: the only one an isolated "
          + "account may trade")
    case .side:
      Facts(
        .text,
        of: "orders, massCancel, rested, filled, cancelled, amended, armed, triggered, levelChanged, deleveraged",
        "`buy` or `sell`: the taker's in a fill; the one that closes the account's position where it is "
          + "deleveraged; absent in a mass cancel of both")
    case .price:
      Facts(
        .integer, in: .ticks,
        of: "orders, fills, marks, index, holdings, levels, auctions, sources, assets, funding, settlement, "
          + "deleveraged",
        "limit of an order (none for a market order), price of anything else; of a fired order the price that "
          + "came; absent for a source that is lost")
    case .quantity:
      Facts(
        .integer, in: .lots,
        of: "orders, fills, levels, auctions, protection, deleveraged",
        "of an accepted order all of it; otherwise what is left, was filled or is shown")
    case .holding:
      Facts(
        .integer, in: .lots,
        of: "openHolding, holdingOpened, liquidationStalled, positionMoved",
        "lots held, negative if short")
    case .amount:
      Facts(
        .integer, in: .money,
        of: "deposit, fund, withdraw, transfer, contribute, transferred, lossUncovered",
        "money")
    case .asset:
      Facts(
        .text,
        of: "deposit, withdraw, transfer, transferred, report, roll, assetPriced, sourceReported, sourceRolled",
        "of which the amount is, or whose price; absent for the settlement currency")
    case .order:
      Facts(
        .integer,
        of: "orders, fills",
        "the venue's number: the taker's in a fill or where two orders of one owner met")
    case .client: Facts(.text, of: "orders", "the label the client gave, or its number")
    case .counterparty:
      Facts(
        .text,
        of: "filled, busted, bust, selfTradeDecremented, openHolding, holdingOpened, transfer, movePosition, "
          + "positionMoved, takenOver, deleveraged",
        "the other account: the maker's in a fill, the backstop in a takeover")
    case .counterpartyOrder: Facts(.integer, of: "filled, busted, bust, selfTradeDecremented", "the maker's order")
    case .replacedOrder: Facts(.integer, of: "replace", "the venue's number of the order that goes")
    case .replacedClient: Facts(.text, of: "replace", "or its client's label or number")
    case .timeInForce:
      Facts(
        .text,
        of: "openOrder, submit, replace, accepted",
        "`goodTilCancelled`, `immediateOrCancel`, `fillOrKill`, `day` or `goodTilTime`")
    case .terms:
      Facts(
        .text,
        of: "openOrder, submit, replace, massQuote, accepted, filled",
        "`postOnly`, `slide`, `reduceOnly`, `forced`, `hidden`, `marketToLimit`, with spaces between; of a "
          + "fill: the taker's being forced")
    case .trigger:
      Facts(
        .integer, in: .ticks,
        of: "orders, amend, conditioned, armed, triggered",
        "price that fires the order; of a trailing stop's command its distance, in ticks or in parts per "
          + "billion")
    case .triggerKind:
      Facts(
        .text,
        of: "orders, conditioned",
        "`stop`, `takeProfit`, `trailing` or `trailingShare`; absent in an order that waits for nothing")
    case .triggerSource: Facts(.text, of: "orders, conditioned, armed", "`last`, `mark` or `index`")
    case .peg:
      Facts(
        .text,
        of: "orders, conditioned",
        "`bestBid`, `bestAsk` or `mid`; absent in an order that is not pegged")
    case .pegOffset: Facts(.integer, in: .ticks, of: "orders, conditioned", "ticks added to it")
    case .display: Facts(.integer, in: .lots, of: "orders, conditioned", "what an iceberg shows at a time")
    case .minimum: Facts(.integer, in: .lots, of: "orders, conditioned", "what must fill at once")
    case .prevention:
      Facts(
        .text,
        of: "orders, conditioned",
        "`allow`, `cancelNewest`, `cancelOldest`, `cancelBoth` or `decrement`; absent where the venue's rule "
          + "holds")
    case .until:
      Facts(
        .integer, in: .nanoseconds,
        of: "orders, conditioned, setPhase, phaseChanged, protectionTriggered, graceGiven",
        "moment at which it ends, in nanoseconds since the start")
    default: nil
    }
  }
}

import MarketTypes
import Notation

/// Writes events as lines of CSV or rows of Parquet, all with the same columns, or as JSON, one object a line with the
/// same names.
///
/// What each column means, and which kind of event fills it, stands in `description` and in `docs/formats.md`.
public struct EventTable: Sendable {
  /// The header of the CSV table, with its line feed.
  public static let csvHeader = Array((Column.ofEvents.map(\.name).joined(separator: ",") + "\n").utf8)

  /// What a reader has to know of the table.
  public static let description = TableDescription(
    name: "events", meaning: "One event of the stream; which kinds fill a column stands before its meaning.",
    columns: Column.ofEvents.map(\.description))

  private let names: Names
  private var row = Row()

  public init(_ names: Names) { self.names = names }

  /// - Parameter time: that of the command that caused it.
  public mutating func appendCSV(
    _ event: Event, at position: EventPosition, time: Time, to bytes: inout [UInt8]
  ) {
    fill(event, position, time)
    row.appendLine(of: Column.ofEvents, names, to: &bytes)
  }

  /// - Parameter time: that of the command that caused it.
  public mutating func writeJSON(
    _ event: Event, at position: EventPosition, time: Time, to writer: inout JSONWriter
  ) {
    fill(event, position, time)
    row.writeLine(names, to: &writer)
  }

  /// - Parameters:
  ///   - time: that of the command that caused it.
  ///   - file: of the columns in `description`.
  public mutating func append(
    _ event: Event, at position: EventPosition, time: Time, to file: inout ParquetWriter
  ) {
    fill(event, position, time)
    row.append(Column.placesOfEvents, names, to: &file)
  }

  private mutating func fill(_ event: Event, _ position: EventPosition, _ time: Time) {
    row.clear()
    row[.position] = .integer(position.number)
    row[.time] = .integer(time.nanoseconds)
    row[.round] = .integer(Int64(event.round))
    if event.cause != 0 { row[.cause] = .integer(position.number - Int64(event.cause)) }
    row[.kind] = .code(Codes.kind(event.body.kind))
    fill(event.body)
  }
}

// MARK: - Kinds

extension EventTable {
  private mutating func fill(_ body: Event.Body) {
    switch body {
    case .accountOpened(let opening): row.set(opening, names)
    case .transferred(let transfer):
      row.set(transfer.amount, of: transfer.asset, names)
      row.set(.from, text(of: transfer.from))
      row.set(.to, text(of: transfer.to))
      row[.reason] = .code(Codes.reason(transfer.reason))
    case .holdingOpened(let holding): row.set(holding, names)
    case .accepted(let order):
      fill(order.order, order.account, order.instrument, order.side, order.limit, order.quantity)
      row.set(order.client)
      row[.timeInForce] = .code(Codes.timeInForce(order.timeInForce))
      row.set(order.terms)
    case .rested(let order):
      fill(order.order, order.account, order.instrument, order.side, order.price, order.quantity)
    case .filled(let fill), .busted(let fill): row.set(fill, names)
    case .cancelled(let order):
      fill(order.order, order.account, order.instrument, order.side, nil, order.quantity)
      row[.reason] = .code(Codes.reason(order.reason))
    case .amended(let order):
      fill(order.order, order.account, order.instrument, order.side, order.price, order.quantity)
      row[.keptPriority] = .flag(order.keptPriority)
    case .refused(let refusal):
      if refusal.action.hasAccount { row.set(refusal.account, names) }
      if refusal.action.hasInstrument { row.set(refusal.instrument, names) }
      row.set(refusal.client)
      row.set(.action, refusal.action.phrase.code)
      row.set(.reason, refusal.reason.phrase.code)
    case .quoted(let quote): fill(quote)
    case .indexed(let update): row.set(update, names)
    case .marked(let change):
      row.set(change.instrument, names)
      row.set(change.price)
      if let previous = change.previous { row[.previous] = .integer(previous.ticks) }
    case .quoteExplained(let terms): row.set(terms, names)
    case .liquidatable(let state), .recovered(let state):
      row.set(state, names)
    case .liquidationStalled(let stall):
      row.set(stall.account, names)
      row.set(stall.instrument, names)
      row.set(stall.position)
    case .lossUncovered(let loss):
      row.set(loss.account, names)
      row.set(loss.amount)
    case .roundLimitReached(let limit):
      row[.limit] = .integer(Int64(limit.limit))
      row[.waiting] = .integer(limit.waiting)
    case .conditioned(let order):
      row.set(order.order)
      row.set(order.conditions)
    case .armed(let order):
      fill(order.order, order.account, order.instrument, order.side, nil, order.quantity)
      row[.trigger] = .integer(order.trigger.ticks)
      row.set(.triggerSource, order.source.phrase.code)
    case .triggered(let order):
      fill(order.order, order.account, order.instrument, order.side, order.price, order.quantity)
      row[.trigger] = .integer(order.trigger.ticks)
    case .selfTradeDecremented(let pair): fill(pair)
    case .levelChanged(let level):
      row.set(level.instrument, names)
      row.set(level.side)
      row.set(level.price)
      row.set(level.quantity)
    case .phaseChanged(let change): row.set(change, names)
    case .auctionIndicated(let outcome), .auctioned(let outcome):
      row.set(outcome.instrument, names)
      row.set(outcome.price)
      row.set(outcome.quantity)
      row[.surplus] = .integer(outcome.surplus)
    case .protectionSet(let protection): row.set(protection, names)
    case .protectionTriggered(let pulled):
      row.set(pulled.account, names)
      row.set(pulled.instrument, names)
      row.set(pulled.lots)
      row.set(until: pulled.until)
    case .blocked(let account), .unblocked(let account): row.set(account, names)
    case .assetPriced(let change):
      row.set(change.asset, names)
      row.set(change.price)
      if let previous = change.previous { row[.previous] = .integer(previous.ticks) }
    case .sourceReported(let report): row.set(report, names)
    case .sourceRolled(let roll): row.set(roll, names)
    case .positionMoved(let moved):
      row.set(PositionMove(from: moved.from, to: moved.to, instrument: moved.instrument), names)
      row.set(moved.position)
      row[.cost] = .integer(moved.cost.units)
    case .marginLevelChanged(let change):
      row.set(MarginState(account: change.account, equity: change.equity, maintenance: change.maintenance), names)
      row.set(.level, change.level.phrase.code)
    case .funded(let funding):
      row.set(funding.instrument, names)
      row.set(funding.price)
      row[.rate] = .decimal(funding.ratePartsPerTrillion, scale: 12)
    case .contractSettled(let update): row.set(update, names)
    case .marginFactorSet(let factor): row.set(factor, names)
    case .graceGiven(let grace):
      row.set(grace.account, names)
      row.set(until: grace.until)
    case .takenOver(let takeover): row.set(takeover, names)
    case .takeoverDeclined(let declined):
      row.set(declined.account, names)
      row.set(.reason, declined.reason.phrase.code)
    case .deleveraged(let pair): row.set(pair, names)
    }
  }

  private mutating func fill(_ pair: SelfTradeDecrement) {
    row.set(pair.taker)
    row.set(pair.takerAccount, names)
    row.set(pair.instrument, names)
    row.set(pair.quantity)
    row[.counterparty] = .account(pair.makerAccount)
    row[.counterpartyOrder] = .integer(pair.maker.number)
  }

  private mutating func fill(
    _ order: OrderID, _ account: AccountID, _ instrument: InstrumentID, _ side: Side, _ price: Price?,
    _ quantity: Quantity
  ) {
    row.set(order)
    row.set(account, names)
    row.set(instrument, names)
    row.set(side)
    row.set(price)
    row.set(quantity)
  }

  private mutating func fill(_ quote: Quote) {
    row.set(quote.instrument, names)
    if let bid = quote.bid { (row[.bid], row[.bidQuantity]) = (.integer(bid.ticks), .integer(quote.bidQuantity.lots)) }
    if let ask = quote.ask { (row[.ask], row[.askQuantity]) = (.integer(ask.ticks), .integer(quote.askQuantity.lots)) }
  }

  /// `collateral:alice`, `costBasis:alice:BTC`, `contribution:alice`, `fees`, `fund`, `fund:2`.
  private func text(of account: LedgerAccount) -> String {
    switch account {
    case .collateral(let owner): "collateral:\(names.name(of: owner))"
    case .costBasis(let owner, let instrument):
      "costBasis:\(names.name(of: owner)):\(names.name(of: instrument))"
    case .fees: "fees"
    case .fund(let fund): fund == .common ? "fund" : "fund:\(fund.number)"
    case .contribution(let owner): "contribution:\(names.name(of: owner))"
    case .rounding: "rounding"
    case .uncovered: "uncovered"
    case .outside: "outside"
    }
  }
}

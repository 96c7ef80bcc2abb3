import MarketTypes
import Notation

/// Writes commands as JSON, one object a line; the keys stand in `docs/formats.md`.
///
///     {"command":3,"time":1000000000,"kind":"submit","account":"alice","instrument":"BTC","side":"sell","price":101,…}
public struct CommandTable: Sendable {
  private let names: Names
  private var row = Row()

  public init(_ names: Names) { self.names = names }

  /// - Parameter number: how many commands came before it.
  public mutating func writeJSON(_ command: Command, number: Int, to writer: inout JSONWriter) {
    row.clear()
    row[.command] = .integer(Int64(number))
    row[.time] = .integer(command.time.nanoseconds)
    if let seen = command.seen { row[.seen] = .integer(seen.number) }
    row.set(.kind, command.action.kind.phrase.code)
    fill(command.action)
    row.writeLine(names, to: &writer)
  }

  private mutating func fill(_ action: Command.Action) {
    switch action {
    case .openAccount(let opening): row.set(opening, names)
    case .deposit(let account, let amount, let asset), .withdraw(let account, let amount, let asset):
      row.set(account, names)
      row.set(amount, of: asset, names)
    case .fund(let amount, let fund):
      row.set(amount)
      if fund != .common { row[.fund] = .integer(Int64(fund.number)) }
    case .openHolding(let holding): row.set(holding, names)
    case .openMark(let update), .setIndex(let update), .settleContract(let update): row.set(update, names)
    case .openOrder(let order), .submit(let order): row.set(order, names)
    case .cancel(let cancel):
      fill(cancel.account, cancel.instrument, cancel.target)
    case .amend(let amend):
      fill(amend.account, amend.instrument, amend.target)
      row.set(amend.limit)
      if let quantity = amend.quantity { row.set(quantity) }
      if let trigger = amend.trigger { row[.trigger] = .integer(trigger.ticks) }
    case .reduce(let reduce):
      fill(reduce.account, reduce.instrument, reduce.target)
      row.set(reduce.quantity)
    case .replace(let replace): fill(replace)
    case .massCancel(let cancel):
      row.set(cancel.account, names)
      if let instrument = cancel.instrument { row.set(instrument, names) }
      if let side = cancel.side { row.set(side) }
      row.set(.occasion, cancel.occasion.phrase.code)
    case .massQuote(let quote): fill(quote)
    case .protect(let protection): row.set(protection, names)
    case .unblock(let account): row.set(account, names)
    case .bust(let fill): row.set(fill, names)
    case .setPhase(let change): row.set(change, names)
    case .explainQuote(let terms): row.set(terms, names)
    case .clock: break
    case .report(let report): row.set(report, names)
    case .roll(let roll): row.set(roll, names)
    case .transfer(let transfer):
      row.set(transfer.from, names)
      row[.counterparty] = .account(transfer.to)
      row.set(transfer.amount, of: transfer.asset, names)
    case .movePosition(let move): row.set(move, names)
    case .setMarginFactor(let factor): row.set(factor, names)
    case .contribute(let account, let amount):
      row.set(account, names)
      row.set(amount)
    }
  }

  private mutating func fill(_ replace: OrderReplace) {
    row.set(replace.order, names)
    switch replace.target {
    case .order(let order): row[.replacedOrder] = .integer(order.number)
    case .client(let client): row.set(.replacedClient, client.text)
    }
  }

  private mutating func fill(_ quote: MassQuote) {
    row.set(quote.account, names)
    row.set(quote.instrument, names)
    row[.entry] = .integer(Int64(quote.entry))
    (row[.bid], row[.bidQuantity]) = (.integer(quote.bid.ticks), .integer(quote.bidQuantity.lots))
    (row[.ask], row[.askQuantity]) = (.integer(quote.ask.ticks), .integer(quote.askQuantity.lots))
    row.set(quote.terms)
  }

  private mutating func fill(_ account: AccountID, _ instrument: InstrumentID, _ target: OrderReference) {
    row.set(account, names)
    row.set(instrument, names)
    switch target {
    case .order(let order): row.set(order)
    case .client(let client): row.set(client)
    }
  }
}

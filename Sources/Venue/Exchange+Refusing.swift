import MarketTypes

/// Saying no: an event, and nothing else changes.
extension Exchange {
  mutating func refuse(
    _ action: RefusedAction, _ order: Order, _ reason: Refusal, because cause: EventPosition?,
    into events: inout EventStream
  ) {
    let refused = CommandRefused(
      action, account: order.account, instrument: order.instrument, client: order.client, reason: reason)
    events.append(.refused(refused), because: cause, round: 0)
  }

  mutating func refuse(
    _ action: RefusedAction, _ account: AccountID, _ instrument: InstrumentID, target: OrderReference? = nil,
    _ reason: Refusal, because cause: EventPosition?, into events: inout EventStream
  ) {
    let refused = CommandRefused(
      action, account: account, instrument: instrument, client: target?.client ?? .none, reason: reason)
    events.append(.refused(refused), because: cause, round: 0)
  }

  /// Refuses a command whatever it asked.
  @inline(never)
  mutating func refuse(
    _ command: Command, _ reason: Refusal, because cause: EventPosition?, into events: inout EventStream
  ) {
    let (action, account, instrument, client) = command.action.subject
    let refused = CommandRefused(action, account: account, instrument: instrument, client: client, reason: reason)
    events.append(.refused(refused), because: cause, round: 0)
  }
}

extension Command.Action {
  /// What a refusal of this command is about.
  var subject: (RefusedAction, AccountID, InstrumentID, ClientOrderID) {
    let nobody = AccountID(number: -1)
    let nothing = InstrumentID(number: 0)
    return switch self {
    case .openAccount(let opening): (.openAccount, opening.account, nothing, .none)
    case .deposit(let account, _, _): (.deposit, account, nothing, .none)
    case .fund: (.fund, nobody, nothing, .none)
    case .withdraw(let account, _, _): (.withdraw, account, nothing, .none)
    case .openHolding(let opening): (.openHolding, opening.account, opening.instrument, .none)
    case .openMark(let update): (.openMark, nobody, update.instrument, .none)
    case .openOrder(let order): (.openOrder, order.account, order.instrument, order.client)
    case .submit(let order): (.submit, order.account, order.instrument, order.client)
    case .cancel(let request): (.cancel, request.account, request.instrument, request.target.client)
    case .amend(let request): (.amend, request.account, request.instrument, request.target.client)
    case .reduce(let request): (.reduce, request.account, request.instrument, request.target.client)
    case .setIndex(let update): (.setIndex, nobody, update.instrument, .none)
    case .report: (.report, nobody, nothing, .none)
    case .roll: (.roll, nobody, nothing, .none)
    case .transfer(let transfer): (.transfer, transfer.from, nothing, .none)
    case .movePosition(let move): (.movePosition, move.from, move.instrument, .none)
    case .setMarginFactor(let change): (.setMarginFactor, nobody, change.instrument, .none)
    case .contribute(let account, _): (.contribute, account, nothing, .none)
    case .settleContract(let update): (.settleContract, nobody, update.instrument, .none)
    case .explainQuote(let terms): (.explainQuote, terms.account, terms.instrument, .none)
    case .clock: (.clock, nobody, nothing, .none)
    case .replace(let request):
      (.replace, request.order.account, request.order.instrument, request.order.client)
    case .massCancel(let request): (.massCancel, request.account, request.instrument ?? nothing, .none)
    case .massQuote(let quote):
      (.massQuote, quote.account, quote.instrument, MassQuote.client(entry: quote.entry, .buy))
    case .protect(let protection): (.protect, protection.account, protection.instrument, .none)
    case .unblock(let account): (.unblock, account, nothing, .none)
    case .bust(let fill): (.bust, fill.takerAccount, fill.instrument, .none)
    case .setPhase(let change): (.setPhase, nobody, change.instrument ?? nothing, .none)
    }
  }
}

extension OrderReference {
  /// The client's number, if the command used it.
  var client: ClientOrderID {
    switch self {
    case .order: .none
    case .client(let number): number
    }
  }
}

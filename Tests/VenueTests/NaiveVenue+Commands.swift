import MarketTypes

/// What each command does once nothing speaks against it.
extension NaiveVenue {
  mutating func carryOut(_ action: Command.Action, because seen: Int?) {
    switch action {
    case .openAccount(let opening):
      open(opening)
      append(.accountOpened(opening), because: seen)
    case .deposit(let account, let amount, let asset):
      move(Int(amount.units), of: asset, from: .outside, to: .collateral(account), .deposit, because: seen)
      if asset == .settlement { noteCapital(Int(amount.units), of: account) }
    case .fund(let amount, let fund): deposit(Int(amount.units), in: fund, because: seen)
    case .withdraw(let account, let amount, let asset):
      move(Int(amount.units), of: asset, from: .collateral(account), to: .outside, .withdrawal, because: seen)
      if asset == .settlement { noteCapital(-Int(amount.units), of: account) }
    case .transfer(let request):
      let units = Int(request.amount.units)
      move(
        units, of: request.asset, from: .collateral(request.from), to: .collateral(request.to), .moved, because: seen)
      if request.asset == .settlement {
        noteCapital(-units, of: request.from)
        noteCapital(units, of: request.to)
      }
    case .contribute(let account, let amount): contribute(Int(amount.units), by: account, because: seen)
    case .movePosition(let request): movePosition(request, because: seen)
    case .setMarginFactor(let change):
      let event = append(.marginFactorSet(change), because: seen)
      setFactor(change, at: event)
    case .settleContract(let update): settleContract(update.instrument.index, at: update.price.ticks, because: seen)
    case .openHolding(let opening):
      let event = append(.holdingOpened(opening), because: seen)
      let (lots, price) = (Int(opening.position.lots), Int(opening.price.ticks))
      exchange(
        lots, at: price, opening.account.index, opening.counterparty.index, opening.instrument.index, because: event)
    case .openMark(let update): setMark(of: update.instrument.index, to: update.price.ticks, because: seen)
    case .openOrder(let order), .submit(let order): accept(order, because: seen)
    case .cancel(let request):
      end(find(request.target, request.account, request.instrument)!, .requested, because: seen)
    case .amend(let request): amend(request, because: seen)
    case .reduce(let request): reduce(request, because: seen)
    case .replace(let request):
      end(find(request.target, request.order.account, request.order.instrument)!, .replaced, because: seen)
      accept(request.order, because: seen)
    case .massCancel(let request): cancelAll(request, because: seen)
    case .massQuote(let request): quote(request, because: seen)
    case .protect(let protection):
      append(.protectionSet(protection), because: seen)
      markets[protection.instrument.index].protections[protection.account.index] = Protection(terms: protection)
    case .unblock(let account):
      accounts[account.index].isBlocked = false
      append(.unblocked(account), because: seen)
    case .bust(let fill): bust(fill, because: seen)
    case .setPhase(let change):
      for instrument in instruments.indices where change.instrument.map({ $0.index == instrument }) ?? true {
        if markets[instrument].isSettled { continue }
        enter(change.phase, until: change.until?.nanoseconds, instrument, because: seen)
      }
    case .setIndex(let update): setIndex(update.instrument.index, to: update.price.ticks, because: seen)
    case .explainQuote(let terms): append(.quoteExplained(terms), because: seen)
    case .report(let report): take(report, because: seen)
    case .roll(let roll): take(roll, because: seen)
    case .clock: break
    }
  }

  mutating func setIndex(_ instrument: Int, to price: Int64, because cause: Int?) {
    markets[instrument].index = price
    let event = append(.indexed(PriceUpdate(instrument: id(instrument), price: Price(ticks: price))), because: cause)
    changed[instrument] = event
    priced[instrument] = event
    rememberPrices(instrument)
    markets[instrument].memory.indexed = now
    note(.index, price, instrument, because: event)
  }

  // MARK: Saying no

  func refusal(of action: Command.Action, _ reason: Refusal) -> CommandRefused {
    func refused(
      _ kind: RefusedAction, _ account: AccountID? = nil, _ instrument: InstrumentID? = nil,
      client: ClientOrderID? = nil
    ) -> CommandRefused {
      CommandRefused(
        kind, account: account ?? AccountID(number: -1), instrument: instrument ?? InstrumentID(number: 0),
        client: client ?? .none, reason: reason)
    }
    func client(_ target: OrderReference) -> ClientOrderID? {
      if case .client(let number) = target { return number }
      return nil
    }
    return switch action {
    case .openAccount(let opening): refused(.openAccount, opening.account, opening.instrument)
    case .deposit(let account, _, _): refused(.deposit, account)
    case .fund: refused(.fund)
    case .withdraw(let account, _, _): refused(.withdraw, account)
    case .openHolding(let opening): refused(.openHolding, opening.account, opening.instrument)
    case .openMark(let update): refused(.openMark, nil, update.instrument)
    case .openOrder(let order): refused(.openOrder, order.account, order.instrument, client: order.client)
    case .submit(let order): refused(.submit, order.account, order.instrument, client: order.client)
    case .cancel(let request):
      refused(.cancel, request.account, request.instrument, client: client(request.target))
    case .amend(let request): refused(.amend, request.account, request.instrument, client: client(request.target))
    case .reduce(let request): refused(.reduce, request.account, request.instrument, client: client(request.target))
    case .replace(let request):
      refused(.replace, request.order.account, request.order.instrument, client: request.order.client)
    case .massCancel(let request): refused(.massCancel, request.account, request.instrument)
    case .massQuote(let request):
      refused(
        .massQuote, request.account, request.instrument, client: MassQuote.client(entry: request.entry, .buy))
    case .protect(let protection): refused(.protect, protection.account, protection.instrument)
    case .unblock(let account): refused(.unblock, account)
    case .bust(let fill): refused(.bust, fill.takerAccount, fill.instrument)
    case .setPhase(let change): refused(.setPhase, nil, change.instrument)
    case .setIndex(let update): refused(.setIndex, nil, update.instrument)
    case .report(let report): refused(.report, nil, report.subject.instrument)
    case .roll(let roll): refused(.roll, nil, roll.subject.instrument)
    case .transfer(let request): refused(.transfer, request.from)
    case .movePosition(let request): refused(.movePosition, request.from, request.instrument)
    case .setMarginFactor(let change): refused(.setMarginFactor, nil, change.instrument)
    case .contribute(let account, _): refused(.contribute, account)
    case .settleContract(let update): refused(.settleContract, nil, update.instrument)
    case .explainQuote(let terms): refused(.explainQuote, terms.account, terms.instrument)
    case .clock: refused(.clock)
    }
  }
}

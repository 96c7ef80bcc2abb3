import MarketTypes

/// Another number for each account, in commands and events alike.
struct Relabelling {
  let number: [Int32]

  func callAsFunction(_ account: AccountID) -> AccountID {
    account.index >= 0 && account.index < number.count ? AccountID(number: number[account.index]) : account
  }

  private func callAsFunction(_ account: LedgerAccount) -> LedgerAccount {
    switch account {
    case .collateral(let owner): .collateral(self(owner))
    case .costBasis(let owner, let instrument): .costBasis(self(owner), instrument)
    default: account
    }
  }

  func callAsFunction(_ opening: AccountOpening) -> AccountOpening {
    var opening = opening
    opening.account = self(opening.account)
    if let owner = opening.owner { opening.ownerNumber = self(owner).number }
    return opening
  }

  private func callAsFunction(_ opening: HoldingOpening) -> HoldingOpening {
    var opening = opening
    opening.account = self(opening.account)
    opening.counterparty = self(opening.counterparty)
    return opening
  }

  private func callAsFunction(_ order: Order) -> Order {
    var order = order
    order.account = self(order.account)
    return order
  }

  private func callAsFunction(_ fill: Fill) -> Fill {
    var fill = fill
    fill.makerAccount = self(fill.makerAccount)
    fill.takerAccount = self(fill.takerAccount)
    return fill
  }

  /// Of the commands that a full market gives.
  func callAsFunction(_ action: Command.Action) -> Command.Action {
    switch action {
    case .openAccount(let opening): return .openAccount(self(opening))
    case .deposit(let account, let amount, let asset): return .deposit(self(account), amount, of: asset)
    case .withdraw(let account, let amount, let asset): return .withdraw(self(account), amount, of: asset)
    case .openHolding(let opening): return .openHolding(self(opening))
    case .openOrder(let order): return .openOrder(self(order))
    case .submit(let order): return .submit(self(order))
    case .cancel(var request):
      request.account = self(request.account)
      return .cancel(request)
    case .amend(var request):
      request.account = self(request.account)
      return .amend(request)
    case .bust(let fill): return .bust(self(fill))
    case .transfer(var transfer):
      (transfer.from, transfer.to) = (self(transfer.from), self(transfer.to))
      return .transfer(transfer)
    case .movePosition(var move):
      (move.from, move.to) = (self(move.from), self(move.to))
      return .movePosition(move)
    default: return action
    }
  }

  /// Of the events that a full market causes.
  func callAsFunction(_ body: Event.Body) -> Event.Body {
    switch body {
    case .accountOpened(let opening): return .accountOpened(self(opening))
    case .holdingOpened(let opening): return .holdingOpened(self(opening))
    case .filled(let fill): return .filled(self(fill))
    case .busted(let fill): return .busted(self(fill))
    case .transferred(var transfer):
      (transfer.from, transfer.to) = (self(transfer.from), self(transfer.to))
      return .transferred(transfer)
    case .accepted(var order):
      order.account = self(order.account)
      return .accepted(order)
    case .rested(var order):
      order.account = self(order.account)
      return .rested(order)
    case .cancelled(var order):
      order.account = self(order.account)
      return .cancelled(order)
    case .amended(var order):
      order.account = self(order.account)
      return .amended(order)
    case .refused(var refused):
      refused.account = self(refused.account)
      return .refused(refused)
    default: return relabelledState(body)
    }
  }

  private func relabelledState(_ body: Event.Body) -> Event.Body {
    switch body {
    case .liquidatable(var state):
      state.account = self(state.account)
      return .liquidatable(state)
    case .recovered(var state):
      state.account = self(state.account)
      return .recovered(state)
    case .liquidationStalled(var stall):
      stall.account = self(stall.account)
      return .liquidationStalled(stall)
    case .lossUncovered(var loss):
      loss.account = self(loss.account)
      return .lossUncovered(loss)
    case .marginLevelChanged(var change):
      change.account = self(change.account)
      return .marginLevelChanged(change)
    case .positionMoved(var moved):
      (moved.from, moved.to) = (self(moved.from), self(moved.to))
      return .positionMoved(moved)
    default: return body
    }
  }
}

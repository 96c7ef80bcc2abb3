import MarketTypes
import Participants

/// One thing changed at a command boundary: what a counterfactual needs besides `clone()`.
///
/// Everybody goes on with the state and the random streams that they have, so that what differs from here on differs because
/// of the change: common random numbers.
extension MarketSimulation {
  // MARK: Another scenario

  /// The first part in which another scenario differs that cannot change any more, in words; `nil` if it can be adopted.
  ///
  /// It may have other rules within `Exchange.unchangeablePart(in:)`, other settings and latencies of participants, other
  /// events of the script from now on, another end.
  public func unchangeablePart(in other: Scenario) -> String? {
    if other.seed != scenario.seed { return "the seed" }
    if other.names.instruments != scenario.names.instruments { return "the instruments" }
    if other.names.assets != scenario.names.assets { return "the collateral assets" }
    if other.names.accounts != scenario.names.accounts { return "the accounts" }
    for (index, instrument) in other.rules.instruments.enumerated() {
      var rules = scenario.rules
      rules.instruments[index] = instrument
      if scenario.rules.unchangeablePart(in: rules) != nil {
        return "\(scenario.names.instruments[index]) beyond its fees"
      }
    }
    if let part = venue.unchangeablePart(in: other.rules) { return part }
    if other.opening != scenario.opening { return "the opening state" }
    if other.recordings != scenario.recordings { return "the recordings" }
    if other.processes != scenario.processes { return "the index processes" }
    if other.participants.count != scenario.participants.count { return "the number of participants" }
    for (own, new) in zip(scenario.participants, other.participants) {
      if let part = own.unchangeablePart(in: new) { return "\(part) of \(own.name)" }
    }
    let isPast = other.script.count < scriptIndex || other.script[..<scriptIndex] != scenario.script[..<scriptIndex]
    if isPast || (scriptIndex < other.script.count && other.script[scriptIndex].time < venue.now) {
      return "events that have already come"
    }
    return Time.start + other.duration < venue.now ? "a duration that has already passed" : nil
  }

  /// Goes on as another scenario from here.
  ///
  /// A participant whose data comes later than before sees nothing a second time; one whose data comes sooner sees at once
  /// what it would have had to wait for. Its next look at the market is when it was to be.
  ///
  /// - Precondition: `unchangeablePart(in:)` finds nothing.
  public mutating func adopt(_ other: Scenario) {
    if let part = unchangeablePart(in: other) { invariantFailed("a run under way was to change \(part)") }
    venue.adopt(other.rules)
    for index in 0..<actors.count {
      // What has reached it by now stays seen, also if it has not looked since.
      let oldest = specifications[index].connection.data.bounds.upperBound
      actors[index].sight = max(
        actors[index].sight, Time(nanoseconds: venue.now.nanoseconds - oldest.nanoseconds))
      specifications[index] = other.participants[index]
      crowd.adopt(other.participants[index].settings, at: actors[index].place)
      connect(index)
    }
    _ = agenda.removeAll { item, _ in if case .scripted = item { true } else { false } }
    scenario = other
    scheduleScript()
  }

  // MARK: Somebody less

  /// Takes an account out of what is to come: whoever acts for it never acts again, what it has sent and what the script or a
  /// recording has for it does not arrive. Its positions stay. Nobody else's random numbers change.
  ///
  /// - Returns: whether there was anything to take out. Orders of it that rest are cancelled first of all, by a command
  ///   like any other.
  public mutating func dismiss(_ account: AccountID) -> Bool {
    dismissed.append(account)
    let actor = Int(newsroom.owner(of: account))
    let script = scenario.script
    let recordings = scenario.recordings
    var isFound = agenda.removeAll { item, sender in
      switch item {
      case .wake, .priced: false
      case .arrive: sender == Int32(actor)
      case .scripted(let index): script[Int(index)].action?.sender == account
      case .recorded(let index):
        recordings[Int(index)].account == account || recordings[Int(index)].aggressor == account
      }
    }
    if actor >= 0, agenda.hasLook(of: actor) {
      agenda.removeLook(of: actor)
      newsroom.inboxes.close(Int32(actor))
      isFound = true
    }
    for action in scenario.opening[openingIndex...] where isDismissedOrder(action) { isFound = true }
    if venue.hasOpenOrders(account) {
      interventions.append(Command(.massCancel(MassCancel(account: account)), at: venue.now))
      isFound = true
    }
    return isFound
  }

  /// Whether the script has it for an account that was taken out.
  func isOfDismissed(_ scripted: ScriptedEvent) -> Bool {
    if dismissed.isEmpty { return false }
    return scripted.action?.sender.map { dismissed.contains($0) } ?? false
  }

  /// Whether it is an order of the opening whose account was taken out.
  func isDismissedOrder(_ action: Command.Action) -> Bool {
    if case .openOrder(let order) = action { dismissed.contains(order.account) } else { false }
  }
}

extension ParticipantSpecification {
  /// The first part that differs and has to do with what it has already done.
  fileprivate func unchangeablePart(in other: ParticipantSpecification) -> String? {
    if name != other.name || blockHash != other.blockHash || index != other.index || account != other.account {
      return "the identity"
    }
    if start != other.start { return "the start" }
    if seat.instrument != other.seat.instrument { return "the instrument" }
    if settings.kind != other.settings.kind { return "the kind" }
    return settings.interests != other.settings.interests ? "what is followed" : nil
  }
}

extension Command.Action {
  /// In whose name it comes; `nil` for what is nobody's, such as a price.
  fileprivate var sender: AccountID? {
    switch self {
    case .submit(let order): order.account
    case .deposit(let account, _, _), .withdraw(let account, _, _): account
    case .transfer(let transfer): transfer.from
    case .movePosition(let move): move.from
    case .contribute(let account, _), .unblock(let account): account
    case .openAccount(let opening): opening.account
    case .openHolding(let opening): opening.account
    case .openOrder(let order): order.account
    case .cancel(let request): request.account
    case .amend(let request): request.account
    case .reduce(let request): request.account
    case .replace(let request): request.order.account
    case .massCancel(let request): request.account
    case .massQuote(let quote): quote.account
    case .protect(let protection): protection.account
    case .explainQuote(let terms): terms.account
    case .fund, .openMark, .bust, .setPhase, .setIndex, .report, .roll, .setMarginFactor, .settleContract, .clock: nil
    }
  }
}

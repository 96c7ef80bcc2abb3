import Clearing
import MarketTypes
import Matching

/// What happens by itself at moments the rules name, in the order of its numbers at one moment.
enum CashFlow: Int64 {
  /// A source of an index grew too old to count.
  case staleness = -6
  case markToMarket = -2
  case expiry = -1
}

/// What is paid because time has passed.
extension Exchange {
  /// Notes the first moment of each.
  mutating func scheduleCashFlows() {
    for (number, instrument) in rules.instruments.enumerated() {
      if let span = instrument.markToMarket { schedule(.markToMarket, of: number, at: Time.start + span) }
      if let expiry = instrument.expiry { schedule(.expiry, of: number, at: expiry.moment) }
    }
  }

  private mutating func schedule(_ flow: CashFlow, of instrument: Int, at moment: Time) {
    deadlines.insert(
      Deadlines.Entry(moment: moment.nanoseconds, order: flow.rawValue, instrument: UInt16(instrument)))
  }

  /// Whether what was to happen then still is.
  func holds(_ flow: CashFlow, at moment: Int64) -> Bool {
    flow != .staleness || house.nextStaleness?.nanoseconds == moment
  }

  /// Has the venue look when the next source grows too old.
  mutating func noteStaleness() {
    if let moment = house.nextStaleness { schedule(.staleness, of: 0, at: moment) }
  }

  mutating func carryOut(
    _ flow: CashFlow, of instrument: InstrumentID, at moment: Time, into events: inout EventStream
  ) {
    switch flow {
    case .staleness: takeStalePrices(into: &events)
    case .markToMarket:
      house.markToMarket(instrument, at: events.end) { transfer in
        events.append(.transferred(transfer), because: nil, round: 0)
      }
      if !desks[instrument.index].isSettled, let span = rules.instruments[instrument.index].markToMarket,
        let next = Exchange.later(moment, by: span)
      {
        schedule(.markToMarket, of: instrument.index, at: next)
      }
    case .expiry: settleContract(instrument, into: &events)
    }
  }

  /// A contract ends (CLR-30): its orders leave, its positions are closed at one price, and nobody trades it any more.
  /// Without any price the positions stay, at what they cost.
  private mutating func settleContract(_ instrument: InstrumentID, into events: inout EventStream) {
    guard let expiry = rules.instruments[instrument.index].expiry else { return }
    for number in 0..<house.accountCount {
      let account = AccountID(number: Int32(number))
      cancelAll(of: account, in: instrument, .expired, because: nil, round: 0, into: &events) { _, _ in true }
    }
    desks[instrument.index].phase = .halted
    desks[instrument.index].phaseEnd = -1
    desks[instrument.index].isSettled = true
    guard let price = house.settlementPrice(of: instrument, expiry) else { return }
    let event = events.append(
      .contractSettled(PriceUpdate(instrument: instrument, price: price)), because: nil, round: 0)
    house.settleContract(instrument, at: price, event: event) { transfer in
      events.append(.transferred(transfer), because: event, round: 0)
    }
  }
}

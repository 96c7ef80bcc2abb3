import Clearing
import MarketTypes

/// One instrument's funding with the words its tests say often. Prices are ticks.
struct FundedMarket: ~Copyable {
  var book: FundingBook
  private(set) var now = Time.start
  var impactBid: Int64?
  var impactAsk: Int64?
  var index: Int64?

  init(_ rules: FundingRules, initial: Rate = .zero, maintenance: Rate = .zero) {
    var instrument = InstrumentRules.perpetual(initial: initial, maintenance: .flat(maintenance))
    instrument.funding = rules
    book = FundingBook([instrument])
  }

  /// Prices as a time-weighted method hears of them.
  mutating func hear(mark: Int64? = nil, index: Int64? = nil) {
    if let mark { book.observeMark(first, Price(ticks: mark), at: now) }
    if let index { book.observeIndex(first, Price(ticks: index), at: now) }
  }

  /// Time passes, each deadline at its own moment. Returns the rates that were to be paid, in parts per trillion.
  @discardableResult mutating func pass(to moment: Time) -> [Int64] {
    var rates: [Int64] = []
    while let next = book.nextDeadline, next <= moment { rates += settle(at: next) }
    now = moment
    return rates
  }

  /// All that is due by then is done then.
  @discardableResult mutating func leap(to moment: Time) -> [Int64] {
    var rates: [Int64] = []
    while let next = book.nextDeadline, next <= moment { rates += settle(at: moment) }
    now = moment
    return rates
  }

  private mutating func settle(at moment: Time) -> [Int64] {
    while let due = book.dueSample(at: moment) {
      book.sample(due, impactBid: price(impactBid), impactAsk: price(impactAsk), index: price(index), at: moment)
    }
    var rates: [Int64] = []
    while let due = book.takePayment(at: moment) { rates.append(due.rate.partsPerTrillion) }
    return rates
  }

  private func price(_ ticks: Int64?) -> Price? { ticks.map { Price(ticks: $0) } }
}

extension FundingRules {
  /// Hyperliquid's: an 8 h rate of sampled premium, an eighth of it paid each hour.
  static func hourly(_ change: (inout PremiumFunding) -> Void = { _ in }) -> FundingRules {
    var premium = PremiumFunding(sampling: .seconds(5), notional: Money(units: 6_000), quotedFor: .seconds(8 * 3_600))
    premium.interest = .perMillion(100)
    premium.clamp = .perMillion(500)
    change(&premium)
    var rules = FundingRules(interval: .seconds(3_600), method: .premium(premium))
    rules.cap = .percent(4)
    return rules
  }

  static func timeWeighted(
    every seconds: Int64, _ change: (inout TimeWeightedFunding) -> Void = { _ in }
  ) -> FundingRules {
    var average = TimeWeightedFunding()
    change(&average)
    return FundingRules(interval: .seconds(seconds), method: .timeWeighted(average))
  }
}

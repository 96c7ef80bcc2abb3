import MarketTypes

/// What accounts had at moments of a run, an interval apart: of each moment those that differ from their last sample.
///
/// A sample tells what all commands up to its moment left, that moment included; the last is as of the last command.
/// O(accounts and what they hold) per sample; memory follows accounts, and samples that are not yet removed.
public struct EquityWatch: StreamFold, Sendable {
  /// Since the last `removeAll`, by time, then by account.
  public private(set) var samples: [EquitySample] = []
  /// The balances that the samples are taken of, as of the last command; its breaches are to be looked at by who feeds this.
  public private(set) var audit: LedgerAudit

  private let rules: VenueRules
  private let interval: TimeSpan
  private var latest: [EquitySample?] = []
  private var now: Time?

  /// - Parameter interval: above zero.
  public init(_ rules: VenueRules, every interval: TimeSpan) {
    invariant(interval.nanoseconds > 0, "samples every \(interval.nanoseconds) ns")
    self.rules = rules
    self.interval = interval
    audit = LedgerAudit(rules)
  }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    if let now, let moment = firstMoment(from: now), moment < command.time { sample(at: moment) }
    now = max(command.time, now ?? .start)
    audit.observe(command, events, from: first)
  }

  /// Takes the last sample: the stream has ended.
  public mutating func finish() {
    if let now { sample(at: now) }
  }

  /// Forgets the samples so far, so that a long run needs no memory for those already written.
  public mutating func removeAll() { samples.removeAll(keepingCapacity: true) }

  /// The first multiple of the interval that is not before `time`; `nil` beyond the end of time.
  private func firstMoment(from time: Time) -> Time? {
    let step = interval.nanoseconds
    let (start, overflow) = time.nanoseconds.addingReportingOverflow(step - 1)
    return overflow ? nil : Time(nanoseconds: start / step * step)
  }

  private mutating func sample(at time: Time) {
    while latest.count < audit.accountCount { latest.append(nil) }
    for number in 0..<audit.accountCount {
      let account = AccountID(number: Int32(number))
      let held = audit.instrumentsHeld(by: account)
      let sample = EquitySample(
        time: time, account: account, collateral: audit.balance(of: .collateral(account)),
        equity: audit.equity(of: account), holdings: held.count,
        notional: held.reduce(0) { sum, instrument in
          guard let mark = audit.mark(of: instrument) else { return sum }
          let size = audit.position(of: account, in: instrument).size
          return sum + rules.instruments[instrument.index].notional(of: size, at: mark)
        })
      if let last = latest[number], last.isSame(as: sample) { continue }
      latest[number] = sample
      samples.append(sample)
    }
  }
}

/// What an account had at a moment, in units of money.
public struct EquitySample: Hashable, Sendable {
  /// The moment, or of the last sample the end of the stream.
  public let time: Time
  /// Whose.
  public let account: AccountID
  /// Its cash; below zero when it owes.
  public let collateral: Int128
  /// Cash, unrealized profit at the marks, and what its assets count.
  public let equity: Int128
  /// How many instruments it held.
  public let holdings: Int
  /// Of all it held, at the marks; of what has no mark nothing.
  public let notional: Int128

  fileprivate func isSame(as other: EquitySample) -> Bool {
    (collateral, equity, holdings, notional) == (other.collateral, other.equity, other.holdings, other.notional)
  }
}

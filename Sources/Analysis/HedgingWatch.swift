import MarketTypes

/// How much of what an account's positions gain and lose one by one cancels out in the whole book.
///
///     effectiveness = 1 − Var(gain of the book) ÷ Σ Var(gain of each position alone)
///
/// A gain is what a change of a mark does to the lots held at that moment; fees, funding and the prices of fills take no
/// part. Time is cut into windows of equal length, and one window's gains are one observation: marks that move within a
/// window move together. An account's observations are the windows in which the mark of something it held changed; a
/// position that was not held then, or whose mark stood, gained nothing. The variances are the population's: with as
/// many observations on both sides the sample's give the same ratio.
///
/// Gains are exact, their variances in floating point (Welford 1962; zeros joined as in Chan, Golub and LeVeque 1979).
/// O(accounts that ever held the instrument) per change of a mark.
public struct HedgingWatch: StreamFold, Sendable {
  private let worths: [LotWorth]
  private let window: TimeSpan
  /// Whose positions are watched; `nil` for everybody's.
  private let watched: Set<AccountID>?
  /// By instrument: everybody who ever held it, in order of the first time.
  private var holders: [[Holder]]
  private var places: [[AccountID: Int]]
  /// By account.
  private var books: [WindowedGain] = []

  /// - Parameter window: zero takes each moment for itself.
  /// - Parameter accounts: nobody else is watched; `nil` watches everybody.
  public init(_ rules: VenueRules, window: TimeSpan, of accounts: [AccountID]? = nil) {
    watched = accounts.map { Set($0) }
    worths = rules.lotWorths
    self.window = window
    holders = Array(repeating: [], count: rules.instruments.count)
    places = Array(repeating: [:], count: rules.instruments.count)
  }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    let nanoseconds = command.time.nanoseconds
    let number = window > .zero ? nanoseconds / window.nanoseconds : nanoseconds
    for index in events.indices {
      let body = events[index].body
      switch body {
      case .accountOpened: books.append(WindowedGain())
      case .marked(let change): move(change, in: number)
      case .contractSettled(let settlement):
        for place in holders[settlement.instrument.index].indices {
          holders[settlement.instrument.index][place].lots = 0
        }
      default:
        guard let traded = body.lotsTraded else { break }
        hold(traded.lots, of: traded.instrument, by: traded.buyer)
        hold(-traded.lots, of: traded.instrument, by: traded.seller)
      }
    }
  }

  /// Of everything an account has held up to now. O(instruments).
  public func hedging(of account: AccountID) -> Hedging {
    let book = books[account.index].moments
    var alone = 0.0
    var positions = 0
    for (index, holders) in holders.enumerated() {
      guard let place = places[index][account] else { continue }
      alone += holders[place].gain.moments.variance(among: book.count)
      positions += 1
    }
    return Hedging(
      windows: book.count, positions: positions, bookVariance: book.variance(among: book.count),
      aloneVariance: alone)
  }

  private mutating func hold(_ lots: Int64, of instrument: InstrumentID, by account: AccountID) {
    let index = instrument.index
    if let watched, !watched.contains(account) { return }
    if let place = places[index][account] {
      holders[index][place].lots += lots
    } else {
      places[index][account] = holders[index].count
      holders[index].append(Holder(account: account, lots: lots))
    }
  }

  /// The first mark of an instrument gains nobody anything: until then a holding was worth its cost.
  private mutating func move(_ change: MarkChange, in window: Int64) {
    guard let previous = change.previous else { return }
    let index = change.instrument.index
    for place in holders[index].indices where holders[index][place].lots != 0 {
      let lots = holders[index][place].lots
      let gain = worths[index].value(of: lots, at: change.price) - worths[index].value(of: lots, at: previous)
      holders[index][place].gain.add(gain, in: window)
      books[holders[index][place].account.index].add(gain, in: window)
    }
  }
}

private struct Holder: Sendable {
  let account: AccountID
  var lots: Int64
  var gain = WindowedGain()
}

/// Gains summed window by window, each sum one observation.
private struct WindowedGain: Sendable {
  private var past = Moments()
  /// The window being summed; −1 before the first.
  private var window: Int64 = -1
  private var gain: Int128 = 0

  mutating func add(_ gain: Int128, in window: Int64) {
    if window != self.window {
      past = moments
      self.window = window
      self.gain = 0
    }
    self.gain += gain
  }

  /// The window being summed among them.
  var moments: Moments { window < 0 ? past : past.adding(Double(gain)) }
}

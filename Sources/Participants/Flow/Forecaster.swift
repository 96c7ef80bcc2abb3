import MarketTypes
import Mathematics

/// A trader with a forecast made of three parts: back to the fundamental price, on with the trend, and noise.
///
///     return a step = (fundamental ÷ reversion · ln(f ÷ p) + chart ÷ τ · ln(p ÷ p(t − τ)) + noise · σ · N(0, 1)) ÷ sum of the weights
///     forecast      = p · e^(return · window),   τ = the lesser of window and time since it began, in steps
///
/// with p the last price and f the index, or a fixed price. It buys at forecast × (1 − gain) if the forecast is above the
/// last price, sells at forecast × (1 + gain) if below; the order ends after the window. Prices are remembered from its own
/// looks, so p(t − τ) is the last one it saw by then.
///
/// Source: Chiarella and Iori, Quantitative Finance 2 (2002), in the form of the open market simulator PAMS.
public struct Forecaster: Participant {
  /// All that is fixed about a forecaster.
  public struct Settings: Hashable, Sendable {
    /// Mean time between two orders.
    public var meanInterval: TimeSpan
    /// What a return is reckoned over.
    public var step: TimeSpan
    /// Weight of the way back to the fundamental price. No weight is below zero, their sum is above it.
    public var fundamental: Double
    /// Weight of the trend.
    public var chart: Double
    /// Weight of what it makes up.
    public var noise: Double
    /// σ, the standard deviation of a step's return, as a fraction.
    public var deviation: Double
    /// In steps, above zero: how far it looks ahead and back, and how long its orders stand.
    public var window: Double
    /// In steps, above zero: how soon the price is thought to return to the fundamental one.
    public var reversion: Double
    /// What it wants to gain, as a share of the forecast; below 1.
    public var gain: Double
    /// Lots of each order, before its cap and the lot size.
    public var size: Quantity
    /// Either way; no order of its own takes it beyond. `nil` for no cap.
    public var largestPosition: Quantity?
    /// f, in ticks; `nil` for the index. While there is none, that part of the return is zero.
    public var fundamentalPrice: Price?

    public init(
      meanInterval: TimeSpan, step: TimeSpan, fundamental: Double, chart: Double, noise: Double, deviation: Double,
      window: Double, reversion: Double, gain: Double, size: Quantity, largestPosition: Quantity? = nil,
      fundamentalPrice: Price? = nil
    ) {
      self.meanInterval = meanInterval
      self.step = step
      self.fundamental = fundamental
      self.chart = chart
      self.noise = noise
      self.deviation = deviation
      self.window = window
      self.reversion = reversion
      self.gain = gain
      self.size = size
      self.largestPosition = largestPosition
      self.fundamentalPrice = fundamentalPrice
    }

    var windowSpan: TimeSpan { TimeSpan(roundingUp: window * Double(step.nanoseconds)) }
  }

  public static let news: News = .positions

  private let seat: Seat
  private var settings: Settings
  private var timing: SeededGenerator
  private var action: SeededGenerator
  private var memory = PriceMemory()
  private var position: OwnPosition

  public init(_ seat: Seat, _ settings: Settings, _ stream: (DrawPurpose) -> SeededGenerator) {
    self.seat = seat
    self.settings = settings
    timing = stream(.timing)
    action = stream(.action)
    position = OwnPosition(seat)
  }

  public mutating func adopt(_ settings: Settings) { self.settings = settings }

  public mutating func firstLook(after begin: Time) -> Time? { timing.time(after: begin, mean: settings.meanInterval) }

  public mutating func look(at outlook: borrowing Outlook, _ actions: inout Outbox) -> Time? {
    let opinion = action.normal()
    let market = outlook.market
    if let last = market.last {
      memory.observe(last, at: outlook.now, keeping: settings.windowSpan)
      if let order = order(forecast(of: market, last, opinion, at: outlook.now), last, at: outlook.now) {
        actions.append(.submit(order))
      }
    }
    return timing.time(after: outlook.now, mean: settings.meanInterval)
  }

  /// The price it expects one window from now.
  func forecast(of market: PublicMarket, _ last: Price, _ opinion: Double, at now: Time) -> Double {
    let price = Double(last.ticks)
    var sum = settings.noise * settings.deviation * opinion
    if let value = settings.fundamentalPrice ?? market.index {
      sum += settings.fundamental * log(Double(value.ticks) / price) / settings.reversion
    }
    if let old = memory.oldest, old.time < now {
      let steps = Double((now - old.time).nanoseconds) / Double(settings.step.nanoseconds)
      sum += settings.chart * log(price / Double(old.price.ticks)) / min(steps, settings.window)
    }
    let weights = settings.fundamental + settings.chart + settings.noise
    return price * exp(sum / weights * settings.window)
  }

  private func order(_ forecast: Double, _ last: Price, at now: Time) -> Order? {
    if forecast == Double(last.ticks) { return nil }
    let side: Side = forecast > Double(last.ticks) ? .buy : .sell
    let aimed =
      side == .buy
      ? Price(roundingDown: forecast * (1 - settings.gain)) : Price(roundingUp: forecast * (1 + settings.gain))
    guard let limit = seat.facts.steps.settled(aimed, for: side), limit <= seat.facts.maximumPrice else { return nil }
    let lots = seat.facts.steps.settled(
      min(settings.size, position.room(side, below: settings.largestPosition) ?? settings.size))
    if lots == .zero { return nil }
    return Order(
      account: seat.account, instrument: seat.instrument, side: side, quantity: lots, limit: limit,
      timeInForce: .goodTilTime, conditions: OrderConditions(expiry: now + settings.windowSpan))
  }

  public mutating func observeOwn(_ event: Event) { position.observe(event) }
}

import MarketTypes

/// What rules and commands must be for a venue to take them, when they come from a file that anybody can have written.
/// Scenarios have bounds of their own.
extension VenueRules {
  /// The first thing wrong with the rules, or `nil`.
  var fault: String? {
    for (number, instrument) in instruments.enumerated() {
      if let fault = instrument.fault { return "instrument \(number): \(fault)" }
    }
    switch liquidation.pacing {
    case .immediate(let limit):
      return limit < 1 ? "at most \(limit) rounds a command" : nil
    case .timed(let span):
      let allowed = 1...Time.latest.nanoseconds
      return allowed.contains(span.nanoseconds) ? nil : "a step every \(span.nanoseconds) ns"
    }
  }
}

extension Time {
  /// The latest moment a command may come at, 146 years from the start: a span of that length still fits behind it.
  static var latest: Time { Time(nanoseconds: 1 << 62) }
}

import MarketTypes

extension Time {
  /// The latest moment a command of a file that anybody can have written may come at: 146 years from the start.
  /// Scenarios have a bound of their own.
  static var latest: Time { Time(nanoseconds: 1 << 62) }
}

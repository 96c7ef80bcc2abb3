/// Why a figure cannot be had from this tape: the data do not show it, or there are too few of them.
struct NotApplicable: Error {
  let reason: String

  init(_ reason: String) { self.reason = reason }

  /// Throws unless there are enough.
  ///
  /// - Parameter noun: in the plural.
  static func requires(_ least: Int, _ count: Int, _ noun: String) throws(NotApplicable) {
    if count < least { throw NotApplicable("it takes \(least) \(noun), there are \(count)") }
  }

  /// Throws where a session lasts longer than its seconds are counted one by one: a few commands may span a century.
  static func requiresCountable(_ session: Range<Int64>) throws(NotApplicable) {
    let days = (session.upperBound - session.lowerBound) / (86_400 * MarketTape.second)
    if days > 366 { throw NotApplicable("the session lasts \(days) days; it takes one of at most 366") }
  }
}

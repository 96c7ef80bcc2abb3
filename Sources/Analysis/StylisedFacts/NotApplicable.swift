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
}

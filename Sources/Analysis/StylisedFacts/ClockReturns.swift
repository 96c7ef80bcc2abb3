import MarketTypes

/// Returns of the mid price by the clock: r = log(mid at t + h) − log(mid at t), t on whole seconds of the session.
struct ClockReturns: Sendable {
  /// The logarithm of the mid at each second, ends included; of a session that is not too long for that.
  private let levels: Result<[Double], NotApplicable>

  init(_ path: MidPath, over session: Range<Int64>) {
    levels = Result { () throws(NotApplicable) in
      try NotApplicable.requiresCountable(session)
      return path.logarithms(eachSecondOf: session)
    }
  }

  /// One after the other, `seconds` long each, from the session's first moment on. What is left at the end is left out.
  func apart(_ seconds: Int) throws(NotApplicable) -> [Double] {
    let levels = try levels.get()
    guard levels.count > seconds else { return [] }
    return stride(from: seconds, to: levels.count, by: seconds).map { levels[$0] - levels[$0 - seconds] }
  }

  /// A new one each second.
  func overlapping(_ seconds: Int) throws(NotApplicable) -> [Double] {
    let levels = try levels.get()
    guard levels.count > seconds else { return [] }
    return (seconds..<levels.count).map { levels[$0] - levels[$0 - seconds] }
  }
}

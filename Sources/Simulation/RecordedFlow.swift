import MarketTypes

/// A recorded order flow as commands in order of time, one ahead.
///
/// The simulation knows neither files nor formats: whoever reads them hands over how to get the next command.
public struct RecordedFlow {
  private var pending: Command?
  private let read: () -> Command?

  /// - Parameter read: the next command, or `nil` at the end. Times are not before the start and never go back.
  public init(_ read: @escaping () -> Command?) {
    self.read = read
    pending = read()
  }

  var nextTime: Time? { pending?.time }

  /// There is a next command.
  mutating func takeNext() -> Command {
    guard let command = pending else { invariantFailed("a recorded flow was read past its end") }
    pending = read()
    return command
  }
}

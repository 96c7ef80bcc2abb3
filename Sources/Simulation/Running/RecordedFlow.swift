import MarketTypes

/// A recorded order flow as commands in order of time, one ahead.
///
/// The simulation knows neither files nor formats: whoever reads them hands over where the next command comes from. That is
/// a value, so that a copy of a flow goes on by itself from where it stands.
public struct RecordedFlow {
  private var pending: Command?
  private var source: any IteratorProtocol<Command>

  /// - Parameter source: gives commands whose times are not before the start and never go back. Copies share nothing.
  public init(_ source: some IteratorProtocol<Command>) {
    var source = source
    pending = source.next()
    self.source = source
  }

  var nextTime: Time? { pending?.time }

  /// There is a next command.
  mutating func takeNext() -> Command {
    guard let command = pending else { invariantFailed("a recorded flow was read past its end") }
    pending = source.next()
    return command
  }
}

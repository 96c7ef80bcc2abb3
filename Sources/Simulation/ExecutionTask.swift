import MarketTypes
import Participants

/// A large order that a participant has to work.
public struct ExecutionTask: Hashable, Sendable {
  public var account: AccountID
  public var instrument: InstrumentID
  public var side: Side
  public var quantity: Quantity
  public var start: Time
  public var horizon: TimeSpan
}

extension Scenario {
  /// In the order of participants.
  public var executionTasks: [ExecutionTask] {
    participants.compactMap { participant in
      guard case .execution(let settings) = participant.settings else { return nil }
      return ExecutionTask(
        account: participant.account, instrument: participant.seat.instrument, side: settings.side,
        quantity: settings.quantity, start: Time.start + participant.start, horizon: settings.horizon)
    }
  }
}

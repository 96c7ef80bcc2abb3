import MarketTypes
import Participants

/// A large order that a participant has to work.
public struct ExecutionTask: Hashable, Sendable {
  /// Who works it.
  public var account: AccountID
  /// Where it is worked.
  public var instrument: InstrumentID
  /// Of the parent and all its children.
  public var side: Side
  /// Of the parent.
  public var quantity: Quantity
  /// When its block begins: the first slice goes out then.
  public var start: Time
  /// From `start` to the moment at which what is left is sent or given up.
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

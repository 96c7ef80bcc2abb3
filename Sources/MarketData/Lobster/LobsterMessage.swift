import MarketTypes
import Notation

/// One row of a LOBSTER message file: what happened to one order of one stock.
///
/// The format is described in the `LOBSTER_SampleFiles_ReadMe.txt` that comes with every sample of lobsterdata.com.
public struct LobsterMessage: Hashable, Sendable, BitwiseCopyable {
  /// After midnight, where the exchange is.
  public var time: TimeSpan
  public var kind: Kind
  /// At least 1 where it names an order that can be seen. 0 for hidden executions and halts, below zero for crosses.
  public var orderID: Int64
  /// In shares: what was added, or what was taken off.
  public var size: Quantity
  /// Where the order stands. Of a cross its price; of a halt −1, 0 when quoting and 1 when trading resumes.
  public var price: LobsterPrice
  /// The side of the resting order, in an execution too: one of a sell order was a buyer's trade.
  /// Hidden executions have it up to 2014-07-13 and say `buy` since.
  public var side: Side

  public init(
    time: TimeSpan, kind: Kind, orderID: Int64, size: Quantity, price: LobsterPrice, side: Side
  ) {
    self.time = time
    self.kind = kind
    self.orderID = orderID
    self.size = size
    self.price = price
    self.side = side
  }

  /// What happened, by the number LOBSTER gives it.
  public enum Kind: UInt8, Sendable, BitwiseCopyable, CaseIterable {
    /// A new limit order rests.
    case submission = 1
    /// Part of an order was cancelled.
    case partialCancel = 2
    /// What was left of an order was cancelled.
    case deletion = 3
    /// A visible order was filled, whole or in part.
    case execution = 4
    /// A hidden order was filled; the visible book stays as it is.
    case hiddenExecution = 5
    /// An auction's trade; the visible book stays as it is.
    case cross = 6
    /// Trading stops, or quoting or trading resumes.
    case halt = 7

    /// Whether it adds to the visible book or takes from it.
    public var changesBook: Bool {
      switch self {
      case .submission, .partialCancel, .deletion, .execution: true
      case .hiddenExecution, .cross, .halt: false
      }
    }
  }
}

extension LobsterMessage: CustomStringConvertible {
  /// The row it was read from, up to needless zeros: `34200.18960767,1,11885113,21,2238100,1`.
  public var description: String {
    let seconds = decimalText(time.nanoseconds, scale: 9)
    return "\(seconds),\(kind.rawValue),\(orderID),\(size.lots),\(price.tenThousandths),\(side.sign)"
  }
}

import MarketTypes
import Notation

/// A recorded day as order flow: LOBSTER messages turned into the commands of exempt accounts in one instrument, one
/// at a time.
///
/// | message | command |
/// |---|---|
/// | seed level | good-til-cancelled limit order at the origin, client id 2^61 + 1, 2^61 + 2, … |
/// | 1 new limit order | good-til-cancelled limit order, client id = LOBSTER's order id |
/// | 2 partial cancel | reduce |
/// | 3 deletion | cancel; a reduce of the seed order at its price if the order was never seen |
/// | 4 execution | immediate-or-cancel order of the aggressor, other side, resting order's price and size |
/// | 5 hidden execution, 6 cross, 7 halt | none; counted in `kinds` |
///
/// **What it means.** Played into an empty instrument alone it rebuilds the recorded book, but for the orders a seed level
/// merges and for executions out of turn (`docs/market-data.md` has figures). With participants beside it, it is the
/// background of a counterfactual: the recorded crowd adds, cancels and trades where and when it did that day.
///
/// **What it does not mean.** The crowd does not react. It neither sees the participants nor follows a price they
/// have moved. Once they trade with it, the recorded orders and the standing ones part: an order may be gone when its
/// cancellation comes (refused as `unknownOrder`), a recorded execution may fill a better-priced or earlier
/// participant instead, and a recorded limit order may meet a participant's and trade. Execution sizes are what one
/// resting order lost, so an aggressor that took several arrives as several orders of the same time. Hidden orders
/// are left out, and with them the trades that printed inside the spread. No message says who sent it.
public struct LobsterFlow {
  private let terms: LobsterFlowTerms
  private let origin: TimeSpan
  private var reconstruction: LobsterReconstruction
  private var seedsPlaced = 0

  /// Reads the first message and the first row of `book`; refuses a first message before the origin.
  ///
  /// - Parameter book: an orderbook file that begins with the same message; `nil` starts from an empty book, and
  ///   skips what refers to orders from before.
  public init(messages: SourceText, book: SourceText?, terms: LobsterFlowTerms) throws(Diagnostics) {
    self.terms = terms
    reconstruction = try LobsterReconstruction(
      messages: messages, book: book, tickSize: terms.tickSize, notBefore: terms.origin ?? .zero)
    origin = terms.origin ?? reconstruction.firstTime
  }

  /// The messages gone through so far.
  public var kinds: LobsterKindCounts { reconstruction.kinds }
  public var references: LobsterReferenceCounts { reconstruction.references }

  /// The next command, or `nil` after the last. Times never decrease.
  public mutating func next() throws(Diagnostics) -> Command? {
    if seedsPlaced < reconstruction.seed.count {
      seedsPlaced += 1
      return Command(submission(reconstruction.seed[seedsPlaced - 1]), at: .start)
    }
    while let step = try reconstruction.next() {
      guard let edit = step.edit else { continue }
      let time = Time(nanoseconds: step.message.time.nanoseconds - origin.nanoseconds)
      return Command(action(for: edit, kind: step.message.kind), at: time)
    }
    return nil
  }

  private func action(for edit: BookEdit, kind: LobsterMessage.Kind) -> Command.Action {
    if edit.change == .add { return submission(edit) }
    if kind == .execution { return .submit(aggressor(of: edit)) }
    let target = OrderReference.client(Self.client(of: edit))
    if kind == .deletion, edit.orderID > 0 {
      return .cancel(OrderCancel(account: terms.account, instrument: terms.instrument, target: target))
    }
    return .reduce(
      OrderReduce(account: terms.account, instrument: terms.instrument, target: target, by: edit.quantity))
  }

  private func submission(_ edit: BookEdit) -> Command.Action {
    .submit(
      Order(
        account: terms.account, instrument: terms.instrument, side: edit.side, quantity: edit.quantity,
        limit: edit.price, client: Self.client(of: edit)))
  }

  /// The source's own number. Seed orders, which have −1, −2, … (`LobsterReconstruction`), are numbered from 2^61 + 1 on: the
  /// venue keeps numbers below zero for quotes (MAT-54), and those from 2^62 on may stand for labels.
  private static func client(of edit: BookEdit) -> ClientOrderID {
    ClientOrderID(number: edit.orderID < 0 ? 1 << 61 - edit.orderID : edit.orderID)
  }

  private func aggressor(of edit: BookEdit) -> Order {
    Order(
      account: terms.aggressor, instrument: terms.instrument, side: edit.side.opposite, quantity: edit.quantity,
      limit: edit.price, timeInForce: .immediateOrCancel)
  }
}

/// Whose commands a recorded day becomes, and in which units.
public struct LobsterFlowTerms: Hashable, Sendable {
  /// Owns all resting orders. Exempt, as nobody knows what collateral the recorded crowd had.
  public var account: AccountID
  /// Sends what executed them; exempt too. Another one, or the account trades with itself.
  public var aggressor: AccountID
  public var instrument: InstrumentID
  /// What a tick of the instrument is worth; above zero. A lot is one share.
  public var tickSize: LobsterPrice
  /// The time of day that becomes the start of simulated time; `nil` for that of the first message.
  public var origin: TimeSpan?

  public init(
    account: AccountID, aggressor: AccountID, instrument: InstrumentID, tickSize: LobsterPrice = .cent,
    origin: TimeSpan? = nil
  ) {
    self.account = account
    self.aggressor = aggressor
    self.instrument = instrument
    self.tickSize = tickSize
    self.origin = origin
  }
}

import MarketTypes

/// One of a maker's orders: as the venue has it by the news so far, and as it was last asked to be.
///
/// Answers come in the order of the requests, so once all changes are answered both are the same.
struct LiveQuote: Sendable, BitwiseCopyable {
  let client: Int64
  let side: Side
  /// Zero until the venue's answer has come.
  var order: Int64 = 0
  /// Where it stands, and what is left of it.
  private(set) var price: Price
  private(set) var lots: Int64
  /// Lots of it that filled, which a change of its whole quantity counts.
  private(set) var filled: Int64 = 0
  /// Where it was last asked to stand, and with what left; what fills on the way is gone from that too.
  private(set) var askedPrice: Price
  private(set) var askedLots: Int64
  /// How many changes of it the venue has not answered.
  private var unanswered = 0
  /// The venue was asked to cancel it.
  private(set) var isLeaving = false
  /// While quotes are brought to what is wanted: it becomes one of those.
  var isTaken = false

  init(client: ClientOrderID, _ side: Side, _ price: Price, lots: Int64) {
    self.client = client.number
    self.side = side
    self.price = price
    self.lots = lots
    askedPrice = price
    askedLots = lots
  }

  /// Whether nothing of it will be left once its maker's requests have arrived.
  var isGoing: Bool { isLeaving || askedLots <= 0 }

  // MARK: What it is asked

  mutating func leave() { isLeaving = true }

  /// Asks it to stand elsewhere, or with other lots left.
  ///
  /// - Returns: its whole quantity then, filled lots counted.
  mutating func move(to price: Price, lots: Int64) -> Quantity {
    askedPrice = price
    askedLots = lots
    unanswered += 1
    return Quantity(lots: filled + lots)
  }

  // MARK: What the venue says

  /// Some of it is gone, by a fill or against its owner's own order, which is no fill to a change on its way.
  mutating func lose(_ lots: Int64, byFill: Bool) {
    self.lots -= lots
    if byFill || unanswered == 0 { askedLots -= lots }
    if byFill { filled += lots }
  }

  /// It was changed.
  mutating func stand(at price: Price, lots: Int64) {
    self.price = price
    self.lots = lots
    answerChange()
  }

  /// One change was answered, be it with a refusal: then it stands as it stood.
  mutating func answerChange() {
    unanswered = max(0, unanswered - 1)
    guard unanswered == 0 else { return }
    askedPrice = price
    askedLots = lots
  }

  /// It was not cancelled.
  mutating func stay() { isLeaving = false }
}

import MarketTypes

/// What an event did to one order of a book.
struct BookStep: Sendable {
  enum Kind: Sendable {
    /// It stands from here on.
    case rested
    /// It met another order; it may have left with that.
    case filled
    /// It lost lots otherwise, and has some left.
    case reduced
    /// What was left of it is gone.
    case removed
    /// It is gone for the moment: the same event puts it somewhere else.
    case moved
  }

  let kind: Kind
  /// Whose book it is.
  let instrument: InstrumentID
  /// Which one.
  let order: OrderID
  /// The order as it stood before; once it has `rested`, as it stands.
  let resting: RebuiltBook.Resting
  /// By how many lots what stands there grew; below zero where it shrank.
  let change: Int64
}

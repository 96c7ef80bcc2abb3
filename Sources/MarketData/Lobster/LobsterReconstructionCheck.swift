import MarketTypes
import Notation

/// Whether a book that messages are played into goes through the same best prices and sizes, in the same
/// order, as an orderbook file of the same day.
///
/// Compared are **distinct states**: those that differ from the one before, after each message here, in each row
/// there. So files of different depth can be compared, whose messages are not the same. They must part at last:
/// a message file is silent about orders outside its levels, and a price that was outside the seed can become the best.
public struct LobsterReconstructionCheck: Sendable {
  /// Messages played.
  public private(set) var messages = 0
  /// Distinct states of the book they were played into.
  public private(set) var states = 0
  /// Distinct states of the orderbook file.
  public let referenceStates: Int
  /// How many states from the first on are the same in both.
  public private(set) var equalStates = 0
  /// The first that are not; `nil` if one sequence is the beginning of the other.
  public private(set) var firstDifference: Difference?
  /// How many of the book's states occur anywhere in the file.
  public private(set) var statesInReference = 0
  /// After how many messages the best bid was at or above the best ask.
  public private(set) var crossed = 0
  public private(set) var references = LobsterReferenceCounts()

  /// Two books at the same place of their sequences.
  public struct Difference: Hashable, Sendable {
    /// The message, from 1, after which the book was so.
    public let message: Int
    public let rebuilt: LobsterTop
    public let reference: LobsterTop
  }

  /// Plays the seed and every message into `book`, which is empty before.
  ///
  /// - Parameter reference: an orderbook file; of its levels only the first is looked at.
  public init(
    playing reconstruction: consuming LobsterReconstruction, into book: inout some EditableBook & ~Copyable,
    against reference: SourceText
  ) throws(Diagnostics) {
    let expected = try distinctTops(of: reference)
    let known = Set(expected)
    referenceStates = expected.count
    for edit in reconstruction.seed { book.apply(edit) }
    var last: LobsterTop?
    while let step = try reconstruction.next() {
      messages += 1
      if let edit = step.edit { book.apply(edit) }
      let top = LobsterTop(of: book, tickSize: reconstruction.tickSize)
      if top.isCrossed { crossed += 1 }
      if top == last { continue }
      last = top
      compare(top, with: states < expected.count ? expected[states] : nil)
      if known.contains(top) { statesInReference += 1 }
    }
    references = reconstruction.references
  }

  private mutating func compare(_ top: LobsterTop, with reference: LobsterTop?) {
    if top == reference, equalStates == states { equalStates += 1 }
    if let reference, top != reference, firstDifference == nil {
      firstDifference = Difference(message: messages, rebuilt: top, reference: reference)
    }
    states += 1
  }
}

/// The best levels of an orderbook file, each that differs from the row above.
private func distinctTops(of text: SourceText) throws(Diagnostics) -> [LobsterTop] {
  var reader = try LobsterBookReader(text)
  var row = LobsterBookRow(levelCount: reader.levelCount)
  var tops: [LobsterTop] = []
  while try reader.read(into: &row) {
    if tops.last != row.top { tops.append(row.top) }
  }
  return tops
}

extension LobsterTop {
  /// What is best in `book`, whose ticks are `tickSize`.
  init(of book: borrowing some EditableBook & ~Copyable, tickSize: LobsterPrice) {
    func level(_ best: (price: Price, quantity: Quantity)?) -> LobsterLevel? {
      best.map { LobsterLevel(price: LobsterPrice($0.price, tickSize: tickSize), size: $0.quantity) }
    }
    self.init(ask: level(book.best(.sell)), bid: level(book.best(.buy)))
  }
}

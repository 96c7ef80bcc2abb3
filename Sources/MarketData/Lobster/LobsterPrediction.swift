import MarketTypes

/// How much a message tells about the book after it, beside the levels it was applied to.
enum LobsterPrediction: Hashable {
  /// All of it.
  case whole
  /// A full side lost a level: some level worse than `beyond` may have moved into sight, or none.
  case reveals(Side, beyond: LobsterPrice)
  /// The message is about a price worse than the last level of a full side, which the row cannot show. Nothing changes.
  case outside
  /// The message takes what does not stand there: no row can be right.
  case impossible
}

extension LobsterBookRow {
  /// Turns this row into the next one, as far as `message` tells.
  ///
  /// The side the message is not about never changes. A better level pushes the last one out of a full side.
  mutating func apply(_ message: LobsterMessage) -> LobsterPrediction {
    switch message.side {
    case .buy: Self.apply(message, to: &bids, levelCount: levelCount)
    case .sell: Self.apply(message, to: &asks, levelCount: levelCount)
    }
  }

  private static func apply(
    _ message: LobsterMessage, to levels: inout [LobsterLevel], levelCount: Int
  ) -> LobsterPrediction {
    let wasFull = levels.count == levelCount
    switch message.kind {
    case .hiddenExecution, .cross, .halt: return .whole
    case .submission:
      let place = levels.add(message.size, at: message.price, on: message.side)
      if levels.count > levelCount { levels.removeLast() }
      return place < levelCount ? .whole : .outside
    case .partialCancel, .deletion, .execution:
      let last = levels.last
      switch levels.take(message.size, at: message.price) {
      case .part: return .whole
      case .all: return wasFull ? .reveals(message.side, beyond: last?.price ?? message.price) : .whole
      case .tooMany:
        let isOutside = wasFull && last?.price.isBetter(than: message.price, on: message.side) == true
        return isOutside ? .outside : .impossible
      }
    }
  }

  /// Whether `found` can be the row that was predicted as this one.
  func agrees(with found: LobsterBookRow, after prediction: LobsterPrediction) -> Bool {
    switch prediction {
    case .whole, .outside: return self == found
    case .impossible: return false
    case .reveals(let side, let beyond):
      if self[side.opposite] != found[side.opposite] { return false }
      if self[side] == found[side] { return true }
      guard let revealed = found[side].last, beyond.isBetter(than: revealed.price, on: side) else { return false }
      return found[side].dropLast().elementsEqual(self[side])
    }
  }
}

import MarketTypes

/// One side of a visible book: adding to it and taking from it.
extension [LobsterLevel] {
  /// Adds lots at a price, as a new level if need be, and returns how many levels are better.
  mutating func add(_ size: Quantity, at price: LobsterPrice, on side: Side) -> Int {
    let place = firstIndex { !$0.price.isBetter(than: price, on: side) } ?? count
    if place < count, self[place].price == price {
      self[place].size = self[place].size + size
    } else {
      insert(LobsterLevel(price: price, size: size), at: place)
    }
    return place
  }

  /// What taking lots at a price did.
  enum Taken {
    case part
    /// The level is gone, and worse ones moved up.
    case all
    /// There were not so many, or none: nothing was taken.
    case tooMany
  }

  mutating func take(_ size: Quantity, at price: LobsterPrice) -> Taken {
    guard let place = firstIndex(where: { $0.price == price }), self[place].size >= size else { return .tooMany }
    if self[place].size == size {
      remove(at: place)
      return .all
    }
    self[place].size = self[place].size - size
    return .part
  }
}

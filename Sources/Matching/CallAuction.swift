import MarketTypes
import Storage

/// Where a call auction would trade, and how much (MAT-61).
public struct CallAuction: Equatable {
  /// The one price of all fills.
  public var price: Price
  /// What trades at that price: the smaller of what is bid there or better and what is asked; above zero.
  public var quantity: Quantity
  /// What is bid at that price or better beyond what is asked; below zero what is asked beyond.
  public var surplus: Int64

  /// The outcome for the orders of a book as they stand, shown or not; `nil` when no two of them meet.
  ///
  /// The largest volume; among those prices the smallest surplus; among those the highest if buyers are in surplus at all
  /// of them, the lowest if sellers; else the reference, moved into their range. O(orders that cross).
  ///
  /// - Parameters:
  ///   - reference: `nil` counts as the middle of the range, rounded down.
  ///   - tickSize: the price is a multiple of it, the reference rounded down.
  public init?(
    of book: borrowing OrderBook, _ specials: borrowing SpecialOrders, reference: Price?, tickSize: Int64
  ) {
    guard let highestBid = book.first(of: .buy)?.price, let lowestAsk = book.first(of: .sell)?.price,
      highestBid >= lowestAsk
    else { return nil }
    let bids = Self.crossing(.buy, of: book, specials, until: lowestAsk)
    let asks = Self.crossing(.sell, of: book, specials, until: highestBid)

    // Every limit between the lowest ask and the highest bid, from below, with what is bid there or above and what is
    // asked there or below.
    var bid = Self.lots(of: bids)
    var asked: Int64 = 0
    var nextAsk = 0
    var nextBid = bids.count - 1
    var best: (volume: Int64, surplus: Int64)?
    var range = (lowest: highestBid, highest: lowestAsk, buyersEverywhere: true, sellersEverywhere: true)
    while nextAsk < asks.count || nextBid >= 0 {
      let askTicks = nextAsk < asks.count ? asks[nextAsk].ticks : .max
      let bidTicks = nextBid >= 0 ? bids[nextBid].ticks : .max
      let ticks = min(askTicks, bidTicks)
      if askTicks == ticks {
        asked += asks[nextAsk].lots
        nextAsk += 1
      }
      let volume = min(bid, asked)
      let surplus = bid - asked
      if best.map({ (-volume, surplus.magnitude) < (-$0.volume, $0.surplus.magnitude) }) ?? true {
        best = (volume, surplus)
        range = (Price(ticks: ticks), Price(ticks: ticks), surplus > 0, surplus < 0)
      } else if let best, volume == best.volume, surplus.magnitude == best.surplus.magnitude {
        range.highest = Price(ticks: ticks)
        range.buyersEverywhere = range.buyersEverywhere && surplus > 0
        range.sellersEverywhere = range.sellersEverywhere && surplus < 0
      }
      // What is bid at this price is not bid above it.
      if bidTicks == ticks {
        bid -= bids[nextBid].lots
        nextBid -= 1
      }
    }
    guard let best, best.volume > 0 else { return nil }
    if range.buyersEverywhere {
      price = range.highest
    } else if range.sellersEverywhere {
      price = range.lowest
    } else {
      let middle = Price(ticks: (range.lowest.ticks + range.highest.ticks) / 2)
      let wanted = Price(ticks: (reference ?? middle).ticks / tickSize * tickSize)
      price = min(max(wanted, range.lowest), range.highest)
    }
    quantity = Quantity(lots: best.volume)
    surplus = Self.surplus(at: price, bids, asks)
  }

  /// What a price comes to, as a book stands. O(orders that would trade at it).
  public init(at price: Price, of book: borrowing OrderBook, _ specials: borrowing SpecialOrders) {
    let bid = Self.lots(of: Self.crossing(.buy, of: book, specials, until: price))
    let asked = Self.lots(of: Self.crossing(.sell, of: book, specials, until: price))
    self.price = price
    quantity = Quantity(lots: min(bid, asked))
    surplus = bid - asked
  }

  private struct Depth: BitwiseCopyable {
    var ticks: Int64
    var lots: Int64
  }

  /// What a side holds at each price from its best one to `limit`, best first, lots that icebergs do not show included.
  private static func crossing(
    _ side: Side, of book: borrowing OrderBook, _ specials: borrowing SpecialOrders, until limit: Price
  ) -> Pool<Depth> {
    var found = Pool<Depth>()
    book.forEachMaker(for: side.opposite, limit: limit) { order in
      let lots = order.quantity.lots + (order.detail < 0 ? 0 : specials[order.detail].reserve)
      if found.count > 0, found[found.count - 1].ticks == order.price.ticks {
        found[found.count - 1].lots += lots
      } else {
        found.append(Depth(ticks: order.price.ticks, lots: lots))
      }
      return true
    }
    return found
  }

  private static func lots(of depths: borrowing Pool<Depth>) -> Int64 {
    var lots: Int64 = 0
    for index in 0..<depths.count { lots += depths[index].lots }
    return lots
  }

  private static func surplus(at price: Price, _ bids: borrowing Pool<Depth>, _ asks: borrowing Pool<Depth>) -> Int64 {
    var surplus: Int64 = 0
    for index in 0..<bids.count where bids[index].ticks >= price.ticks { surplus += bids[index].lots }
    for index in 0..<asks.count where asks[index].ticks <= price.ticks { surplus -= asks[index].lots }
    return surplus
  }
}

import MarketTypes

/// The prices of one instrument at which a region is looked at.
public struct RegionAxis: Hashable, Sendable {
  /// Whose mark is moved.
  public var instrument: InstrumentID
  /// Each from 1 to the instrument's maximum, in any order.
  public var prices: [Price]

  public init(_ instrument: InstrumentID, at prices: [Price]) {
    self.instrument = instrument
    self.prices = prices
  }
}

/// Where along one instrument's prices an account is liquidatable, while all other marks stand.
@frozen public enum LiquidationEdge: Hashable, Sendable, BitwiseCopyable {
  /// At no price from 1 to the maximum.
  case nowhere
  /// At every price from 1 to the maximum.
  case everywhere
  /// A long's: at this price and all below it.
  case atOrBelow(Price)
  /// A short's: at this price and all above it.
  case atOrAbove(Price)

  /// Whether the account is liquidatable at a price.
  public func contains(_ price: Price) -> Bool {
    switch self {
    case .nowhere: false
    case .everywhere: true
    case .atOrBelow(let edge): price <= edge
    case .atOrAbove(let edge): price >= edge
    }
  }
}

/// Marks at which an account is liquidatable.
public struct LiquidationPoint: Hashable, Sendable {
  /// Of the instruments asked about that have a mark, lowest number first.
  public var marks: [PriceUpdate]
  /// The largest relative move from the present marks to these, rounded up to a millionth: 0.05 is 5 %.
  public var largestMove: Rate
}

/// At which combinations of marks an account is liquidatable (FIG-6).
///
/// For each combination of the axes' prices, where that begins along one further instrument, exactly. All other marks, and
/// the prices of collateral assets, stand.
public struct LiquidationRegion: Hashable, Sendable {
  /// As asked for.
  public let axes: [RegionAxis]
  /// The instrument whose prices the edges are.
  public let along: InstrumentID
  /// One for each combination, the last axis' price changing fastest.
  public let edges: [LiquidationEdge]
  /// The liquidatable combination of these instruments' marks nearest to the present ones (FIG-7), on or off the grid;
  /// `nil` where none is.
  public let nearest: LiquidationPoint?

  /// Where liquidation begins at one combination: `indices` has one index into the prices of each axis.
  public func edge(at indices: [Int]) -> LiquidationEdge {
    var place = 0
    for (axis, index) in zip(axes, indices) {
      precondition(axis.prices.indices.contains(index))
      place = place * axis.prices.count + index
    }
    return edges[place]
  }
}

extension ClearingHouse {
  /// The account's liquidation region over grids of prices, exact along one further instrument (FIG-6).
  ///
  /// The instruments are all different and the prices within their limits. On its axis an instrument without a mark
  /// counts as marked there. O(combinations × log price × holdings).
  ///
  /// - Parameters:
  ///   - axes: usually one or two; none gives one edge, at the present marks.
  ///   - along: where the account is flat there, or it has no mark, an edge is nowhere or everywhere.
  public func liquidationRegion(
    of account: AccountID, over axes: [RegionAxis], along: InstrumentID
  ) -> LiquidationRegion {
    let asked = axes.map(\.instrument) + [along]
    for (place, instrument) in asked.enumerated() {
      invariant(!asked[..<place].contains(instrument), "two axes of instrument \(instrument.number)")
    }
    for axis in axes {
      let highest = lines[axis.instrument.index].maximumTicks
      for price in axis.prices { invariant((1...highest).contains(price.ticks), "a price of \(price.ticks) ticks") }
    }
    var edges: [LiquidationEdge] = []
    var ticks = presentTicks
    for place in 0..<axes.reduce(1, { $0 * $1.prices.count }) {
      var rest = place
      for axis in axes.reversed() {
        ticks[axis.instrument.index] = axis.prices[rest % axis.prices.count].ticks
        rest /= axis.prices.count
      }
      edges.append(edge(of: account, in: along, ticks))
    }
    return LiquidationRegion(
      axes: axes, along: along, edges: edges, nearest: nearestLiquidation(of: account, moving: asked))
  }

  private func edge(of account: AccountID, in instrument: InstrumentID, _ ticks: [Int64]) -> LiquidationEdge {
    let position = position(of: account, in: instrument)
    guard !position.isFlat, lines[instrument.index].mark != 0 else {
      return isLiquidatable(account, at: ticks) ? .everywhere : .nowhere
    }
    guard let price = liquidationPrice(of: account, in: instrument, whileOthersAre: { ticks[Int($0)] }) else {
      return .nowhere
    }
    if position.lots > 0 {
      return price.ticks == lines[instrument.index].maximumTicks ? .everywhere : .atOrBelow(price)
    }
    return price.ticks == 1 ? .everywhere : .atOrAbove(price)
  }

  /// Each line's mark, zero for none.
  var presentTicks: [Int64] { (0..<lines.count).map { lines[$0].mark } }

  func isLiquidatable(_ account: AccountID, at ticks: [Int64]) -> Bool {
    isMargined(account) && isLiquidatable(figures(of: account) { ticks[Int($0)] })
  }
}

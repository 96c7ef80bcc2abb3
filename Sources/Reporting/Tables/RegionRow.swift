import MarketTypes

/// Where along one instrument's prices an account is liquidatable while others are at given prices (FIG-6).
public struct RegionRow: TableRow, Sendable {
  /// Where liquidation begins.
  public enum Edge: Sendable {
    /// At no price.
    case nowhere
    /// At every price.
    case everywhere
    /// A long's: at this price and all below it.
    case atOrBelow(Price)
    /// A short's: at this price and all above it.
    case atOrAbove(Price)

    var price: Price? {
      switch self {
      case .nowhere, .everywhere: nil
      case .atOrBelow(let price), .atOrAbove(let price): price
      }
    }

    var name: String {
      switch self {
      case .nowhere: "nowhere"
      case .everywhere: "everywhere"
      case .atOrBelow: "atOrBelow"
      case .atOrAbove: "atOrAbove"
      }
    }
  }

  let others: [PriceUpdate]
  let along: InstrumentID
  let edge: Edge

  /// - Parameters:
  ///   - others: the given prices, of one or two instruments.
  ///   - along: the instrument along whose prices liquidation is looked for.
  ///   - edge: where it begins there.
  public init(others: [PriceUpdate], along: InstrumentID, edge: Edge) {
    (self.others, self.along, self.edge) = (others, along, edge)
  }

  /// What `cascade accounts --region` prints as CSV and JSON lines.
  public static let table = Table<RegionRow>(
    name: "region",
    meaning:
      "Where along one instrument's prices an account is liquidatable while one or two others are at given prices, all"
      + " else as it is; what `cascade accounts --region` prints.",
    columns: [
      .text("first", "An instrument that is at a given price.") { row, context in name(of: 0, row, context) },
      .integer("firstPrice", in: .ticks, "That price.") { price(of: 0, $0) },
      .text("second", "Another; this and its price are empty in a region over two.") { row, context in
        name(of: 1, row, context)
      },
      .integer("secondPrice", in: .ticks, "That price.") { price(of: 1, $0) },
      .instrument("Along whose prices liquidation is looked for.") { $0.along },
      .text("liquidatable", "`nowhere`, `everywhere`, or `atOrBelow` or `atOrAbove` the edge.") { row, _ in
        row.edge.name
      },
      .integer("edge", in: .ticks, "The price where it begins; empty for nowhere and everywhere.") {
        $0.edge.price?.ticks
      },
    ])

  private static func name(of place: Int, _ row: RegionRow, _ context: TableContext) -> String? {
    place < row.others.count ? context.names.name(of: row.others[place].instrument) : nil
  }

  private static func price(of place: Int, _ row: RegionRow) -> Int64? {
    place < row.others.count ? row.others[place].price.ticks : nil
  }
}

import MarketTypes
import Notation

/// A price as LOBSTER writes it: dollars times 10,000.
public struct LobsterPrice: Hashable, Comparable, Sendable, BitwiseCopyable {
  public let tenThousandths: Int64

  public init(tenThousandths: Int64) { self.tenThousandths = tenThousandths }

  /// The tick of most stocks above one dollar.
  public static var cent: LobsterPrice { LobsterPrice(tenThousandths: 100) }

  public static func < (left: LobsterPrice, right: LobsterPrice) -> Bool {
    left.tenThousandths < right.tenThousandths
  }

  /// Whether an order at this price goes before one at `other`.
  func isBetter(than other: LobsterPrice, on side: Side) -> Bool {
    side == .buy ? self > other : self < other
  }
}

// MARK: - Ticks

extension LobsterPrice {
  /// The price `price` is when a tick is `tickSize`.
  public init(_ price: Price, tickSize: LobsterPrice) {
    tenThousandths = price.ticks * tickSize.tenThousandths
  }

  /// How many ticks this is, or `nil` between two ticks and below the first.
  public func inTicks(of tickSize: LobsterPrice) -> Price? {
    let (ticks, rest) = tenThousandths.quotientAndRemainder(dividingBy: tickSize.tenThousandths)
    return rest == 0 && ticks >= 1 ? Price(ticks: ticks) : nil
  }
}

extension LobsterPrice: CustomStringConvertible {
  /// In dollars: `585.33`.
  public var description: String { decimalText(tenThousandths, scale: 4) }
}

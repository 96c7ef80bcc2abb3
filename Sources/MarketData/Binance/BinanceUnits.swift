import MarketTypes
import Notation

/// What a tick and a lot of the instrument are in the decimal numbers of a recording, in hundred-millionths: eight
/// decimals are the most that Binance writes.
public struct BinanceUnits: Hashable, Sendable {
  /// Hundred-millionths of a price that are one tick.
  public var tickSize: Int64
  /// Hundred-millionths of a size that are one lot.
  public var lotSize: Int64

  /// Decimals of all that is read.
  public static var scale: Int { 8 }
  /// What a size can be: 0.00000001 to 10,000,000.
  public static var sizes: ClosedRange<Int64> { 1...1_000_000_000_000_000 }
  /// The highest price in ticks: a level's price is its number among the quotes of a crowd (`BinanceFlow`).
  public static var highestPrice: Int64 { Int64(UInt32.max) }
  /// The most lots at one price, which are the most an order of a scenario can have.
  public static var largestQuantity: Int64 { 1 << 40 }

  /// Both within `sizes`.
  public init(tickSize: Int64, lotSize: Int64) {
    invariant(Self.sizes.contains(tickSize), "a tick of \(tickSize)")
    invariant(Self.sizes.contains(lotSize), "a lot of \(lotSize)")
    self.tickSize = tickSize
    self.lotSize = lotSize
  }

  /// The BTCUSDT perpetual: ticks of 0.1, lots of 0.001.
  public static var btcusdtPerpetual: BinanceUnits { BinanceUnits(tickSize: 10_000_000, lotSize: 100_000) }

  /// How many ticks a price is; `nil` between two ticks, below the first, and above the highest.
  @inline(__always) func price(_ units: Int64) -> Price? {
    let (ticks, rest) = units.quotientAndRemainder(dividingBy: tickSize)
    return rest == 0 && ticks >= 1 && ticks <= Self.highestPrice ? Price(ticks: ticks) : nil
  }

  /// How many lots a size is, zero included; `nil` between two, and above the largest.
  @inline(__always) func quantity(_ units: Int64) -> Quantity? {
    let (lots, rest) = units.quotientAndRemainder(dividingBy: lotSize)
    return rest == 0 && lots <= Self.largestQuantity ? Quantity(lots: lots) : nil
  }

  var priceExpectation: String {
    let step = decimalText(tickSize, scale: Self.scale)
    let highest = decimalText(Int128(tickSize) * Int128(Self.highestPrice), scale: Self.scale)
    return "a price in quotes, \(step) to \(highest), a multiple of the tick size \(step)"
  }

  var quantityExpectation: String {
    let step = decimalText(lotSize, scale: Self.scale)
    let largest = decimalText(Int128(lotSize) * Int128(Self.largestQuantity), scale: Self.scale)
    return "a quantity in quotes, 0 to \(largest), a multiple of the lot size \(step)"
  }
}

import MarketTypes
import Notation

/// Between the floating-point prices and quantities of a trace and ticks and lots.
///
/// A unit of quantity is 10⁶ × 2¹⁰ lots: six digits after the point are exact, and so is what ten halvings leave. A price is
/// rounded to the nearest tick, halves to even.
struct TracebookUnits {
  static let lotsPerUnit: Int64 = 1_024_000_000
  /// With these two, price × position is at most 2^61: 1,073 units, and 20,971 at a tick of 0.01.
  static let maximumPosition = Quantity(lots: 1 << 40)
  static let maximumPrice = Price(ticks: 1 << 21)

  private let tickSize: Double
  /// The tick size is this × 10⁻ᵖˡᵃᶜᵉˢ.
  private let tickDigits: Int64
  private let tickPlaces: Int
  private let quantityPlaces: Int

  init(_ settings: TracebookSettings) throws(TracebookFault) {
    let parts = settings.tickSize.split(separator: ".", omittingEmptySubsequences: false)
    tickPlaces = parts.count == 2 ? parts[1].count : 0
    guard let size = Double(settings.tickSize), size > 0, size.isFinite, parts.count <= 2, tickPlaces <= 18,
      let digits = Int64(parts.joined()), digits > 0
    else { throw TracebookFault(message: "tick_size must be a positive decimal number") }
    tickSize = size
    tickDigits = digits
    quantityPlaces = settings.quantityPlaces
  }

  /// The nearest tick, or `nil` if that is none or one that no book has.
  func price(of number: Double) -> Price? {
    let ticks = (number / tickSize).rounded(.toNearestOrEven)
    guard ticks >= 1, ticks <= Double(Self.maximumPrice.ticks) else { return nil }
    return Price(ticks: Int64(ticks))
  }

  /// The nearest number of lots, or `nil` if that is none or more than any order may have.
  func quantity(of number: Double) -> Quantity? {
    let lots = (number * Double(Self.lotsPerUnit)).rounded(.toNearestOrEven)
    guard lots >= 1, lots <= Double(Self.maximumPosition.lots) else { return nil }
    return Quantity(lots: Int64(lots))
  }

  func text(of price: Price) -> String { decimalText(Int128(price.ticks) * Int128(tickDigits), scale: tickPlaces) }

  /// Rounded to the digits asked for, halves to even.
  func text(of quantity: Quantity) -> String {
    var unit: Int128 = 1
    for _ in 0..<quantityPlaces { unit *= 10 }
    let (whole, rest) = (Int128(quantity.lots) * unit).quotientAndRemainder(dividingBy: Int128(Self.lotsPerUnit))
    let twice = 2 * rest - Int128(Self.lotsPerUnit)
    let isUp = twice > 0 || twice == 0 && !whole.isMultiple(of: 2)
    return decimalText(whole + (isUp ? 1 : 0), scale: quantityPlaces)
  }
}

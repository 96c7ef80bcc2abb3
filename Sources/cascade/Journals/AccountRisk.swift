import MarketTypes
import Notation
import Reporting
import Venue

/// How near one account is to liquidation where each mark moves its own way, and what it could lose.
struct AccountRisk {
  /// Lines for a reader, without line feeds.
  let sentences: [String]
  /// Empty unless it was asked for.
  let region: [RegionRow]

  /// - Parameters:
  ///   - confidence: of the value at risk, from 0 to 1.
  ///   - instruments: two or three for a region, the last the one along which it is looked for; none for no region.
  init(
    of account: AccountID, in venue: borrowing Exchange, confidence: Rate, over instruments: [InstrumentID],
    _ names: Names
  ) throws(Failure) {
    var sentences: [String] = []
    if venue.rules.marginLevels != nil { sentences.append("Margin level: \(venue.marginLevel(of: account)).") }
    var held: [InstrumentID] = []
    for number in venue.rules.instruments.indices {
      let instrument = InstrumentID(number: UInt16(number))
      if !venue.position(of: account, in: instrument).isFlat { held.append(instrument) }
    }
    sentences.append(
      venue.nearestLiquidation(of: account, moving: held).map { point in
        let marks = point.marks.map { "\(printable(names.name(of: $0.instrument))) at \(groupedText($0.price.ticks))" }
        let most = groupedText(point.largestMove.partsPerBillion / 1_000, scale: 4)
        return "Nearest liquidation: \(marks.joined(separator: ", ")); no mark moves by more than \(most) %."
      } ?? "Nearest liquidation: none within the prices its instruments may have.")
    if let risk = venue.valueAtRisk(of: account, confidence: confidence) {
      let percent = groupedText(confidence.partsPerBillion, scale: 7)
      sentences.append(
        "Value at risk at \(percent) % under the venue's scenarios: \(groupedText(risk.lossQuantile)); expected shortfall "
          + "\(groupedText(risk.expectedShortfall)), largest loss \(groupedText(risk.largestLoss)).")
    }
    self.sentences = sentences
    guard let along = instruments.last else {
      region = []
      return
    }
    var axes: [(instrument: InstrumentID, prices: [Price])] = []
    for instrument in instruments.dropLast() {
      guard let mark = venue.mark(of: instrument) else {
        throw Failure(.badInput, "\(printable(names.name(of: instrument))) has no mark by then")
      }
      axes.append((instrument, Self.grid(around: mark, venue.rules.instruments[instrument.index].maximumPrice)))
    }
    let edges = venue.liquidationRegion(
      of: account, over: axes.map { .init($0.instrument, at: $0.prices) }, along: along
    ).edges.map { edge -> RegionRow.Edge in
      switch edge {
      case .nowhere: .nowhere
      case .everywhere: .everywhere
      case .atOrBelow(let price): .atOrBelow(price)
      case .atOrAbove(let price): .atOrAbove(price)
      }
    }
    region = edges.indices.map { place in
      var rest = place
      var others: [PriceUpdate] = []
      for axis in axes.reversed() {
        others.insert(PriceUpdate(instrument: axis.instrument, price: axis.prices[rest % axis.prices.count]), at: 0)
        rest /= axis.prices.count
      }
      return RegionRow(others: others, along: along, edge: edges[place])
    }
  }

  /// From half the mark to one and a half times it in steps of 5 %, within the instrument's prices, each once.
  private static func grid(around mark: Price, _ highest: Price) -> [Price] {
    var prices: [Price] = []
    for percent in stride(from: Int128(50), through: 150, by: 5) {
      let ticks = (Int128(mark.ticks) * percent).divided(by: 100, rounding: .down)
      let price = Price(ticks: Int64(min(max(ticks, 1), Int128(highest.ticks))))
      if prices.last != price { prices.append(price) }
    }
    return prices
  }
}

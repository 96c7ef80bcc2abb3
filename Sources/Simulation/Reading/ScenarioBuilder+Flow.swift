import MarketTypes
import Notation
import Participants

/// Population blocks of traders without opinion.
extension ScenarioBuilder {
  func readTakers(_ object: inout ObjectReader, _ block: Block) -> String? {
    let collateral = collateral(&object, block)
    let timing = timing(&object)
    let interval = object.span("meanInterval", from: 1_000) ?? TimeSpan(nanoseconds: 1_000)
    let lots = lots(of: block.instrument)
    let largest = object.integer("largestOrder", in: lots) ?? 1
    let cap = object.optional("largestPosition")?.integer(in: lots)
    let limits: (share: Double, farthest: Int64, life: TimeSpan, reference: Int64?, half: Int64)? =
      object.optional("limits")?.object {
        (
          $0.double("share", in: 0...1) ?? 0, $0.integer("farthest", in: 1...1_000_000_000) ?? 1,
          $0.span("meanLife", from: 1_000) ?? TimeSpan(nanoseconds: 1_000),
          $0.optional("reference")?.integer(in: self.prices(of: block.instrument)),
          $0.integer("referenceDistance", in: 0...1_000_000_000, default: 0)
        )
      }
    if let limits, Double(largest) * Double(limits.farthest) > Self.mostChoices {
      object.refuse(
        "there are more than 2^53 pairs of lots and distances: no draw makes each as likely", at: "limits",
        hint: "take a smaller \"largestOrder\" or \"farthest\"")
    }
    let settings = ZeroIntelligenceTaker.Settings(
      meanInterval: interval, largestOrder: Quantity(lots: largest), largestPosition: cap.map(Quantity.init),
      limitShare: limits?.share ?? 0, farthest: PriceChange(ticks: limits?.farthest ?? 1),
      meanLife: limits?.life ?? TimeSpan(nanoseconds: 1_000), reference: limits?.reference.map(Price.init),
      referenceDistance: PriceChange(ticks: limits?.half ?? 0))
    addParticipants(object, block, collateral: collateral, timing, .taker(settings))
    return "taker"
  }

  /// One value of 64 bits says side, lots and distance (SIM-29): up to here each is as likely as any other within a thousandth.
  private static let mostChoices = 0x1p53
}

import MarketTypes
import Notation
import Participants

/// Population blocks of arbitrageurs.
extension ScenarioBuilder {
  func readArbitrageurs(_ object: inout ObjectReader, _ block: Block) -> String? {
    let collateral = collateral(&object, block)
    let timing = timing(&object)
    let interval = object.span("interval", from: 1_000) ?? TimeSpan(nanoseconds: 1_000)
    let benchmark = object.object("benchmark") { self.benchmark(&$0, block) }
    let largest = prices(of: block.instrument).upperBound
    let begin = object.integer("entry", in: 1...largest)
    let entry = begin ?? 1
    let exit = object.integer("exit", in: -largest...largest, default: 0)
    if begin != nil, exit >= entry {
      object.refuse("what is opened at \(entry) would be closed at once", at: "exit", hint: "it is less than \"entry\"")
    }
    if begin != nil, exit < -entry {
      object.refuse(
        "it would never close at \(exit): at -\(entry) it goes the other way round", at: "exit",
        hint: "it is at least -\(entry)")
    }
    let lots = lots(of: block.instrument)
    let size = object.integer("orderSize", in: lots) ?? 1
    let cap = object.integer("largestPosition", in: lots) ?? 1
    checkLinear(block, object)
    let settings = benchmark.map {
      Arbitrageur.Settings(
        interval: interval, benchmark: $0, entry: PriceChange(ticks: entry), exit: PriceChange(ticks: exit),
        orderSize: Quantity(lots: size), largestPosition: Quantity(lots: cap))
    }
    addParticipants(object, block, collateral: collateral, timing, settings.map { .arbitrageur($0) })
    return "arbitrageur"
  }

  private func benchmark(_ object: inout ObjectReader, _ block: Block) -> Arbitrageur.Benchmark? {
    object.kind(
      [
        ("index", { _ in .index }),
        (
          "instrument",
          { object in
            let other = self.linearInstrument(&object)
            let scale = object.double("scale", in: 1e-9...1e9, default: 1)
            if let other, other == block.instrument {
              object.refuse("the benchmark is another instrument than the block's", at: "instrument")
            }
            if block.margin == .isolated {
              object.refuse(
                "isolated margin is for one instrument alone", at: "kind", hint: "take \"margin\": \"cross\"")
            }
            return other.map { .instrument(self.facts(of: $0), scale: scale) }
          }
        ),
      ] as [(String, (inout ObjectReader) -> Arbitrageur.Benchmark?)])
  }
}

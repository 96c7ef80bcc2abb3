import MarketTypes
import Participants
import Testing

/// PAR-19: toxicity over buckets of equal volume.
@Suite struct FlowToxicityTests {
  @Test func `five buckets give the published value`() {
    var toxicity = FlowToxicity(bucket: Quantity(lots: 100), window: 5)
    #expect(toxicity.value == nil)
    for (bought, sold) in [(30, 70), (55, 45), (90, 10), (20, 80), (50, 50)] as [(Int64, Int64)] {
      toxicity.observe(.buy, Quantity(lots: bought))
      toxicity.observe(.sell, Quantity(lots: sold))
    }
    #expect(near(toxicity.value, 0.38, within: 1e-15))
    #expect(toxicity.count == 5)
  }

  @Test func `a bucket counts when it is full, and the oldest leaves`() {
    var toxicity = FlowToxicity(bucket: Quantity(lots: 10), window: 2)
    toxicity.observe(.buy, Quantity(lots: 9))
    #expect(toxicity.value == nil)
    toxicity.observe(.sell, Quantity(lots: 1))
    #expect(toxicity.value == 0.8)
    toxicity.observe(.buy, Quantity(lots: 10))
    #expect(toxicity.value == 0.9)
    toxicity.observe(bought: 5, sold: 5)
    #expect(toxicity.value == 0.5)
  }

  @Test func `a trade of many buckets fills them all with its side`() {
    var toxicity = FlowToxicity(bucket: Quantity(lots: 10), window: 4)
    toxicity.observe(.sell, Quantity(lots: 5))
    toxicity.observe(.buy, Quantity(lots: 27))  // 5 sold and 5 bought, two of 10 bought, 2 more
    #expect(toxicity.count == 3 && near(toxicity.value, 2.0 / 3, within: 1e-15))
    toxicity.observe(.buy, Quantity(lots: 1 << 60))
    #expect(toxicity.value == 1)
  }

  @Test func `mixed volume is split evenly and no lot is lost`() {
    var toxicity = FlowToxicity(bucket: Quantity(lots: 10), window: 3)
    toxicity.observe(bought: 20, sold: 10)  // 6 and 4, 7 and 3 of 14 and 6, 7 and 3
    #expect(near(toxicity.value, (2 + 4 + 4) / 30, within: 1e-15))
  }

  /// One lot after the other.
  @Test(arguments: UInt64(0)..<40)
  func `it equals a count lot by lot`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let bucket = dice.whole(in: 1...12)
    let window = Int(dice.whole(in: 1...6))
    var toxicity = FlowToxicity(bucket: Quantity(lots: bucket), window: window)
    var lots: [Int64] = []
    for _ in 0..<100 {
      let side: Side = dice.whole(in: 0...1) == 0 ? .buy : .sell
      let size = dice.whole(in: 0...10) == 0 ? dice.whole(in: 100...200) : dice.whole(in: 0...9)
      toxicity.observe(side, Quantity(lots: size))
      lots += Array(repeating: side.sign, count: Int(size))
      let full = (0..<lots.count / Int(bucket)).map { lots[$0 * Int(bucket)..<($0 + 1) * Int(bucket)].reduce(0, +) }
      let counted = full.suffix(window)
      guard !counted.isEmpty else { continue }
      let expected = Double(counted.reduce(0) { $0 + abs($1) }) / Double(Int64(counted.count) * bucket)
      #expect(near(toxicity.value, expected, within: 1e-15))
    }
  }
}

/// PAR-20: volume whose side is guessed from the price.
@Suite struct BulkClassificationTests {
  @Test(arguments: [
    (100.0, 0.5, 69.14624613), (200, -1, 31.73105079), (50, 0.2, 28.96298547), (150, 2, 146.58748021),
  ])
  func `volume bought is met`(volume: Double, change: Double, bought: Double) {
    #expect(near(BulkClassification.bought(of: volume, change: change, deviation: 1), bought, within: 5e-9))
    #expect(near(BulkClassification.bought(of: volume, change: 3 * change, deviation: 3), bought, within: 5e-9))
  }

  @Test func `without a deviation the sign decides`() {
    #expect(BulkClassification.bought(of: 80, change: 0.1, deviation: 0) == 80)
    #expect(BulkClassification.bought(of: 80, change: -0.1, deviation: 0) == 0)
    #expect(BulkClassification.bought(of: 80, change: 0, deviation: 0) == 40)
  }

  @Test func `whole lots sum to the volume`() {
    #expect(BulkClassification.lots(of: 100, change: 0.5, deviation: 1) == (69, 31))
    #expect(BulkClassification.lots(of: 5, change: 0, deviation: 1) == (3, 2))
    #expect(BulkClassification.lots(of: 7, change: 100, deviation: 1) == (7, 0))
  }
}

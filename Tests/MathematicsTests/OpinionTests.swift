import MarketTypes
import Mathematics
import Testing

@Suite struct OpinionTests {
  @Test(
    arguments: [
      (2.0, 2, 2), (2.000001, 2, 3), (2.999999, 2, 3), (-2.0, -2, -2), (-2.000001, -3, -2), (-0.25, -1, 0), (0, 0, 0),
      (-0.0, 0, 0), (0x1p51 + 0.5, 1 << 51, (1 << 51) + 1),
    ] as [(Double, Int64, Int64)])
  func `a price change is rounded the way its label says`(opinion: Double, down: Int64, up: Int64) {
    #expect(PriceChange(roundingDown: opinion).ticks == down)
    #expect(PriceChange(roundingUp: opinion).ticks == up)
  }

  @Test func `a price is at least one tick`() {
    #expect(Price(roundingUp: 100.1).ticks == 101)
    #expect(Price(roundingDown: 100.9).ticks == 100)
    #expect(Price(roundingDown: 0.9).ticks == 1)
    #expect(Price(roundingUp: -5).ticks == 1)
  }

  @Test func `a quantity is never negative`() {
    #expect(Quantity(roundingDown: 7.99).lots == 7)
    #expect(Quantity(roundingDown: -0.5).lots == 0)
  }

  @Test func `a rate is a fraction in parts per billion`() {
    #expect(Rate(roundingUp: 0.1).partsPerBillion == 100_000_000)
    #expect(Rate(roundingUp: 1.0 / 3).partsPerBillion == 333_333_334)
    #expect(Rate(roundingUp: -1.0 / 3).partsPerBillion == -333_333_333)
  }

  @Test func `a span of time is never negative`() {
    #expect(TimeSpan(roundingUp: 0.001).nanoseconds == 1)
    #expect(TimeSpan(roundingUp: -3).nanoseconds == 0)
  }

  @Test(arguments: [Double.infinity, 1e300, 0x1p61])
  func `what lies beyond the range becomes its end`(opinion: Double) {
    let limit: Int64 = 1 << 61
    #expect(PriceChange(roundingUp: opinion).ticks == limit)
    #expect(PriceChange(roundingDown: -opinion).ticks == -limit)
    #expect(Price(roundingDown: opinion).ticks == limit)
    #expect(Price(roundingDown: -opinion).ticks == 1)
    #expect(Quantity(roundingDown: opinion).lots == limit)
    #expect(Quantity(roundingDown: -opinion).lots == 0)
    #expect(Rate(roundingUp: opinion).partsPerBillion == limit)
    #expect(TimeSpan(roundingUp: opinion).nanoseconds == limit)
  }

  @Test func `the sum of two extreme results does not overflow`() {
    let farthest = Price(roundingDown: .infinity) + PriceChange(roundingUp: .infinity)
    #expect(farthest.ticks == 1 << 62)
  }

  @Test func `an opinion that is not a number stops the program`() async {
    await #expect(processExitsWith: .failure) { _ = PriceChange(roundingUp: .nan) }
    await #expect(processExitsWith: .failure) { _ = Quantity(roundingDown: .nan) }
  }
}

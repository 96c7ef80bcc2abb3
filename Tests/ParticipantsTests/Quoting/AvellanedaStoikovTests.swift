import Mathematics
import Participants
import Testing

/// PAR-4: the formulas of Avellaneda and Stoikov, σ = 2 and k = 1.5 as in their section 3.3.
@Suite struct AvellanedaStoikovTests {
  private func maker(_ riskAversion: Double) -> AvellanedaStoikov {
    AvellanedaStoikov(riskAversion: riskAversion, volatility: 2, fillDecay: 1.5)
  }

  @Test func `point values are met to ten digits`() {
    let maker = maker(0.1)
    #expect(maker.reservationPrice(fair: 100, inventory: 0, remaining: 1) == 100)
    #expect(near(maker.spread(remaining: 1), 1.6907704228, within: 5e-11))
    let long = maker.quotes(fair: 100, inventory: 5, remaining: 1)
    #expect(near(long.bid, 97.1546147886, within: 5e-11))
    #expect(near(long.ask, 98.8453852114, within: 5e-11))
    let short = maker.quotes(fair: 100, inventory: -3, remaining: 0.5)
    #expect(near(short.bid, 99.8546147886, within: 5e-11))
    #expect(near(short.ask, 101.3453852114, within: 5e-11))
  }

  @Test(arguments: [
    (0.01, 1.348908544, 1.349009), (0.1, 1.490770423, 1.491770), (0.5, 2.150728290, 2.155728),
    (1, 3.021651248, 3.031651),
  ])
  func `time-averaged spreads are met`(riskAversion: Double, continuous: Double, stepped: Double) {
    let maker = maker(riskAversion)
    #expect(near(maker.averageSpread(horizon: 1), continuous, within: 5e-10))
    #expect(near(maker.averageSpread(horizon: 1, steps: 200), stepped, within: 5e-7))
    let sum = (0..<200).reduce(0) { $0 + maker.spread(remaining: 1 - Double($1) / 200) }
    #expect(near(maker.averageSpread(horizon: 1, steps: 200), sum / 200, within: 1e-12))
  }

  @Test func `the journal's average spreads are these, rounded`() {
    for (riskAversion, printed) in [(0.1, 1.49), (0.01, 1.35), (1, 3.02)] {
      #expect(near(maker(riskAversion).averageSpread(horizon: 1), printed, within: 0.005))
    }
  }

  /// The working paper's table has the constant spread (2 ÷ γ) log(1 + γ ÷ k), which is what is left at the horizon.
  @Test func `the working paper's spreads are those at the horizon, rounded`() {
    for (riskAversion, printed) in [(0.1, 1.29), (0.01, 1.33), (0.5, 1.15)] {
      #expect(near(maker(riskAversion).spread(remaining: 0), printed, within: 0.005))
    }
  }

  @Test func `the reservation prices of a sale and a purchase lie half a skew either side`() {
    for inventory in [-4.0, 0, 2.5] {
      let maker = maker(0.1)
      let centre = maker.reservationPrice(fair: 50, inventory: inventory, remaining: 0.7)
      #expect(near(maker.reservationAsk(fair: 50, inventory: inventory, remaining: 0.7), centre + 0.14, within: 1e-12))
      #expect(near(maker.reservationBid(fair: 50, inventory: inventory, remaining: 0.7), centre - 0.14, within: 1e-12))
    }
  }

  @Test func `distances are the quotes' and their sum does not depend on inventory`() {
    let maker = maker(0.3)
    for inventory in stride(from: -6.0, through: 6, by: 0.75) {
      let distances = maker.distances(inventory: inventory, remaining: 0.4)
      let quotes = maker.quotes(fair: 80, inventory: inventory, remaining: 0.4)
      #expect(near(distances.bid, 80 - quotes.bid, within: 1e-12))
      #expect(near(distances.ask, quotes.ask - 80, within: 1e-12))
      #expect(near(distances.spread, maker.spread(remaining: 0.4), within: 1e-12))
      let mirrored = maker.distances(inventory: -inventory, remaining: 0.4)
      #expect(mirrored == QuoteDistances(bid: distances.ask, ask: distances.bid))
    }
  }

  @Test func `without risk aversion there is no skew and the spread is two over k`() {
    let neutral = maker(0).distances(inventory: 7, remaining: 3)
    #expect(near(neutral.bid, 1 / 1.5, within: 1e-15) && near(neutral.ask, 1 / 1.5, within: 1e-15))
    #expect(near(maker(1e-13).spread(remaining: 0), 2 / 1.5, within: 1e-12))
  }

  @Test func `with constant time left the quotes of the first moment stay`() {
    let maker = maker(0.1)
    let perpetual = QuoteHorizon.constant(1)
    let ending = QuoteHorizon.until(.init(nanoseconds: 1_000_000_000))
    let late = maker.distances(inventory: 5, remaining: perpetual.remaining(at: .init(nanoseconds: 999_999_999)))
    #expect(late == maker.distances(inventory: 5, remaining: ending.remaining(at: .start)))
  }
}

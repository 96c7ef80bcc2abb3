import MarketTypes
import TestSupport
import Testing
import Venue

/// A maker that quotes by Avellaneda and Stoikov, and again after each unit that fills, is a book of constant depth
/// (models C9): its centre falls λ = γ σ² τ a unit, so n = ρ λ and x* = Q0 λ ÷ (1 − ρ λ).
///
/// γ = 0.1, σ = 2, τ = 1, k = 1.5: λ = 0.4. 500 ticks a unit of price and 200 lots a unit, so a lot moves the centre by one
/// tick. With n lots of threshold a tick, that is the j-th account of one lot at ⌈j ÷ n⌉ ticks, the integer market ends at
/// the smallest x with x − ⌊n x⌋ ≥ Q0 lots:
///
///     x* = ⌊(Q0 − 1) ÷ (1 − n)⌋ + 1 ticks
@Suite("A requoting maker is a linear book")
struct RequotingMakerTests {
  @Test(arguments: [(0.5, 2.5), (1, 3.3333333), (2, 10), (2.4, 50)])
  func `forced flow moves its centre as it would a static book (C9)`(density: Double, expected: Double) {
    var market = RequotingMarket(density: density, accounts: 30_000)
    let found = market.run(shock: 1_000)
    #expect(found.isAtRest)
    #expect(abs(Double(found.displacement) / 500 - expected) < 0.01 * expected)
    let hundredths = Int64((density * 40).rounded())  // n = 0.4 ρ
    #expect(found.displacement == 999 * 100 / (100 - hundredths) + 1)
    // Each lot moved the centre by one tick, and each account brought one lot.
    #expect(found.displacement == 1_000 + found.liquidated)
    #expect(found.quotedCentre == RequotingMarket.start - found.displacement)
  }

  /// σ_c = (ρ γ τ)^(−½) = 2 for ρ = 2.5: beyond it everybody is liquidated.
  @Test
  func `above the critical density it runs away (C9)`() {
    var market = RequotingMarket(density: 2.6, accounts: 6_000)
    let found = market.run(shock: 1_000)
    #expect(found.isAtRest)
    #expect(found.liquidated == 6_000)
    #expect(found.displacement == 7_000)
  }
}

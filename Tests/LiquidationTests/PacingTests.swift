import Clearing
import Liquidation
import MarketTypes
import Testing

@Suite("Pacing")
struct PacingTests {
  private let span = TimeSpan(nanoseconds: 100)

  private func time(_ nanoseconds: Int64) -> Time { Time(nanoseconds: nanoseconds) }

  // LIQ-6
  @Test
  func `a step is due one span after the first account became due, and later ones do not move it`() {
    var engine = LiquidationEngine(LiquidationRules(pacing: .timed(span)))
    engine.schedule(now: time(10), stepped: false)
    let idle = engine.deadline
    engine.add(1)
    engine.schedule(now: time(20), stepped: false)
    let set = engine.deadline
    engine.add(2)
    engine.schedule(now: time(90), stepped: false)
    let kept = engine.deadline
    #expect(idle == nil && set == time(120) && kept == time(120))
  }

  // LIQ-6
  @Test
  func `after a step the next is due one span later while somebody waits, and never when nobody does`() {
    let house = house()
    var engine = LiquidationEngine(LiquidationRules(pacing: .timed(span)))
    engine.add(1)
    engine.schedule(now: time(0), stepped: false)
    engine.beginRound(mixesRounds: true, of: house)
    _ = engine.takeNext()
    var stalling = engine.clone()
    engine.schedule(now: time(130), stepped: true)
    let done = engine.deadline
    stalling.stall(waiting(1))
    stalling.schedule(now: time(130), stepped: true)
    let again = stalling.deadline
    #expect(done == nil && again == time(230))
  }

  // LIQ-6
  @Test
  func `immediate pacing knows no deadline`() {
    var engine = LiquidationEngine(LiquidationRules(pacing: .immediate(roundLimit: 3)))
    engine.add(1)
    engine.schedule(now: time(5), stepped: false)
    let deadline = engine.deadline
    #expect(deadline == nil)
  }
}

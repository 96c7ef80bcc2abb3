import Analysis
import MarketTypes
import TestSupport
import Testing

@Suite("Time outside continuous trading")
struct PhaseWatchTests {
  private func found(_ steps: [(time: Int64, change: PhaseChange?)]) -> PhaseWatch.Interruptions {
    var recording = Recording(StaticBook.t1.rules)
    for step in steps {
      recording.append(
        Command(.clock, at: Time(nanoseconds: step.time)), step.change.map { [Event(.phaseChanged($0))] } ?? [])
    }
    return recording.fed(to: PhaseWatch(recording.rules))[StaticBook.perp]
  }

  private func change(_ phase: Phase, until: Int64? = nil) -> PhaseChange {
    PhaseChange(phase, of: StaticBook.perp, until: until.map { Time(nanoseconds: $0) })
  }

  @Test
  func `halts and calls are timed, limit states counted`() {
    let watch = found([
      (10, change(.limited, until: 20)), (15, change(.continuous)), (20, change(.limited, until: 30)),
      (30, change(.halted, until: 50)), (50, change(.call, until: 53)), (53, change(.continuous)), (90, nil),
    ])
    #expect(watch.halted.nanoseconds == 20)
    #expect(watch.calling.nanoseconds == 3)
    #expect(watch.limitStates == 2)
    #expect(watch.phase == .continuous)
  }

  @Test
  func `a halt ends when it was to, though the next command comes later`() {
    let watch = found([(10, change(.halted, until: 20)), (70, change(.continuous)), (80, nil)])
    #expect(watch.halted.nanoseconds == 10)
  }

  @Test
  func `a halt that was to end before it began took no time`() {
    #expect(found([(10, change(.halted, until: .min)), (70, change(.continuous))]).halted == .zero)
  }

  @Test
  func `a call ends where its contract is settled, and nothing interrupts it any more`() {
    var recording = Recording(StaticBook.t1.rules)
    let steps: [(Int64, Event.Body)] = [
      (10, .phaseChanged(change(.call, until: 50))),
      (30, .contractSettled(PriceUpdate(instrument: StaticBook.perp, price: Price(ticks: 100)))),
      (60, .phaseChanged(PhaseChange(.halted))), (90, .phaseChanged(PhaseChange(.halted))),
    ]
    for (time, body) in steps { recording.append(Command(.clock, at: Time(nanoseconds: time)), [Event(body)]) }
    let watch = recording.fed(to: PhaseWatch(recording.rules))[StaticBook.perp]
    #expect(watch.calling.nanoseconds == 20)
    #expect(watch.halted == .zero)
    #expect(watch.phase == .continuous)
  }

  @Test
  func `what has not ended is timed up to the last command`() {
    let watch = found([(10, PhaseChange(.halted)), (70, nil)])
    #expect(watch.halted.nanoseconds == 60)
    #expect(watch.phase == .halted)
    #expect(found([(0, nil), (5, nil)]) == found([(5, nil)]))
  }
}

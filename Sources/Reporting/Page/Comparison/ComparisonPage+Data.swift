import Analysis
import MarketTypes
import Notation

/// What the script draws of two runs. Times are in whole microseconds, cut off; prices in ticks.
extension ComparisonPage {
  func writeData(to page: inout Markup) {
    page.data("data-run", writeRun)
    page.data("data-prices", writePrices)
    page.data("data-pair", writePair)
  }

  private func writeRun(_ writer: inout JSONWriter) {
    let firsts = sides.compactMap(\.run.counts.firstTime)
    let lasts = sides.compactMap(\.run.counts.lastTime)
    writer.member("start", (firsts.min() ?? .start).nanoseconds / 1_000)
    writer.member("end", (lasts.max() ?? .start).nanoseconds / 1_000)
    writer.key("instruments")
    writer.array { writer in
      for (place, instrument) in instruments.enumerated() {
        writer.array { writer in
          writer.integer(place)
          writer.string(instrument.name)
        }
      }
    }
    // From the earlier first fall to the later end of the two.
    let windows = sides.compactMap { side -> (start: Time, end: Time)? in
      let window = side.run.rounds.window
      guard let start = window.start, let last = window.lastForcedFill else { return nil }
      return (start, last)
    }
    writer.key("cascade")
    writer.array { writer in
      guard let start = windows.map(\.start).min(), let end = windows.map(\.end).max() else { return }
      writer.integer(start.nanoseconds / 1_000)
      writer.integer(end.nanoseconds / 1_000)
    }
  }

  private func writePrices(_ writer: inout JSONWriter) {
    writer.key("sides")
    writer.array { writer in
      writer.string("A")
      writer.string("B")
    }
    writer.key("paths")
    writer.array { writer in
      for instrument in instruments {
        writer.object { writer in
          if let number = instrument.one { writer.member("mark", one.paths.prices.marks[number]) }
          if let number = instrument.other { writer.member("without", other.paths.prices.marks[number]) }
        }
      }
    }
    writer.key("forced")
    writer.array { _ in }
  }

  private func writePair(_ writer: inout JSONWriter) {
    writer.key("rounds")
    writer.array { writer in
      for round in rounds {
        writer.array { writer in
          writer.string(round.title)
          writer.integer(round.one)
          writer.integer(round.other)
        }
      }
    }
    writer.key("stages")
    writer.array { writer in
      for stage in stages {
        writer.array { writer in
          writer.string(stage.stage.title)
          writer.integer(stage.received.one ?? 0)
          writer.integer(stage.received.other ?? 0)
        }
      }
    }
    writer.key("spreads")
    writer.array { writer in
      for instrument in instruments {
        writer.array { writer in
          for (side, number) in [(one, instrument.one), (other, instrument.other)] {
            writer.array { write(side.paths.makers, number, to: &$0) }
          }
        }
      }
    }
  }

  /// Of each stretch with an explained quote its start and the half-spread in ticks; 0 for a maker that withdrew.
  private func write(_ makers: MakerPaths, _ number: Int?, to writer: inout JSONWriter) {
    guard let number else { return }
    for widest in makers.widest[number] {
      writer.array { writer in
        writer.integer(makers.grid.start(of: widest.cell).nanoseconds / 1_000)
        writer.integer(widest.terms.halfSpread)
      }
    }
  }
}

extension ComparisonPage.Round {
  /// `7`, or `7–9`.
  var title: String { first == last ? "\(first)" : "\(first)–\(last)" }
}

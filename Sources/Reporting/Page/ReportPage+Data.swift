import Analysis
import MarketTypes
import Notation

/// What the script draws, block by block. Times are in whole microseconds, cut off; prices in ticks.
extension ReportPage {
  func writeData(to page: inout Markup) {
    page.data("data-run", writeRun)
    page.data("data-prices", writePrices)
    page.data("data-depth", writeDepth)
    page.data("data-map", writeMaps)
    if hasCascade { page.data("data-tree", writeTree) }
    page.data("data-health", writeHealth)
    page.data("data-losses", writeLosses)
    page.data("data-makers", writeMakers)
  }

  private func writeRun(_ writer: inout JSONWriter) {
    let counts = run.counts
    let window = run.rounds.window
    writer.member("start", (counts.firstTime ?? .start).nanoseconds / 1_000)
    writer.member("end", (counts.lastTime ?? .start).nanoseconds / 1_000)
    writer.key("instruments")
    writer.array { writer in
      for instrument in instruments {
        writer.array { writer in
          writer.integer(instrument.number)
          writer.string(name(instrument))
        }
      }
    }
    writer.key("cascade")
    writer.array { writer in
      guard let start = window.start, let last = window.lastForcedFill else { return }
      writer.integer(start.nanoseconds / 1_000)
      writer.integer(last.nanoseconds / 1_000)
    }
  }

  private func writePrices(_ writer: inout JSONWriter) {
    writer.key("paths")
    writer.array { writer in
      for instrument in instruments {
        writer.object { writer in
          writer.member("mark", findings.prices.marks[instrument.index])
          writer.member("index", findings.prices.indices[instrument.index])
          writer.member("last", findings.prices.fills[instrument.index])
          if let without { writer.member("without", without.prices.marks[instrument.index]) }
        }
      }
    }
    let orders = findings.forced.largest
    writer.member("forcedCount", findings.forced.count)
    writer.key("forced")
    writer.array { writer in
      for order in orders {
        writer.array { writer in
          writer.integer(order.instrument.number)
          writer.integer(order.time.nanoseconds / 1_000)
          writer.integer(order.firstFill.number)
          writer.integer(order.price.ticks)
          writer.integer(order.side == .sell ? -order.lots : order.lots)
          writer.integer(order.notional)
          writer.integer(order.round)
          writer.string(explanation.name(order.account))
        }
      }
    }
  }

  private func writeHealth(_ writer: inout JSONWriter) {
    writer.key("shares")
    writer.array { for share in HealthTrace.shares { $0.double(share) } }
    let samples = findings.health.samples
    let last = samples.lastIndex { $0.accounts > 0 }
    // When nobody needs margin any more.
    writer.member(
      "end", orNull: last.flatMap { $0 + 1 < samples.count ? samples[$0 + 1].time.nanoseconds / 1_000 : nil })
    writer.key("samples")
    writer.array { writer in
      for sample in samples where sample.accounts > 0 {
        writer.array { writer in
          writer.integer(sample.time.nanoseconds / 1_000)
          writer.integer(sample.accounts)
          writer.integer(sample.under)
          for quantile in sample.quantiles { writer.integer(quantile) }
        }
      }
    }
  }

  private func writeLosses(_ writer: inout JSONWriter) {
    writer.member("fund", findings.losses.fund)
    writer.key("stages")
    writer.array { writer in
      for (stage, path) in zip(LossStage.allCases, findings.losses.stages) where path.last != nil {
        writer.object { writer in
          writer.member("name", stage.rawValue)
          writer.member("title", stage.title)
          writer.member("path", path)
        }
      }
    }
  }

  private func writeMakers(_ writer: inout JSONWriter) {
    writer.key("width")
    writer.number(literal: decimalText(findings.makers.grid.width, scale: 3))
    writer.key("instruments")
    writer.array { writer in
      for instrument in instruments {
        writer.object { writer in
          writer.key("terms")
          writer.array { writer in
            for widest in findings.makers.widest[instrument.index] { writer.array { write(widest, to: &$0) } }
          }
          writer.key("inventory")
          writer.array { writer in
            for inventory in findings.makers.inventories[instrument.index] {
              writer.array { writer in
                writer.integer(findings.makers.grid.start(of: inventory.cell + 1).nanoseconds / 1_000)
                writer.integer(inventory.lots)
              }
            }
          }
        }
      }
    }
  }

  /// Time, the maker, six terms in thousandths of a tick, the share withdrawn in thousandths, and the half-spread.
  private func write(_ explained: MakerPaths.Explained, to writer: inout JSONWriter) {
    let terms = explained.terms
    writer.integer(findings.makers.grid.start(of: explained.cell).nanoseconds / 1_000)
    writer.string(explanation.name(terms.account))
    for part in [terms.base, terms.volatility, terms.inventory, terms.toxicity, terms.depth, terms.stress] {
      writer.integer(part)
    }
    writer.integer(terms.withdrawn)
    writer.integer(terms.halfSpread)
  }
}

extension JSONWriter {
  /// Points as differences from one to the next: times, events, values.
  mutating func member(_ key: String, _ path: ThinnedPath) {
    let points = path.points
    self.key(key)
    object { writer in
      writer.key("t")
      writer.array { $0.differences(points.map { $0.time.nanoseconds / 1_000 }) }
      writer.key("e")
      writer.array { $0.differences(points.map(\.event)) }
      writer.key("v")
      writer.array { $0.differences(points.map(\.value)) }
    }
  }

  private mutating func differences(_ values: [Int64]) {
    var last: Int64 = 0
    for value in values {
      integer(value &- last)
      last = value
    }
  }
}

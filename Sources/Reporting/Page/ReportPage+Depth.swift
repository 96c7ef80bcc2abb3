import Analysis
import MarketTypes
import Notation

/// The book over time and the liquidation map, in rows of prices.
extension ReportPage {
  private static let rows: Int64 = 110

  /// The prices of an instrument that a picture of it shows: where its mark and its fills went, and some more.
  private func range(of instrument: InstrumentID) -> ClosedRange<Int64>? {
    let paths = [findings.prices.marks[instrument.index], findings.prices.fills[instrument.index]]
    let values = paths.flatMap { $0.points.map(\.value) }
    let quotes = findings.depth.looks[instrument.index].first.map { look in
      [look.bids.first, look.asks.first].compactMap { $0?.price.ticks }
    }
    guard let low = values.min() ?? quotes?.min(), let high = values.max() ?? quotes?.max() else { return nil }
    let margin = max((high - low) / 8, high / 200, 4)
    return max(1, low - margin)...high + margin
  }

  func writeDepth(_ writer: inout JSONWriter) {
    writer.key("instruments")
    writer.array { writer in
      for instrument in instruments { writer.object { writeDepth(of: instrument, to: &$0) } }
    }
    writer.key("width")
    writer.number(literal: decimalText(findings.trades.grid.width, scale: 3))
  }

  /// Each look has its time, its first row, then lots row by row: bids above zero, asks below.
  private func writeDepth(of instrument: InstrumentID, to writer: inout JSONWriter) {
    guard let range = range(of: instrument) else { return }
    let width = (range.upperBound - range.lowerBound) / Self.rows + 1
    writer.member("low", range.lowerBound)
    writer.member("step", width)
    writer.key("looks")
    writer.array { writer in
      for look in findings.depth.looks[instrument.index] {
        writer.array { writer in
          writer.integer(look.time.nanoseconds / 1_000)
          let lots = lots(of: look, in: range, width)
          let first = lots.firstIndex { $0 != 0 } ?? 0
          writer.integer(first)
          for number in lots[first...(lots.lastIndex { $0 != 0 } ?? first)] { writer.integer(number) }
        }
      }
    }
    writer.key("shown")
    writer.array { writer in
      // From the first of them on; that they show nothing is shown.
      for look in findings.depth.looks[instrument.index].drop(while: { $0.makerBidLots == 0 && $0.makerAskLots == 0 }) {
        writer.array { writer in
          writer.integer(look.time.nanoseconds / 1_000)
          writer.integer(look.makerBidLots)
          writer.integer(look.makerAskLots)
        }
      }
    }
    writer.key("trades")
    writer.array { writer in
      for traded in findings.trades.traded[instrument.index] {
        writer.array { writer in
          writer.integer(findings.trades.grid.start(of: traded.cell).nanoseconds / 1_000)
          writer.integer(traded.takerSide == .buy ? traded.lots : -traded.lots)
          writer.integer(traded.low.ticks)
          writer.integer(traded.high.ticks)
        }
      }
    }
  }

  private func lots(of look: DepthTrace.Look, in range: ClosedRange<Int64>, _ width: Int64) -> [Int64] {
    func rows(_ levels: [BookLevel]) -> [Int64] {
      var lots = [Int64](repeating: 0, count: Int((range.upperBound - range.lowerBound) / width) + 1)
      for level in levels where range.contains(level.price.ticks) {
        lots[Int((level.price.ticks - range.lowerBound) / width)] += level.quantity.lots
      }
      return lots
    }
    // A row in which both sides stand belongs to the larger, to bids if neither is.
    return zip(rows(look.bids), rows(look.asks)).map { $0 >= $1 ? $0 : -$1 }
  }
}

// MARK: - The liquidation map

extension ReportPage {
  /// Of each instrument where anything would be liquidated.
  var liquidationMaps: [LiquidationMap] {
    guard let before = findings.before else { return [] }
    return instruments.compactMap { instrument in
      let held = before.accounts.lazy.compactMap { account in
        account.positions.first { $0.instrument == instrument }?.mark
      }
      guard let mark = held.first else { return nil }
      // A fifth of the price either way, and as far as it went.
      let gone = range(of: instrument) ?? mark.ticks...mark.ticks
      let low = max(1, min(gone.lowerBound, mark.ticks - mark.ticks / 5))
      let high = max(gone.upperBound, mark.ticks + mark.ticks / 5)
      let map = LiquidationMap(
        before.accounts, of: instrument, rules, mark: mark, range: low...high, count: 120)
      return map.bins.isEmpty ? nil : map
    }
  }

  func writeMaps(_ writer: inout JSONWriter) {
    writer.key("maps")
    writer.array { writer in
      for map in liquidationMaps {
        writer.object { writer in
          writer.member("instrument", map.instrument.number)
          writer.member("mark", map.mark.ticks)
          writer.member("beyond", map.beyond)
          writer.member("farthest", orNull: run.rounds.paths[map.instrument.index]?.farthest.ticks)
          writer.key("bins")
          writer.array { writer in
            for bin in map.bins {
              writer.array { writer in
                for number in [Int128(bin.low.ticks), Int128(bin.high.ticks), bin.long, bin.short] {
                  writer.integer(number)
                }
                writer.integer(bin.accounts)
              }
            }
          }
        }
      }
    }
  }
}

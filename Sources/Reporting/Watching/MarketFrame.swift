import Analysis
import MarketTypes
import Notation

/// One moment of a market that somebody watches, as lines for a terminal.
public struct MarketFrame: Sendable {
  /// Its name.
  public var scenario: String
  /// Its name.
  public var instrument: String
  /// Since the start.
  public var time: TimeSpan
  /// Of the whole run.
  public var duration: TimeSpan
  /// The way of the mark so far.
  public var marks: [Price]
  /// From the best price on.
  public var bids: [BookLevel]
  /// The same of who sells.
  public var asks: [BookLevel]
  /// How many accounts with a position are in each of `HealthBand.all`.
  public var health: [Int]
  /// Of the cascade so far.
  public var rounds: Int
  /// Distinct accounts.
  public var liquidated: Int
  /// What the latest forced orders filled, oldest first.
  public var forced: [String]

  /// - Parameters:
  ///   - marks: the way of the mark so far.
  ///   - bids: from the best price on.
  ///   - asks: likewise.
  ///   - health: by place in `HealthBand.all`.
  ///   - forced: oldest first.
  public init(
    scenario: String, instrument: String, time: TimeSpan, duration: TimeSpan, marks: [Price], bids: [BookLevel],
    asks: [BookLevel], health: [Int], rounds: Int, liquidated: Int, forced: [String]
  ) {
    self.scenario = scenario
    self.instrument = instrument
    self.time = time
    self.duration = duration
    self.marks = marks
    self.bids = bids
    self.asks = asks
    self.health = health
    self.rounds = rounds
    self.liquidated = liquidated
    self.forced = forced
  }
}

/// A range of health factors: equity ÷ maintenance margin.
public struct HealthBand: Sendable {
  /// As it stands beside its bar.
  public let title: String
  /// What it ends below, in parts per billion; `nil` for the last.
  let end: Int64?

  /// From those under their margin on.
  public static let all = [
    HealthBand(title: "below 1", end: 1_000_000_000), HealthBand(title: "1 to 1.1", end: 1_100_000_000),
    HealthBand(title: "to 1.25", end: 1_250_000_000), HealthBand(title: "to 1.5", end: 1_500_000_000),
    HealthBand(title: "to 2", end: 2_000_000_000), HealthBand(title: "to 5", end: 5_000_000_000),
    HealthBand(title: "from 5", end: nil),
  ]

  /// The place in `all` of an account's health.
  public static func index(of health: Rate) -> Int {
    all.firstIndex { band in band.end.map { health.partsPerBillion < $0 } ?? true } ?? all.count - 1
  }
}

// MARK: - Drawing

extension MarketFrame {
  /// No more than `height` lines, none longer than `width` characters; what matters least is left out first.
  public func lines(width: Int, height: Int, styled: Bool) -> [String] {
    let style = TextStyle(isStyled: styled)
    var lines = [style.heading(cut(headline, width)), cut(markLine(width), width), ""]
    let rows = min(8, max(3, height - 16))
    lines += ladder(rows, width, style)
    if height >= 22 { lines += [""] + histogram(width, style) }
    let room = height - lines.count - 2
    if room > 0, !forced.isEmpty {
      lines += ["", style.quiet(cut("forced orders", width))] + forced.suffix(room).map { cut($0, width) }
    }
    return Array(lines.prefix(max(0, height)))
  }

  /// The moment in one line, for a file or a pipe.
  public var plainLine: String { "\(headline)  \(markText)" }

  private var headline: String {
    let end = Wording.span(duration)
    return "\(printable(scenario))  \(Wording.span(time)) of \(end)  \(Wording.count(rounds, "round")), "
      + "\(Wording.count(liquidated, "account")) liquidated"
  }

  private var markText: String {
    guard let last = marks.last else { return "no mark" }
    let (bid, ask) = (Wording.price(bids.first?.price), Wording.price(asks.first?.price))
    return "mark \(printable(instrument)) \(Wording.price(last))  bid \(bid) ask \(ask)"
  }

  private func markLine(_ width: Int) -> String {
    let text = markText
    let room = width - text.count - 2
    return room < 8 ? text : text + "  " + sparkline(marks, width: min(60, room))
  }

  /// Bids to the left and asks to the right of the middle, each with a bar for its lots.
  private func ladder(_ rows: Int, _ width: Int, _ style: TextStyle) -> [String] {
    let shown = bids.prefix(rows) + asks.prefix(rows)
    let most = shown.map(\.quantity.lots).max() ?? 1
    let priceWidth = shown.map { groupedText($0.price.ticks).count }.max() ?? 1
    let lotsWidth = shown.map { groupedText($0.quantity.lots).count }.max() ?? 1
    let room = max(0, min(24, (width - 3) / 2 - priceWidth - lotsWidth - 2))
    // Without bars nothing has a colour, and lines can be cut.
    let style = TextStyle(isStyled: style.isStyled && room > 0)
    let half = priceWidth + lotsWidth + room + 2
    let title = "bids".padded(to: half, .right) + "   asks"
    let body = (0..<rows).map { row -> String in
      var left = ""
      var right = ""
      if row < bids.count {
        let filled = bar(bids[row].quantity.lots, of: most, width: room)
        left = style.good(filled.padded(to: room, .right)) + " " + cells(bids[row], lotsWidth, priceWidth, isBid: true)
      } else {
        left = String(repeating: " ", count: half)
      }
      if row < asks.count {
        let filled = bar(asks[row].quantity.lots, of: most, width: room)
        right = cells(asks[row], lotsWidth, priceWidth, isBid: false) + " " + style.bad(filled)
      }
      return left + "   " + right
    }
    return [style.quiet(cut(title, width))] + (room == 0 ? body.map { cut($0, width) } : body)
  }

  private func cells(_ level: BookLevel, _ lotsWidth: Int, _ priceWidth: Int, isBid: Bool) -> String {
    let lots = groupedText(level.quantity.lots).padded(to: lotsWidth, .right)
    let price = groupedText(level.price.ticks).padded(to: priceWidth, isBid ? .right : .left)
    return isBid ? "\(lots) \(price)" : "\(price) \(lots)"
  }

  private func histogram(_ width: Int, _ style: TextStyle) -> [String] {
    let most = max(1, health.max() ?? 1)
    let counts = health.map { groupedText($0) }
    let countWidth = counts.map(\.count).max() ?? 1
    let room = max(0, min(40, width - 12 - countWidth))
    let rows = zip(HealthBand.all, zip(health, counts)).map { band, value in
      let filled = bar(Int64(value.0), of: Int64(most), width: room)
      let line = band.title.padded(to: 8) + "  " + value.1.padded(to: countWidth, .right)
      return cut(line, width) + (filled.isEmpty ? "" : "  " + (band.end == 1_000_000_000 ? style.bad(filled) : filled))
    }
    return [style.quiet(cut("accounts by health: equity ÷ maintenance margin", width))] + rows
  }

  private func cut(_ line: String, _ width: Int) -> String { String(line.prefix(max(0, width))) }
}

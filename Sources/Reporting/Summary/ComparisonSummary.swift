import Analysis
import MarketTypes
import Notation

/// Two runs side by side, for a reader at a terminal: what came of each, and who fared otherwise. Only what differs, but for
/// the figures that everybody asks for.
public struct ComparisonSummary: Sendable {
  let comparison: RunComparison
  /// At most so many names, losses and accounts.
  private let limit: Int

  public init(_ comparison: RunComparison, limit: Int = 10) {
    self.comparison = comparison
    self.limit = limit
  }

  /// Lines that all end with a line feed.
  ///
  /// - Parameter width: of the terminal in characters; sentences are wrapped.
  /// - Parameter styled: whether colour and weight may be used.
  public func text(width: Int, styled: Bool) -> String {
    let style = TextStyle(isStyled: styled)
    var lines = table(figures).lines(width: width)
    lines[0] = style.quiet(lines[0])
    lines += names("Liquidated in A alone", comparison.liquidatedOnlyInOne, width)
    lines += names("Liquidated in B alone", comparison.liquidatedOnlyInOther, width)
    lines += section("Losses by account", comparison.losses.flatMap(lossRows), style, width)
    let equities = comparison.accounts.map { Row(printable($0.name), $0.equity) }
    lines += section("Equity at the end", equities, style, width)
    return lines.map { $0 + "\n" }.joined()
  }

  struct Row {
    var title: String
    var pair: RunComparison.Pair

    init(_ title: String, _ pair: RunComparison.Pair) {
      self.title = title
      self.pair = pair
    }
  }

  var figures: [Row] {
    var rows = [
      Row("rounds", comparison.rounds), Row("accounts liquidated", comparison.liquidated),
      Row("forced orders", comparison.forcedOrders), Row("forced notional", comparison.forcedNotional),
    ]
    rows += [
      Row("taken over, notional", comparison.takenNotional),
      Row("deleveraged, notional", comparison.deleveragedNotional),
    ].filter { $0.pair.one != 0 || $0.pair.other != 0 }
    for instrument in comparison.instruments {
      let name = printable(instrument.name)
      rows.append(Row("\(name) displacement, ticks", instrument.displacement))
      rows.append(Row("\(name) mark at the end", instrument.last))
    }
    rows += comparison.stages.filter { $0.stage != .uncovered }.map { Row($0.stage.title, $0.received) }
    return rows + [Row("uncovered", comparison.uncovered), Row("insurance funds at the end", comparison.fund)]
  }

  /// What an account could not pay, what it bore for others; nothing where both runs have none.
  func lossRows(_ loss: RunComparison.LossPair) -> [Row] {
    let name = printable(loss.account ?? "")
    return [("\(name), loss", loss.received), ("\(name), borne", loss.paid)].compactMap { title, pair in
      pair.one == 0 && pair.other == 0 ? nil : Row("\(title), \(loss.stage.noun)", pair)
    }
  }

  func table(_ rows: [Row]) -> TextTable {
    func number(_ value: Int128?) -> String { value.map { groupedText($0) } ?? "–" }
    return TextTable(columns: [
      TextTable.Column(title: "", cells: rows.map(\.title), alignment: .left),
      TextTable.Column(title: "A", cells: rows.map { number($0.pair.one) }),
      TextTable.Column(title: "B", cells: rows.map { number($0.pair.other) }),
      TextTable.Column(
        title: "B − A", cells: rows.map { row in row.pair.change.map { ($0 > 0 ? "+" : "") + groupedText($0) } ?? "–" }),
    ])
  }

  private func section(_ title: String, _ rows: [Row], _ style: TextStyle, _ width: Int) -> [String] {
    if rows.isEmpty { return [] }
    let more = rows.count > limit ? ["and \(groupedText(rows.count - limit)) more"] : []
    var lines = table(Array(rows.prefix(limit))).lines(width: width)
    lines[0] = style.quiet(lines[0])
    return ["", style.heading("\(title), the largest differences first")] + lines + more
  }

  private func names(_ title: String, _ names: [String], _ width: Int) -> [String] {
    if names.isEmpty { return [] }
    var shown = names.prefix(limit).map { printable($0) }
    if names.count > limit { shown.append("\(groupedText(names.count - limit)) more") }
    return [""] + wrapped("\(title) (\(groupedText(names.count))): \(Wording.list(shown)).", width: width)
  }
}

// MARK: - JSON

extension ComparisonSummary {
  /// Members of an object that has been begun: everything, with nothing left out.
  public func write(to writer: inout JSONWriter) {
    writer.key("figures")
    writer.object { figures in
      for (key, pair) in [
        ("commands", comparison.commands), ("events", comparison.events), ("rounds", comparison.rounds),
        ("liquidatedAccounts", comparison.liquidated), ("forcedOrders", comparison.forcedOrders),
        ("forcedNotional", comparison.forcedNotional), ("takenNotional", comparison.takenNotional),
        ("deleveragedNotional", comparison.deleveragedNotional), ("fundPaid", comparison.fundPaid),
        ("uncovered", comparison.uncovered), ("fund", comparison.fund),
      ] { figures.member(key, pair) }
    }
    writer.key("instruments")
    writer.array { writer in
      for instrument in comparison.instruments {
        writer.object { writer in
          writer.member("name", instrument.name)
          writer.member("before", instrument.before)
          writer.member("displacement", instrument.displacement)
          writer.member("last", instrument.last)
        }
      }
    }
    writer.key("liquidatedOnlyInA")
    writer.array { for name in comparison.liquidatedOnlyInOne { $0.string(name) } }
    writer.key("liquidatedOnlyInB")
    writer.array { for name in comparison.liquidatedOnlyInOther { $0.string(name) } }
    writer.key("losses")
    writer.array { writer in
      for loss in comparison.stages + comparison.losses {
        writer.object { writer in
          writer.member("stage", loss.stage.rawValue)
          if let account = loss.account { writer.member("account", account) }
          writer.member("received", loss.received)
          writer.member("paid", loss.paid)
        }
      }
    }
    writer.key("equities")
    writer.array { writer in
      for account in comparison.accounts {
        writer.object { writer in
          writer.member("account", account.name)
          writer.member("equity", account.equity)
        }
      }
    }
  }
}

extension JSONWriter {
  /// `[1, 2]`, null for what a run has not.
  fileprivate mutating func member(_ key: String, _ pair: RunComparison.Pair) {
    self.key(key)
    array { writer in
      for value in [pair.one, pair.other] {
        if let value { writer.integer(value) } else { writer.null() }
      }
    }
  }
}

extension LossStage {
  fileprivate var noun: String {
    switch self {
    case .backstop: "backstop"
    case .deleveraging: "deleveraging"
    case .fund: "insurance fund"
    case .contributions: "default fund"
    case .assessments: "assessments"
    case .gains: "gains cut"
    case .openInterest: "open positions charged"
    case .uncovered: "uncovered"
    }
  }
}

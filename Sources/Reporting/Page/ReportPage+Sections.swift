import Analysis
import MarketTypes
import Notation

/// The sections of a page, in order. What a run has nothing of says so in a line.
extension ReportPage {
  typealias Section = PageFrame.Section

  var sections: [Section] {
    [
      priceSection, withoutSection, depthSection, mapSection, treeSection, healthSection, lossSection, makerSection,
      contagionSection, factSection,
    ]
  }

  private func section(
    _ id: String, _ title: String, _ note: String, isThere: Bool, otherwise: String,
    _ write: @escaping (inout Markup) -> Void
  ) -> Section {
    isThere
      ? Section(id: id, title: title, note: note, write: write)
      : Section(id: id, title: title, note: "") { $0.element("p", ["class": "none"], otherwise) }
  }

  private var priceSection: Section {
    let note =
      "The mark is what accounts are valued at, the index is the price outside. Each disc is a forced order at the worst price "
      + "it got, its area its notional. Nothing is averaged: every stretch of time shows its extremes, and around a "
      + "cascade every change is kept."
    return section(
      "prices", "Price, mark and index", note, isThere: !rules.instruments.isEmpty, otherwise: "No instrument."
    ) { page in
      page.plot("prices", "Price, mark and index over time, with forced orders")
      if explanation.summary.hasRounds { page.figures("Rounds of the cascade", explanation.summary.roundTable) }
      page.figures("Prices of each instrument, in ticks", priceTable)
      if hasCascade, !explanation.instruments.isEmpty {
        page.figures("Who moved the marks, in ticks", explanation.originTable)
      }
      if hasCascade { page.sentences("Measures of the cascade", explanation.measures) }
    }
  }

  private var withoutSection: Section {
    section(
      "without", "With and without liquidations",
      "The same run with liquidation turned off just before the first account fell under its maintenance margin: same "
        + "scenario, same random draws. What lies between the two lines is what liquidating did.",
      isThere: without != nil,
      otherwise: hasCascade
        ? "Not made: cascade report RUN --counterfactual runs the scenario again from its first fall on, with nobody liquidated."
        : "Nobody was liquidated: there is nothing to leave out."
    ) { page in
      page.plot("without", "The mark with and without liquidations over time")
      page.figures("How far the marks went, in ticks", withoutTable)
    }
  }

  private var depthSection: Section {
    section(
      "depth", "Depth of the book",
      "What the book shows at each price, bids and asks, on a logarithmic scale: the stronger the colour the more lots. "
        + "Strokes are what was traded, from the lowest to the highest price of each stretch of time.",
      isThere: findings.depth.looks.contains { !$0.isEmpty }, otherwise: "Nothing ever rested in a book."
    ) { page in
      page.plot("depth", "Lots resting at each price over time, with trades")
      page.figures("The book at some moments", depthTable)
    }
  }

  private var mapSection: Section {
    let time = findings.before.map { Wording.time($0.time) } ?? ""
    return section(
      "map", "Liquidation map before the shock",
      "Notional that becomes liquidatable at each mark while all other marks stand, as the accounts stood at \(time): longs "
        + "fall with the mark, shorts with a rise.",
      isThere: !liquidationMaps.isEmpty,
      otherwise: findings.before == nil
        ? "No moment before the cascade was looked at." : "No account had a position that a mark could liquidate."
    ) { page in
      page.plot("map", "Notional to be liquidated at each mark")
      page.figures("Notional by mark", mapTable)
    }
  }

  private var treeSection: Section {
    section(
      "tree", "Who fell because of whom",
      "Each block is an account that fell under its maintenance margin, as tall as the forced notional of its whole branch; to "
        + "its right who fell by the marks that its forced orders moved. Above, the mark in order of events: select a "
        + "block to see when it fell and when it was closed. Marked blocks went bankrupt and left a loss to others.",
      isThere: hasCascade, otherwise: "No account was closed: there is no tree."
    ) { page in
      page.plot("tree", "The tree of causes by generation")
      page.figures("The largest branches", treeTable)
      page.figures("Generations", explanation.tables[0].table)
    }
  }

  private var healthSection: Section {
    section(
      "health", "Health of accounts",
      "Equity ÷ maintenance margin of margined accounts that hold something, as shares of accounts: below 1 an account is "
        + "liquidatable.",
      isThere: findings.health.samples.contains { $0.accounts > 0 },
      otherwise: "No account ever needed margin."
    ) { page in
      page.plot("health", "Quantiles of account health over time")
      page.figures("Health at some moments", healthTable)
    }
  }

  private var lossSection: Section {
    section(
      "losses", "Insurance fund and losses",
      "What the insurance funds hold together, and what bankrupt accounts were short of so far, by who bore it.",
      isThere: findings.losses.fund.last != nil || findings.losses.stages.contains { $0.last != nil },
      otherwise: "No insurance fund, and no loss was left to anybody."
    ) { page in
      page.plot("losses", "Insurance funds and losses by stage over time")
      page.figures("Losses by stage", lossTable)
      if hasCascade { page.figures("Who gained and lost over the cascade", explanation.groupTable) }
    }
  }

  private var makerSection: Section {
    section(
      "makers", "Makers",
      "The widest half-spread that a maker explained in each stretch of time, split into its six terms; what all makers hold "
        + "together; and the lots they show on each side.",
      isThere: findings.makers.widest.contains { !$0.isEmpty }, otherwise: "No maker explained its quotes."
    ) { page in
      page.plot("makers", "Makers' half-spreads, inventory and quoted depth over time")
      page.figures("Mean terms before the cascade and during it, in ticks", makerTable)
    }
  }

  private var contagionSection: Section {
    let tables = explanation.contagionTables
    return section(
      "contagion", "Contagion", "Forced notional in the row that one unit of forced notional in the column made fall.",
      isThere: hasCascade && !tables.isEmpty,
      otherwise: hasCascade ? "One instrument, and one group of accounts: nobody to infect." : "Nothing was forced."
    ) { page in
      for (place, table) in tables.enumerated() {
        page.element("h3", place == 0 && explanation.instruments.count > 1 ? "Between instruments" : "Between groups")
        page.element("div", ["class": "matrix"]) { $0.table(table.title, table.table) }
      }
    }
  }

  private var factSection: Section {
    let report = factsReport
    return section(
      "facts", "Stylised facts",
      "Whether \(instruments.first.map { _ in name(InstrumentID(number: 0)) } ?? "it") moves like a real market: figures that "
        + "real markets share, each with the range that is accepted.",
      isThere: report != nil, otherwise: "No instrument."
    ) { page in
      guard let report else { return }
      page.element("p", ["class": "verdicts"], report.verdicts)
      if let extent = factsExtent { page.element("p", extent) }
      page.facts(report)
    }
  }
}

extension Markup {
  /// Sentences, folded.
  fileprivate mutating func sentences(_ title: String, _ sentences: [String]) {
    element("details", ["class": "figures"]) { page in
      page.element("summary", title)
      for sentence in sentences { page.element("p", sentence) }
    }
    raw("\n")
  }

  /// A fact a line with its verdict; its figures folded.
  fileprivate mutating func facts(_ report: FactsReport) {
    element("ol", ["class": "verdict-list"]) { page in
      for fact in report.facts.facts {
        let kind = fact.verdict == .notApplicable ? "open" : fact.verdict.rawValue
        page.element("li", ["class": kind]) { page in
          page.element("span", ["class": "badge"], fact.verdict == .notApplicable ? "not applicable" : kind)
          page.raw(" ")
          page.text(fact.name)
        }
        page.raw("\n")
      }
    }
    figures("All figures", report.table)
    element("details", ["class": "figures"]) { page in
      page.element("summary", "Why some are not applicable")
      page.element("p", report.counts)
      for reason in report.reasons { page.element("p", reason) }
    }
    raw("\n")
  }
}

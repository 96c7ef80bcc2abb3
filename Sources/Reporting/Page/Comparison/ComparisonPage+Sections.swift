import Analysis
import MarketTypes
import Notation

/// The sections of a page about two runs, in order.
extension ComparisonPage {
  func writeHeader(to page: inout Markup) {
    page.raw("<header>\n")
    page.element("p", ["class": "kicker"], "Cascade · two runs side by side")
    page.element("h1", title)
    page.element("p", ["class": "lead"], lead)
    page.element("div", ["class": "plain"]) { $0.table("The two runs", factTable) }
    page.raw("</header>\n")
  }

  var sections: [PageFrame.Section] {
    [markSection, figureSection, differenceSection, roundSection, lossSection, makerSection, accountSection]
  }

  private var lead: String {
    if difference == nil { return "All commands and all events are the same." }
    let accounts = [comparison.liquidated.one, comparison.liquidated.other].map { groupedText($0 ?? 0) }
    var text = "Accounts liquidated: \(accounts[0]) in A, \(accounts[1]) in B"
    if let instrument = instruments.first,
      let pair = comparison.instruments.first(where: { printable($0.name) == instrument.name }),
      let one = pair.displacement.one, let other = pair.displacement.other
    {
      text += "; displacement of \(instrument.name): \(groupedText(one)) and \(groupedText(other)) ticks"
    }
    return text + "."
  }

  private func section(
    _ id: String, _ title: String, _ note: String, isThere: Bool = true, otherwise: String = "",
    _ write: @escaping (inout Markup) -> Void
  ) -> PageFrame.Section {
    isThere
      ? PageFrame.Section(id: id, title: title, note: note, write: write)
      : PageFrame.Section(id: id, title: title, note: "") { $0.element("p", ["class": "none"], otherwise) }
  }

  private var markSection: PageFrame.Section {
    section(
      "marks", "Marks of both",
      "The mark of A and the mark of B on one axis; what lies between them is what the change did.",
      isThere: instruments.contains { $0.one != nil && $0.other != nil }, otherwise: "No instrument that both have."
    ) { page in
      page.plot("marks", "The marks of both runs over time")
      page.figures("How far the marks went, in ticks", markTable)
    }
  }

  private var figureSection: PageFrame.Section {
    section(
      "figures", "Figures side by side",
      "Counted as cascade compare counts them; displacement from the same moment in both."
    ) {
      page in
      page.element("div", ["class": "plain"]) { $0.table("Figures of both", summary.table(summary.figures)) }
    }
  }

  private var differenceSection: PageFrame.Section {
    section(
      "differs", "What differs",
      "Paths of the resolved scenarios that say something else, and the first command or event that is "
        + "not the same under what came before it: − in A, + in B.",
      isThere: difference != nil || !scenarioLines.isEmpty,
      otherwise: "Nothing: the scenarios say the same, and so do the streams."
    ) { page in
      if changes.columns[0].cells.isEmpty {
        page.element("p", ["class": "note"], "The resolved scenarios say the same.")
      } else {
        page.element("div", ["class": "plain"]) { $0.table("What was changed", changes) }
        if scenarioLines.count > Self.mostLines {
          page.element(
            "p", ["class": "note"], "And \(Wording.count(scenarioLines.count - Self.mostLines, "path")) more.")
        }
      }
      guard let difference else { return }
      page.element(
        "h3",
        "The first difference: event \(groupedText(difference.event)), of command \(groupedText(difference.command)), "
          + "at \(Wording.time(difference.time))")
      page.element("pre", ["class": "stream", "tabindex": "0"]) { page in
        for line in difference.context { page.element("span") { $0.text("  \(line)") } }
        page.element("span", ["class": "in-a"]) { $0.text("− \(difference.one)") }
        page.element("span", ["class": "in-b"]) { $0.text("+ \(difference.other)") }
      }
    }
  }

  private var roundSection: PageFrame.Section {
    section(
      "rounds", "Forced notional by round",
      "What forced orders traded in each generation of the cascade, at the prices filled.",
      isThere: !rounds.isEmpty, otherwise: "Nothing was forced in either."
    ) { page in
      page.plot("rounds", "Forced notional by round in both runs")
      page.figures("Forced notional by round", roundTable)
    }
  }

  private var lossSection: PageFrame.Section {
    section(
      "stages", "Losses by stage", "What bankrupt accounts were short of, by who bore it.", isThere: !stages.isEmpty,
      otherwise: "No loss was left to anybody in either."
    ) { page in
      page.plot("stages", "Losses by stage in both runs")
      page.figures("Losses by stage", stageTable)
      if !comparison.losses.isEmpty { page.figures("Losses by account, the largest differences first", lossTable) }
    }
  }

  private var makerSection: PageFrame.Section {
    section(
      "spreads", "Makers' half-spreads",
      "The widest half-spread that a maker explained in each stretch of time, until it says something else; "
        + "where the line ends it quoted nothing.",
      isThere: sides.contains { side in side.paths.makers.widest.contains { !$0.isEmpty } },
      otherwise: "No maker explained its quotes in either."
    ) { page in
      page.plot("spreads", "Makers' half-spreads in both runs over time")
      page.figures("Half-spreads of each instrument, in ticks", spreadTable)
    }
  }

  private var accountSection: PageFrame.Section {
    let lists = [("A", comparison.liquidatedOnlyInOne), ("B", comparison.liquidatedOnlyInOther)]
    return section(
      "accounts", "Who fared otherwise",
      "Accounts liquidated in one run alone, and whose equity at the end differs most.",
      isThere: lists.contains { !$0.1.isEmpty } || !comparison.accounts.isEmpty, otherwise: "Nobody."
    ) { page in
      for (letter, names) in lists {
        page.element("h3", "Liquidated in \(letter) alone: \(groupedText(names.count))")
        if names.isEmpty { continue }
        let more = names.count > Self.mostNames ? ["\(groupedText(names.count - Self.mostNames)) more"] : []
        page.element("p", ["class": "names"], Wording.list(names.prefix(Self.mostNames).map { printable($0) } + more))
      }
      if comparison.accounts.isEmpty { return }
      page.element("h3", "Equity at the end")
      page.element("div", ["class": "plain"]) { $0.table("Equity at the end", equityTable) }
    }
  }

  private static let mostNames = 60
  static let mostLines = 40
}

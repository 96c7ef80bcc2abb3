import Analysis
import MarketTypes
import Notation

/// The sections of a page about many runs, and their tables.
extension TournamentPage {
  func writeHeader(to page: inout Markup) {
    page.raw("<header>\n")
    page.element("p", ["class": "kicker"], variants == .policies ? "Cascade · tournament" : "Cascade · sweep")
    page.element("h1", printable(scenario))
    page.element("p", ["class": "lead"], about)
    page.element("div", ["class": "intro"]) { page in
      page.element("div", ["class": "sentences"]) { page in
        page.element(
          "p",
          "Every \(noun) meets the same participants with the same random numbers, seed by seed. Means have their 95 % "
            + "confidence interval; a difference is taken seed by seed, so that the chance that two have in common drops out."
        )
        if !tournament.hasLiquidations { page.element("p", "Nobody was liquidated in any run.") }
        if measures.contains(.amplification) {
          page.element(
            "p",
            "Amplification is the displacement of \(instrument) ÷ its displacement in a run with the same seed in which nobody "
              + "is liquidated: 1 where liquidation changes nothing.")
        }
        if shown.count < tournament.policies.count {
          page.element(
            "p", "Shown are the first \(groupedText(shown.count)) of \(groupedText(tournament.policies.count)).")
        }
        if mostDots < tournament.seeds.count {
          page.element(
            "p", "Of each \(noun) the first \(groupedText(mostDots)) seeds are dots; every figure is of all of them.")
        }
      }
      page.element("dl", ["class": "facts"]) { page in
        for (term, value) in facts {
          page.element("dt", term)
          page.element("dd", value)
        }
      }
    }
    page.raw("</header>\n")
  }

  private var noun: String { variants.noun }

  private var facts: [(String, String)] {
    [("Runs", groupedText(tournament.entries.count)), ("Seeds", groupedText(tournament.seeds.count))]
      + variedAxes.map {
        ("Varied", "\(printable($0.name)): \($0.values.map { printable($0) }.joined(separator: ", "))")
      }
      + [("Instrument", instrument), ("Engine", "cascade \(engine)")]
  }

  var sections: [PageFrame.Section] {
    var sections: [PageFrame.Section] = []
    if variedAxes.count > 1 { sections.append(phaseSection) }
    if !variedAxes.isEmpty { sections.append(bandSection) }
    sections.append(stripSection)
    if shown.count > 1 { sections.append(pairSection) }
    return sections
  }

  private var phaseSection: PageFrame.Section {
    PageFrame.Section(
      id: "phase", title: "Phase diagram",
      note:
        "The mean over all seeds for each pair of values, with the half-width of its 95 % interval: the stronger the colour the more."
    ) { page in
      page.plot("phase", "Means over two varied values")
      writeTables(to: &page, phaseTable)
    }
  }

  private var bandSection: PageFrame.Section {
    PageFrame.Section(
      id: "bands", title: "Along what was varied",
      note:
        "The mean at each value with its 95 % confidence interval; between numbers the intervals are joined to a band."
    ) { page in
      page.plot("bands", "Means with confidence bands along a varied value")
      writeTables(to: &page, meanTable)
    }
  }

  private var stripSection: PageFrame.Section {
    PageFrame.Section(
      id: "strips", title: "Seed by seed",
      note:
        "Each dot is a run. The box holds the middle half of the seeds and the stroke in it is the median; the diamond below is "
        + "the mean with its 95 % confidence interval."
    ) { page in
      page.plot("strips", "Every seed of each \(noun)")
      writeTables(to: &page, stripTable)
    }
  }

  private var pairSection: PageFrame.Section {
    PageFrame.Section(
      id: "pairs", title: "Against \(printable(tournament.policies[0]))",
      note:
        "By how much each run is above the run of \(printable(tournament.policies[0])) with the same seed. A mean whose interval "
        + "does not hold 0 is evidence of a difference; of many such, one in twenty is wrong."
    ) { page in
      page.plot("pairs", "Differences from the first \(noun), seed by seed")
      writeTables(to: &page, pairTable)
    }
  }
}

// MARK: - Tables

extension TournamentPage {
  /// A table for each measure, folded together.
  private func writeTables(to page: inout Markup, _ table: (Tournament.Measure) -> TextTable) {
    page.element("details", ["class": "figures"]) { page in
      page.element("summary", measures.count == 1 ? "The figures" : "Tables of all \(measures.count) measures")
      for measure in measures {
        page.element("h3", title(of: measure))
        page.table(title(of: measure), table(measure))
      }
    }
    page.raw("\n")
  }

  private func number(_ value: Double?, _ measure: Tournament.Measure, showsPlus: Bool = false) -> String {
    measure.text(value, showsPlus: showsPlus)
  }

  /// The first so many of those shown: what stands in tables.
  private var rows: [Int] { Array(shown.prefix(200)) }

  /// Rows and columns as in the plot, of the first values of whatever else was varied.
  private func phaseTable(of measure: Tournament.Measure) -> TextTable {
    let places = axes.indices.filter { axes[$0].values.count > 1 }
    let (down, across) = (places[places.count - 2], places[places.count - 1])
    func stride(_ place: Int) -> Int { axes[(place + 1)...].reduce(1) { $0 * $1.values.count } }
    let rows = Array(axes[down].values.indices)
    let title = "\(printable(axes[down].name)) ＼ \(printable(axes[across].name))"
    return TextTable(
      columns: [TextTable.Column(title, of: rows, left: true) { printable(axes[down].values[$0]) }]
        + axes[across].values.indices.map { column in
          TextTable.Column(printable(axes[across].values[column]), of: rows) { row in
            let variant = row * stride(down) + column * stride(across)
            guard shown.contains(variant) else { return "–" }
            let estimate = tournament.estimate(measure, of: variant)
            return number(estimate.mean, measure) + (estimate.halfWidth.map { " ± \(number($0, measure))" } ?? "")
          }
        })
  }

  private func meanTable(of measure: Tournament.Measure) -> TextTable {
    let estimates = rows.map { tournament.estimate(measure, of: $0) }
    return TextTable(
      columns: tournament.columns(naming: rows, variants) + [
        TextTable.Column("mean", of: estimates) { number($0.mean, measure) },
        TextTable.Column("± 95 %", of: estimates) { number($0.halfWidth, measure) },
        TextTable.Column("seeds", of: estimates) { groupedText($0.count) },
      ])
  }

  private func stripTable(of measure: Tournament.Measure) -> TextTable {
    let samples = rows.map { tournament.values(measure, of: $0).compactMap { $0 } }
    let (estimates, quartiles) = (samples.map { MeanEstimate(of: $0) }, samples.map { Quartiles(of: $0) })
    var columns = tournament.columns(naming: rows, variants)
    columns += [
      TextTable.Column("seeds", of: samples) { groupedText($0.count) },
      TextTable.Column("least", of: quartiles) { number($0?.least, measure) },
      TextTable.Column("quarter", of: quartiles) { number($0?.lower, measure) },
      TextTable.Column("median", of: quartiles) { number($0?.median, measure) },
      TextTable.Column("three quarters", of: quartiles) { number($0?.upper, measure) },
      TextTable.Column("largest", of: quartiles) { number($0?.largest, measure) },
      TextTable.Column("mean", of: estimates) { number($0.mean, measure) },
      TextTable.Column("± 95 %", of: estimates) { number($0.halfWidth, measure) },
    ]
    if measure == .amplification {
      columns.append(
        TextTable.Column("of the means", of: rows) { number(tournament.amplificationOfMeans(of: $0), measure) })
    }
    return TextTable(columns: columns)
  }

  private func pairTable(of measure: Tournament.Measure) -> TextTable {
    let rows = Array(rows.dropFirst())
    let differences = rows.map { tournament.difference(measure, of: $0) }
    return TextTable(
      columns: tournament.columns(naming: rows, variants) + [
        TextTable.Column("mean difference", of: differences) { number($0.mean, measure, showsPlus: true) },
        TextTable.Column("± 95 %", of: differences) { number($0.halfWidth, measure) },
        TextTable.Column("seeds", of: differences) { groupedText($0.count) },
      ])
  }
}

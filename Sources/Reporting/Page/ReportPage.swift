import Analysis
import MarketTypes
import Notation

/// One run as one page: a file that needs no network and is opened by a double click (docs/report.md).
///
/// What it shows are data in blocks beside the tables; one constant script, allowed by its hash, draws them. The same run
/// gives the same bytes: no clock, no host and no path is in it.
public struct ReportPage: Sendable {
  let facts: Facts
  let findings: ReportFindings
  let explanation: CascadeExplanation
  let names: Names
  let rules: VenueRules
  /// The same run with liquidation off from the cascade on, where it was made.
  let without: Counterfactual?

  /// What a page says of where it comes from.
  public struct Facts: Sendable {
    /// The scenario's name; empty for a run that no scenario made.
    public var scenario: String
    /// The one the run was made with.
    public var seed: UInt64
    /// Of the commands and events, as hexadecimal digits.
    public var digest: String
    /// The version of the program that ran it, and of each format.
    public var engine: String
    /// Of journals, tables and the other formats, as a manifest lists them.
    public var formats: [Manifest.Format]
    /// Numbers of participants who execute large orders.
    public var executors: Set<Int32>
    /// What its script does outside the venue, in order of time.
    public var outside: [OutsideEvent]

    /// - Parameters:
    ///   - scenario: empty for a run that no scenario made.
    ///   - digest: as hexadecimal digits.
    ///   - engine: the version of the program that ran it.
    ///   - formats: as a manifest lists them.
    ///   - executors: numbers of participants who execute large orders.
    public init(
      scenario: String, seed: UInt64, digest: String, engine: String, formats: [Manifest.Format],
      executors: Set<Int32> = [], outside: [OutsideEvent] = []
    ) {
      (self.scenario, self.seed, self.digest) = (scenario, seed, digest)
      (self.engine, self.formats, self.executors, self.outside) = (engine, formats, executors, outside)
    }
  }

  /// The run again from its first fall on, with liquidation off.
  public struct Counterfactual: Sendable {
    /// Of the whole run, thinned as the run's own are.
    public var prices: PricePaths
    /// Up to the last forced fill of the run with liquidation.
    public var paths: CounterfactualPaths

    /// - Parameters:
    ///   - prices: of the whole run.
    ///   - paths: up to the last forced fill of the run with liquidation.
    public init(prices: PricePaths, paths: CounterfactualPaths) {
      (self.prices, self.paths) = (prices, paths)
    }
  }

  /// - Parameter findings: finished.
  public init(
    _ facts: Facts, _ findings: ReportFindings, of run: RunFindings, names: Names, rules: VenueRules,
    without: Counterfactual? = nil
  ) {
    self.facts = facts
    self.findings = findings
    self.names = names
    self.rules = rules
    self.without = without
    explanation = CascadeExplanation(
      findings.causes(run), names: names, digest: facts.digest, without: without?.paths,
      outside: facts.outside)
  }

  /// The whole file.
  public var html: [UInt8] {
    PageFrame(
      title: "\(title): \(explanation.summary.headline)", header: writeHeader, toolbar: PageFrame.timeToolbar,
      sections: sections, footer: PageFrame.timeFooter, data: writeData
    ).html
  }

  var title: String { facts.scenario.isEmpty ? "A run" : facts.scenario }
  var run: RunFindings { explanation.findings.run }
  var hasCascade: Bool { explanation.branches.count > 0 }

  func name(_ instrument: InstrumentID) -> String { printable(names.name(of: instrument)) }

  /// Instruments in the order of the page: of the largest forced notional first, then by number.
  var instruments: [InstrumentID] {
    let cascaded = explanation.summary.cascaded
    let others = rules.instruments.indices.map { InstrumentID(number: UInt16($0)) }.filter { !cascaded.contains($0) }
    return Array((cascaded + others).prefix(Self.mostInstruments))
  }

  static let mostInstruments = 24
}

import Analysis
import MarketTypes
import Notation

/// What happened in a run, for a reader at a terminal: a table of rounds, the ways of mark and price, a few sentences, the digest.
///
///     print(RunSummary(findings, names: names, digest: digest.hex).text(width: 100, styled: false))
public struct RunSummary: Sendable {
  let findings: RunFindings
  let names: Names
  /// Of the commands and events, as hexadecimal digits.
  let digest: String
  /// One for each recording that played beside the participants.
  let overlays: [OverlayDivergence]
  /// Up to the stream's last moment, in order of time.
  let outside: [OutsideEvent]

  /// - Parameter outside: what the script does outside the venue, in order of time; what comes after the stream's last
  ///   moment is left out.
  public init(
    _ findings: RunFindings, names: Names, digest: String, overlays: [OverlayDivergence] = [],
    outside: [OutsideEvent] = []
  ) {
    self.findings = findings
    self.overlays = overlays
    let last = findings.counts.lastTime ?? .start
    self.outside = outside.filter { $0.time <= last }
    self.names = names
    self.digest = digest
  }

  /// Lines that all end with a line feed.
  ///
  /// - Parameter width: of the terminal in characters; columns that do not fit are left out, sentences are wrapped.
  /// - Parameter styled: whether colour and weight may be used.
  public func text(width: Int, styled: Bool) -> String {
    let style = TextStyle(isStyled: styled)
    var lines = wrapped(headline, width: width).map(style.heading) + [""]
    if hasRounds {
      let table = roundLines(width: width)
      lines += [style.quiet(table[0])] + table.dropFirst() + [""]
    }
    let paths = priceLines(width: width)
    if !paths.isEmpty { lines += paths + [""] }
    let losses = lossTable?.lines(width: width) ?? []
    if let titles = losses.first { lines += [style.quiet(titles)] + losses.dropFirst() + [""] }
    let executions = executionTable(width: width)
    if let titles = executions.first { lines += [style.quiet(titles)] + executions.dropFirst() + [""] }
    for sentence in sentences + overlays.map(sentence(about:)) { lines += wrapped(sentence, width: width) }
    lines += wrapped(verdict, width: width).map { isConserved ? style.good($0) : style.bad($0) }
    lines += ["", style.quiet("digest \(digest)")]
    return lines.map { $0 + "\n" }.joined()
  }

  var rounds: CascadeRounds { findings.rounds }
  var window: CascadeWindow { findings.rounds.window }
  private var isConserved: Bool { findings.audit.verdict() == nil }

  var headline: String {
    let accounts = Wording.count(rounds.liquidatedAccounts, "account")
    if isWithoutBook { return "No forced order was filled: \(accounts) liquidated without the book" }
    if rounds.depth == 0 { return "No cascade" }
    return "Cascade: \(Wording.count(rounds.depth, "round")), \(accounts) liquidated"
  }

  /// Whether the table of rounds has anything to say.
  var hasRounds: Bool { rounds.depth > 0 || isWithoutBook }

  /// Whether accounts were liquidated, but only by takeovers and deleveraging.
  var isWithoutBook: Bool {
    rounds.depth == 0 && (findings.lastResorts.takeovers > 0 || findings.lastResorts.pairs > 0)
  }

  private var verdict: String {
    if let breach = findings.audit.verdict() { return "Audit FAILED at \(printable(breach.text(names)))." }
    return "Audit: every balance rebuilt over \(Wording.count(findings.counts.events, "event")), "
      + "nothing lost or made, to the unit."
  }

  // MARK: Instruments

  var instrumentCount: Int { findings.audit.instrumentCount }

  func name(_ instrument: InstrumentID) -> String { printable(names.name(of: instrument)) }

  /// Instruments with forced fills, largest forced notional first; ties by number.
  var cascaded: [InstrumentID] {
    let notionals = (0..<instrumentCount).map { index in
      (index, rounds.rounds.dropFirst().reduce(Int128(0)) { $0 + $1.instruments[index].notional })
    }
    return notionals.filter { $0.1 > 0 }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
      .map { InstrumentID(number: UInt16($0.0)) }
  }

  /// Instruments whose marks a sentence tells of: the first three with forced fills, then what the shock traded that had none.
  var told: [InstrumentID] {
    let forced = cascaded
    let shocked = (0..<instrumentCount)
      .filter { index in rounds.rounds.first.map { $0.instruments[index].notional > 0 } ?? false }
      .map { InstrumentID(number: UInt16($0)) }
      .filter { !forced.contains($0) }
    return Array(forced.prefix(3)) + Array(shocked.prefix(3))
  }

  /// The instrument whose mark and spread are shown: of the largest forced notional, else the first.
  var main: InstrumentID { cascaded.first ?? InstrumentID(number: 0) }
}

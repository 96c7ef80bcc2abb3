import Analysis
import MarketTypes
import Notation

/// Many runs as one page (docs/counterfactual.md): what each seed came to under each policy or combination of values, means
/// along what was varied, a map over two of them, and differences seed by seed. The same runs give the same bytes.
public struct TournamentPage: Sendable {
  let tournament: Tournament
  let variants: TournamentSummary.Variants
  let scenario: String
  let instrument: String
  let engine: String
  /// What is shown of each; amplification first, where it was found.
  let measures: [Tournament.Measure]

  /// - Parameters:
  ///   - variants: as many combinations as the tournament has policies.
  ///   - scenario: its name.
  ///   - instrument: which one is looked at.
  ///   - engine: the version of the program that ran it.
  public init(
    _ tournament: Tournament, of variants: TournamentSummary.Variants, scenario: String, instrument: String,
    engine: String
  ) {
    let paths = variants.paths
    invariant(
      paths.isEmpty || paths.combinations == tournament.policies.count,
      "\(tournament.policies.count) combinations of \(paths.map(\.values.count)) values")
    (self.tournament, self.variants) = (tournament, variants)
    (self.scenario, self.instrument, self.engine) = (scenario, printable(instrument), engine)
    let all = tournament.measures
    measures = all.filter { $0 == .amplification } + all.filter { $0 != .amplification }
  }

  /// The whole file.
  public var html: [UInt8] {
    PageFrame(
      title: "\(scenario): \(about)", header: writeHeader, toolbar: PageFrame.measureToolbar, sections: sections,
      footer: PageFrame.measureFooter, data: { $0.data("data-many", writeMany) }
    ).html
  }

  /// `6 combinations on 16 seeds (1..16)`.
  var about: String {
    let seeds = tournament.seeds
    let variants = variants.text(tournament.policies)
    return "\(variants) on \(Wording.count(seeds.count, "seed")) (\(seeds.lowerBound)..\(seeds.upperBound))"
  }

  func title(of measure: Tournament.Measure) -> String {
    measure.title(of: instrument, groups: tournament.groups)
  }

  /// Of the first so many; a page has its limits.
  var shown: Range<Int> { 0..<min(tournament.policies.count, Self.mostVariants) }
  /// What was varied, the last fastest; empty for a tournament. Their values make the combinations, in order.
  var axes: [VariedPath] { variants.paths }
  /// Those with more than one value.
  var variedAxes: [VariedPath] { axes.filter { $0.values.count > 1 } }

  static let mostVariants = 600
}

// MARK: - Data

extension TournamentPage {
  private func writeMany(_ writer: inout JSONWriter) {
    writer.member("about", about)
    writer.key("variants")
    writer.array { writer in for number in shown { writer.string(printable(tournament.policies[number])) } }
    writer.key("axes")
    writer.array { writer in
      for axis in axes {
        writer.object { writer in
          writer.member("name", printable(axis.name))
          writer.key("values")
          writer.array { writer in for value in axis.values { writer.string(printable(value)) } }
        }
      }
    }
    writer.key("measures")
    writer.array { writer in
      for measure in measures { writer.object { write(measure, to: &$0) } }
    }
  }

  private func write(_ measure: Tournament.Measure, to writer: inout JSONWriter) {
    writer.member("title", title(of: measure))
    writer.member("places", measure.places == 1 ? 1 : 2)
    writer.key("alone")
    writer.object { write(shown.map { tournament.values(measure, of: $0) }, to: &$0) }
    writer.key("pairs")
    writer.object { write(shown.dropFirst().map { tournament.differences(measure, of: $0) }, to: &$0) }
  }

  /// Of each sample its figures, and its first values one by one.
  private func write(_ samples: [[Double?]], to writer: inout JSONWriter) {
    let found = samples.map { $0.compactMap { $0 } }
    writer.key("figures")
    writer.array { writer in
      for values in found {
        let (estimate, quartiles) = (MeanEstimate(of: values), Quartiles(of: values))
        writer.array { writer in
          writer.integer(values.count)
          for figure in [
            estimate.mean, estimate.halfWidth, quartiles?.least, quartiles?.lower, quartiles?.median, quartiles?.upper,
            quartiles?.largest,
          ] { writer.figure(figure) }
        }
      }
    }
    writer.key("dots")
    writer.array { writer in
      for values in found { writer.array { writer in for value in values.prefix(mostDots) { writer.figure(value) } } }
    }
  }

  /// Seeds shown one by one of each variant: the first of them.
  var mostDots: Int { max(8, Self.mostValues / (shown.count * measures.count * 2)) }

  private static let mostValues = 100_000
}

extension JSONWriter {
  /// To seven digits, which is more than a picture shows; null for none.
  fileprivate mutating func figure(_ value: Double?) {
    guard let value, value.isFinite else { return null() }
    var unit = 1.0
    while value.magnitude * unit < 1e6, unit < 1e9 { unit *= 10 }
    number(literal: numberText((value * unit).rounded() / unit))
  }
}

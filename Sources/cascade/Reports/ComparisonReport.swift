import Files
import MarketTypes
import Notation
import Reporting

/// The page about two runs, made from their journals, each read once; from its folder a run also says where it was forked.
struct ComparisonReport {
  let page: ComparisonPage

  /// - Parameters: folders of runs, or journals; and how large those may be.
  init(of one: String, and other: String, _ limits: Limits) throws {
    let comparison = try JournalComparison(JournalFile(one, limits), JournalFile(other, limits), drawn: true)
    guard let drawn = comparison.drawn else { fatalError("nothing was drawn") }
    let difference = try comparison.difference.map { difference in
      let place = try StreamDifference.Place(of: difference, in: comparison.one)
      return ComparisonPage.Difference(
        event: place.position, command: difference.command, time: place.time, context: place.context,
        one: place.one, other: place.other)
    }
    page = ComparisonPage(
      try Self.side(drawn.one, comparison.digests.one.hex, one, limits),
      try Self.side(drawn.other, comparison.digests.other.hex, other, limits), comparison.comparison, difference)
  }

  private static func side(
    _ drawn: JournalComparison.Drawn, _ digest: String, _ path: String, _ limits: Limits
  ) throws -> ComparisonPage.Side {
    let isFolder = path == "-" ? false : try FileSystem.kind(of: path) == .directory
    return ComparisonPage.Side(
      ReportPage.Facts(drawn.scenario, seed: drawn.header.seed, digest: digest, engine: drawn.header.engine),
      scenario: drawn.header.scenario, forks: isFolder ? try RunFolder(path, limits).forks : [],
      names: drawn.header.names,
      run: drawn.findings, paths: drawn.paths)
  }
}

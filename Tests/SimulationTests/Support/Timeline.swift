import Foundation

/// What came each second in a stretch of time, counted from its beginning.
struct Timeline: Equatable {
  var liquidations: [Int]
  var deleveragings: [Int]

  init(seconds: Int) {
    liquidations = Array(repeating: 0, count: seconds)
    deleveragings = liquidations
  }
}

/// The counts of 10 October 2025 on Hyperliquid, 21:15 to 21:27 UTC, by ConejoCapital/HyperMultiAssetedADL. They are not in
/// the repository: `cascade/hyperliquid_20251010_timeline.json` in `$CASCADE_DATA`, or in `../shared/data` beside the package.
enum OctoberData {
  static let timeline: Timeline? = {
    guard let bytes = places.lazy.compactMap({ try? Data(contentsOf: $0) }).first,
      let file = try? JSONDecoder().decode(Published.self, from: bytes)
    else { return nil }
    var timeline = Timeline(seconds: 720)
    for line in file.timeline {
      timeline.liquidations[line.second] += line.liquidations
      timeline.deleveragings[line.second] += line.adls
    }
    return timeline
  }()

  static let absence = "no timeline of 10 October 2025 (set CASCADE_DATA)"

  private struct Published: Decodable {
    struct Line: Decodable {
      var second: Int
      var liquidations: Int
      var adls: Int
    }
    var timeline: [Line]
  }

  private static let places: [URL] = {
    let name = "cascade/hyperliquid_20251010_timeline.json"
    let folder = ProcessInfo.processInfo.environment["CASCADE_DATA"].map { URL(filePath: $0).appending(path: name) }
    return [folder ?? repository.appending(path: "../shared/data/\(name)").standardizedFileURL]
  }()
}

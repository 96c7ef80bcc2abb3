// swift-tools-version: 6.2

import PackageDescription

/// The same settings everywhere: a warning is an error, raw memory is marked where it is touched.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error), .strictMemorySafety()]
let tests: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// One room of the house and the arrows that leave it. Every room may import MarketTypes (docs/architecture.md).
func room(_ name: String, _ arrows: [String] = [], linking libraries: [LinkerSetting] = []) -> Target {
  .target(
    name: name,
    dependencies: (name == "MarketTypes" ? [] : ["MarketTypes"]) + arrows.map { Target.Dependency(stringLiteral: $0) },
    swiftSettings: strict, linkerSettings: libraries)
}

/// Tests of one room: they may also import what makes real input for it.
func roomTests(_ name: String, _ arrows: [String]) -> Target {
  .testTarget(
    name: name, dependencies: (["MarketTypes"] + arrows).map { Target.Dependency(stringLiteral: $0) },
    swiftSettings: tests)
}

/// What the command wires together; of these, Reporting reads nothing.
let readingRooms: [Target.Dependency] = [
  "MarketTypes", "Notation", "Files", "Matching", "MarketData", "Journaling", "Venue", "Analysis", "Simulation",
]
let commandRooms = readingRooms + ["Reporting"]

let package = Package(
  name: "cascade",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "cascade", targets: ["cascade"]),
    .executable(name: "bench", targets: ["bench"]),
    .library(
      name: "CascadeRooms",
      targets: ["MarketTypes", "Matching", "Clearing", "Liquidation", "Venue", "Simulation", "Analysis"]),
  ],
  targets: [
    // Floor 0
    room("MarketTypes"),
    room("Storage"),
    room("Notation"),
    room("Files"),
    // Floor 1
    // The square root of a double may become a call of the platform's library.
    room("Mathematics", linking: [.linkedLibrary("m", .when(platforms: [.linux]))]),
    room("Matching", ["Storage"]),
    room("Clearing", ["Storage"]),
    // Floor 2
    room("Liquidation", ["Storage", "Clearing"]),
    room("Participants", ["Storage", "Mathematics"]),
    room("Journaling", ["Storage", "Notation"]),
    room("MarketData", ["Notation"]),
    // Floor 3
    room("Venue", ["Storage", "Matching", "Clearing", "Liquidation"]),
    room("Analysis", ["Mathematics"]),
    // Floor 4
    room("Simulation", ["Storage", "Venue", "Participants", "Mathematics", "Notation"]),
    room("Reporting", ["Analysis", "Journaling", "Notation"]),
    // Top: what wires files to rooms
    .executableTarget(name: "cascade", dependencies: commandRooms, swiftSettings: strict),
    .executableTarget(
      name: "bench",
      dependencies: [
        "MarketTypes", "Storage", "Files", "Notation", "Matching", "MarketData", "Clearing", "Journaling", "Venue",
        "Simulation",
      ],
      path: "Benchmarks",
      swiftSettings: strict),
    // What each room promises, and what the tests share
    .target(name: "TestSupport", dependencies: ["MarketTypes"], path: "Tests/TestSupport", swiftSettings: tests),
    roomTests("StorageTests", ["Storage", "TestSupport"]),
    roomTests("NotationTests", ["Notation"]),
    roomTests("FilesTests", ["Files"]),
    roomTests("MathematicsTests", ["Mathematics"]),
    roomTests("MatchingTests", ["Matching", "TestSupport"]),
    roomTests("ClearingTests", ["Clearing", "TestSupport"]),
    roomTests("LiquidationTests", ["Storage", "Clearing", "Liquidation"]),
    roomTests("ParticipantsTests", ["Participants", "Mathematics"]),
    roomTests("JournalingTests", ["Notation", "Journaling"]),
    roomTests("MarketDataTests", ["Notation", "MarketData", "Venue"]),
    roomTests("VenueTests", ["Clearing", "Mathematics", "Venue", "TestSupport"]),
    roomTests("AnalysisTests", ["Mathematics", "Venue", "Analysis", "TestSupport"]),
    roomTests(
      "SimulationTests",
      ["Mathematics", "Notation", "Venue", "Participants", "Journaling", "Analysis", "Simulation"]),
    roomTests("ReportingTests", ["Notation", "Journaling", "Files", "Venue", "Analysis", "Reporting", "TestSupport"]),
    roomTests("CommandTests", ["Files", "Journaling", "cascade"]),
    .testTarget(
      name: "FuzzTests",
      dependencies: fuzzedRooms, exclude: ["FuzzEntry.swift"], swiftSettings: tests),
  ],
  swiftLanguageModes: [.v6]
)

/// What reads what others wrote.
var fuzzedRooms: [Target.Dependency] {
  ["MarketTypes", "Notation", "Journaling", "MarketData", "Venue", "Analysis", "Simulation", "cascade"]
}

// Asked for by .ci/check-fuzz alone: the fuzzer brings a `main` of its own, so that of the command only what reads is built,
// as a library, and what the tests replay of the corpus becomes a program.
if Context.environment["CASCADE_FUZZ"] != nil {
  package.products = []
  package.targets.removeAll { $0.isTest || ["cascade", "bench", "Reporting"].contains($0.name) }
  package.targets += [
    .target(
      name: "cascade", dependencies: readingRooms,
      exclude: ["Engine/Tracebook", "Engine/Verb+Engine.swift"],
      sources: [
        "Engine", "Lobster/HistoricalBook.swift", "Journals/Time+Latest.swift", "Scenarios/ScenarioFacts.swift",
        "Failure.swift", "Console.swift", "Version.swift",
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "fuzz", dependencies: fuzzedRooms, path: "Tests/FuzzTests", exclude: ["CorpusTests.swift"],
      swiftSettings: tests),
  ]
}

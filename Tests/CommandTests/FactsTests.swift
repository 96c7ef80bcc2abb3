import Foundation
import Testing

/// What `cascade facts` prints.
struct PrintedFacts: Decodable {
  struct Fact: Decodable {
    struct Statistic: Decodable {
      let name: String
      let value: Double?
      let distance: Double?
      let verdict: String?
      let reason: String?
    }

    let row: Int
    let fact: String
    let verdict: String
    let statistics: [Statistic]
  }

  let seconds: Int
  let messages: [String: Int]
  let pass: Int
  let fail: Int
  let notApplicable: Int
  let facts: [Fact]

  init(_ outcome: Outcome) throws { self = try JSONDecoder().decode(Self.self, from: Data(outcome.output.utf8)) }
}

/// The stylised facts of runs and of recorded days.
@Suite struct `Facts` {
  let folder = TemporaryFolder()

  private func crash() throws -> String {
    let scenario = Repository.path("fixtures/scenarios/flash-crash.jsonc")
    #expect(try Program.run("run", scenario, "--quiet", "-o", folder("out")).status == 0)
    return folder("out")
  }

  @Test func `a run has nineteen rows, as words, as an object and as lines`() throws {
    let run = try crash()
    let printed = try PrintedFacts(try Program.run("facts", run, "--format", "json"))
    #expect(printed.facts.map(\.row) == Array(1...19))
    #expect(printed.pass + printed.fail + printed.notApplicable == 19)
    #expect(printed.seconds == 90)
    // Every fill is an execution, for nothing is hidden and there is no auction.
    let fills = folder.text("out/fills.csv").split(separator: "\n").count - 1
    #expect(printed.messages["execution"] == fills)
    // What was deleted had come, or stood there from the start.
    #expect(printed.messages["new", default: 0] > printed.messages["deletion", default: 0])
    for fact in printed.facts {
      for statistic in fact.statistics { #expect((statistic.value == nil) == (statistic.reason != nil)) }
    }
    // A crash: the largest second is many deviations away.
    #expect((printed.facts[1].statistics[0].value ?? 0) > 5)

    let text = try Program.run("facts", run)
    #expect(text.status == 0)
    #expect(text.output.contains("\(printed.pass) of 19 facts pass"))
    for fact in printed.facts { #expect(text.output.contains("  \(fact.fact) "), "\(fact.fact)") }

    let lines = try Program.run("facts", run, "--format", "csv").output.split(separator: "\n")
    #expect(lines[0] == "row,fact,verdict,statistic,value,from,to,distance,figureVerdict,reason")
    #expect(lines.count == 1 + printed.facts.map(\.statistics.count).reduce(0, +))
    #expect(lines[1].hasPrefix("1,no linear autocorrelation,\(printed.facts[0].verdict),"))
  }

  @Test func `the status is 1 only where more facts are required than pass`() throws {
    let run = try crash()
    let pass = try PrintedFacts(try Program.run("facts", run, "--format", "json")).pass
    #expect(pass > 0)
    #expect(try Program.run("facts", run, "--require", "\(pass)").status == 0)
    let outcome = try Program.run("facts", run, "--require", "\(pass + 1)")
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("of 19 facts pass"))
    #expect(outcome.errors.contains("--require asks for \(pass + 1)"))
  }

  @Test func `a scenario in the place of a run is told to be run first`() throws {
    let outcome = try Program.run("facts", try folder.put("small.jsonc", Small.cascade))
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("hint: this looks like a scenario; run it first"), "\(outcome.errors)")
  }

  @Test func `an instrument is named, or it is the first`() throws {
    let run = try crash()
    let named = try Program.run("facts", run, "--instrument", "BTC-PERP")
    #expect(named.output == (try Program.run("facts", run).output))
    let unknown = try Program.run("facts", run, "--instrument", "BTC-PERQ")
    #expect(unknown.status == 64)
    #expect(unknown.errors.contains("did you mean \"BTC-PERP\"?"))
  }

  @Test(arguments: [
    ["facts"], ["facts", "out", "--lobster", "m", "--orderbook", "b"], ["facts", "out", "--orderbook", "b"],
    ["facts", "--lobster", "m"], ["facts", "--lobster", "-", "--orderbook", "-"],
    ["facts", "--lobster", "m", "--orderbook", "b", "--instrument", "X"], ["facts", "out", "--require", "0"],
  ])
  func `a command line that contradicts itself is 64`(words: [String]) throws {
    #expect(try Program.run(words).status == 64)
  }
}

/// LOBSTER files that do not go together.
@Suite struct `Facts of bad files` {
  let folder = TemporaryFolder()
  private let messages = """
    34200.5,1,11,21,2238100,1
    34201.5,1,12,10,2239500,-1
    34202.5,3,11,21,2238100,1

    """
  private let book = """
    9999999999,0,2238100,21
    2239500,10,2238100,21
    2239500,10,-9999999999,0

    """

  private func facts(_ messages: String, _ book: String) throws -> Outcome {
    try Program.run(
      "facts", "--lobster", folder.put("messages.csv", messages), "--orderbook", folder.put("book.csv", book),
      "--format", "json")
  }

  @Test func `three messages are no day, and nearly every row says so`() throws {
    let printed = try PrintedFacts(try facts(messages, book))
    #expect(printed.messages == ["new": 2, "deletion": 1, "partialCancel": 0, "execution": 0, "hiddenExecution": 0])
    #expect(printed.seconds == 3)
    #expect(printed.pass == 0)
    for fact in printed.facts where fact.row != 13 { #expect(fact.verdict == "n/a", "row \(fact.row)") }
  }

  @Test func `empty, swapped, cut or strange files are 65`() throws {
    let strange = "9999999999,0,2238100,21\n2239500,10,2238000,21\n2239500,10,2238000,21\n"
    for (one, other) in [("", book), (messages, ""), (book, messages), (messages, strange)] {
      let outcome = try facts(one, other)
      #expect(outcome.status == 65)
      #expect(outcome.output == "")
    }
    #expect(try facts(messages, strange).errors.contains("is not the book of"))
    let cut = book.split(separator: "\n").dropLast().joined(separator: "\n")
    #expect(try facts(messages, cut).errors.contains("expected row 3"))
  }
}

/// AMZN on 21 June 2012, as the validation table has it.
@Suite(.enabled(if: RecordedData.isAvailable, Comment(rawValue: RecordedData.absence)))
struct `Facts of AMZN's day` {
  private func day() throws -> PrintedFacts {
    let folder = try #require(RecordedData.folder)
    let name = "lobster/AMZN_2012-06-21_34200000_57600000"
    return try PrintedFacts(
      try Program.run(
        "facts", "--lobster", folder("\(name)_message_1.csv"), "--orderbook", folder("\(name)_orderbook_1.csv"),
        "--format", "json"))
  }

  /// Row by row, in the order of the figures.
  private let column: [Int: [Double]] = [
    1: [0.06, 0.02], 2: [34, 6, 3.3], 3: [0.16, 0.09, 0.06], 4: [1.05, 1.07, 1.01, 0.93], 5: [0.61, 0.67], 6: [4.4],
    8: [-0.08], 10: [2.58], 13: [12.8, 35], 14: [0.484, 0.317, 0.156, 0.043], 15: [0.31, 0.43], 16: [3.2],
    17: [1.29, 1.97], 19: [0.21],
  ]

  @Test func `counts are exact`() throws {
    let day = try day()
    #expect(
      day.messages == [
        "new": 27_845, "partialCancel": 16, "deletion": 18_235, "execution": 8_974, "hiddenExecution": 2_445,
      ])
    #expect(day.seconds == 23_400)
  }

  @Test func `every figure of the table's column is met within a tenth`() throws {
    let day = try day()
    for (row, values) in column {
      #expect(day.facts[row - 1].statistics.count >= values.count, "row \(row)")
      for (statistic, published) in zip(day.facts[row - 1].statistics, values) {
        let value = try #require(statistic.value, "row \(row), \(statistic.name)")
        #expect(abs(value - published) <= 0.1 * abs(published), "row \(row), \(statistic.name): \(value)")
      }
    }
  }

  @Test func `fourteen rows pass, four cannot be seen in a level-1 file, one day had no leverage effect`() throws {
    let day = try day()
    #expect(day.facts.filter { $0.verdict == "n/a" }.map(\.row) == [7, 9, 11, 12])
    #expect(day.facts.filter { $0.verdict == "fail" }.map(\.row) == [18])
    #expect(day.pass == 14)
  }
}

import Foundation
import MarketTypes
import Testing

/// How the accounts of a run stand at a moment.
@Suite struct `Accounts` {
  let folder = TemporaryFolder()

  init() throws {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    #expect(try Program.run("run", scenario, "--quiet", "-o", folder("out")).status == 0)
  }

  private func accounts(_ words: String...) throws -> Outcome { try Program.run(["accounts", folder("out")] + words) }

  /// Lines of CSV, the header's names as keys.
  private func rows(_ text: String) -> [[String: String]] {
    let lines = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    return lines.dropFirst().map {
      Dictionary(uniqueKeysWithValues: zip(lines[0].map(String.init), $0.map(String.init)))
    }
  }

  /// The run's own tables were found by the audit, which shares no code with the clearing house.
  @Test func `at the end they stand as the run's tables say`() throws {
    let found = rows(try accounts("--format", "csv").output)
    let expected = rows(folder.text("out/accounts.csv"))
    #expect(Set(found.map { $0["account"] }) == Set(expected.map { $0["account"] }))
    for account in expected {
      for row in found where row["account"] == account["account"] {
        #expect(row["equity"] == account["equity"] && row["kind"] == account["kind"])
      }
    }
    let held = rows(folder.text("out/holdings.csv"))
    #expect(held.count == found.count { $0["instrument"] != "" })
    for holding in held {
      let row = found.first { $0["account"] == holding["account"] && $0["instrument"] == holding["instrument"] }
      for column in ["holding", "cost", "mark"] { #expect(row?[column] == holding[column], "\(column)") }
    }
  }

  /// Five longs of 4 lots at a mark of 1,000: 5 % of 4,000 is 200. At one tick above the liquidation price the equity
  /// that is left covers the margin, at the price it does not.
  @Test func `before the shock the five longs stand above their margin, the weakest first`() throws {
    let longs = rows(try accounts("--at", "999ms", "--format", "csv").output).prefix(5)
    #expect(longs.allSatisfy { $0["account"]?.hasPrefix("long-") == true && $0["holding"] == "4" })
    #expect(longs.allSatisfy { $0["maintenance"] == "200" && $0["initial"] == "400" && $0["mark"] == "1000" })
    let health = longs.compactMap { $0["health"].flatMap(Double.init) }
    #expect(health.count == 5 && health == health.sorted() && health.allSatisfy { $0 > 1 })
    for long in longs {
      let equity = try #require(long["equity"].flatMap { Int($0) })
      let price = try #require(long["liquidationPrice"].flatMap { Int($0) })
      func isSafe(at mark: Int) -> Bool { equity - 4 * (1_000 - mark) >= (4 * mark + 19) / 20 }
      #expect(isSafe(at: price + 1) && !isSafe(at: price))
    }
  }

  @Test func `text fits the terminal and ends with how collateral was used`() throws {
    for width in [60, 80, 120] {
      let words = ["accounts", folder("out"), "--at", "0s"]
      let outcome = try Program.run(words, environment: ["COLUMNS": "\(width)"])
      #expect(outcome.status == 0 && outcome.errors == "")
      #expect(outcome.output.hasPrefix("7 accounts at 0 s, none under maintenance margin\n"))
      #expect(outcome.output.contains("\nall margined "))
      #expect(try accounts("--at", "999ms").output.hasPrefix("7 accounts at 999 ms (last command at 0 s), none"))
      let table = outcome.output.split(separator: "\n").dropLast()
      #expect(table.allSatisfy { $0.count <= width })
    }
    let one = try accounts("--account", "long-1").output
    #expect(one.hasPrefix("1 account at ") && !one.contains("all margined"))
    #expect(one.contains("\nTurnover: ") && one.contains("\nHedging effectiveness: "))
  }

  /// Nothing happens after the sale at 1 s, and the run goes on to 3 s.
  @Test func `a moment after the last command is one of the run, one after its end is none`() throws {
    let quiet = try accounts("--at", "3s")
    #expect(try quiet.output == accounts().output)
    #expect(quiet.errors.hasSuffix(": the journal stops at 1 s, before the 3 s of --at\n"), "\(quiet.errors)")
    #expect(try accounts("--at", "1s").errors.isEmpty)
    let late = try accounts("--at", "3001ms")
    #expect(late.status == 65 && late.output.isEmpty)
    #expect(late.errors.contains(": --at is 3.001 s, and the run ends at 3 s\n"), "\(late.errors)")
    #expect(late.errors.contains("name a moment up to 3 s, or leave --at out"), "\(late.errors)")
  }

  /// Of the last frame something is missing: the sale.
  @Test func `of a journal that was cut off it is said where it stops`() throws {
    let journal = try #require(folder.bytes("out/journal.cascade"))
    let cut = try folder.put("cut.cascade", journal.dropLast(57))
    #expect(try Program.run("recover", cut, "--prefix", folder("prefix")).status == 0)
    let outcome = try Program.run("accounts", folder("prefix"), "--at", "2s")
    #expect(outcome.status == 0 && outcome.output.hasPrefix("7 accounts at 0 s"), "\(outcome.output)")
    #expect(outcome.errors.hasSuffix(": the journal stops at 0 s, before the 2 s of --at\n"), "\(outcome.errors)")
  }

  /// With one instrument the nearest point is the liquidation price that the table has.
  @Test func `one account is told how near liquidation is`() throws {
    let row = try #require(rows(try accounts("--at", "999ms", "--account", "long-1", "--format", "csv").output).first)
    let price = try #require(row["liquidationPrice"].flatMap { Int($0) })
    let text = try accounts("--at", "999ms", "--account", "long-1").output
    #expect(text.contains("\nNearest liquidation: \(row["instrument"] ?? "") at \(price);"), "\(text)")
    #expect(!text.contains("Value at risk") && !text.contains("Margin level"))
    // The exempt are never liquidated.
    #expect(try !accounts("--account", "world").output.contains("Nearest liquidation"))
  }

  /// 800 lots long at 4,000 against 800 short at 4,500: all prices 25 % up lose 0.25 × (3,600,000 − 3,200,000). At the
  /// very edge of its margin, of 320,000, a tick against it is too much: the region's edge at today's price is the
  /// liquidation price.
  @Test func `a portfolio's value at risk and its region are those of the closed form`() throws {
    let scenario = Repository.path("fixtures/incidents/nasdaq-2018.jsonc")
    #expect(try Program.run("run", scenario, "--quiet", "-o", folder("nasdaq")).status == 0)
    let words = ["accounts", folder("nasdaq"), "--at", "1s", "--account", "defaulter"]
    let text = try Program.run(words).output
    let marks = "NORDIC at 4,000, GERMAN at 4,501; no mark moves by more than 0.0223 %."
    #expect(text.contains("Nearest liquidation: \(marks)\n"))
    let amounts = "100,000; expected shortfall 100,000, largest loss 100,000."
    #expect(text.hasSuffix("Value at risk at 99 % under the venue's scenarios: \(amounts)\n"))
    #expect(try Program.run(words + ["--confidence", "0.5"]).output.contains("Value at risk at 50 % under"))
    let standing = rows(try Program.run(words + ["--format", "csv"]).output)
    let region = rows(try Program.run(words + ["--region", "NORDIC,GERMAN", "--format", "csv"]).output)
    #expect(region.count == 21)
    let present = region.first { $0["firstPrice"] == "4000" }
    #expect(present?["liquidatable"] == "atOrAbove")
    #expect(present?["edge"] == standing.first { $0["instrument"] == "GERMAN" }?["liquidationPrice"])
    let shown = try Program.run(words + ["--region", "NORDIC,GERMAN"]).output
    #expect(shown.contains("\n 4,000  at or above 4,501\n"))
  }

  @Test(arguments: [
    (["--region", "A,B"], "--region is of one account"), (["--confidence", "0.9"], "--confidence is of one account's"),
    (["--account", "long-1", "--region", "A"], "two or three different instruments"),
    (["--account", "long-1", "--region", "A,A"], "two or three different instruments"),
    (["--account", "long-1", "--region", "A,B", "--compare"], "--compare has no use beside --region"),
    (["--account", "long-1", "--region", "A,B"], "there is no instrument \"A\""),
    (["--account", "long-1", "--confidence", "1.1"], "must be a number from 0 to 1"),
  ])
  func `a region or a confidence that means nothing is refused`(words: [String], message: String) throws {
    let outcome = try Program.run(["accounts", folder("out")] + words)
    #expect(outcome.status == 64 && outcome.errors.contains(message), "\(outcome.errors)")
  }

  @Test func `requirements are compared if asked for`() throws {
    #expect(try !accounts().output.contains("isolated"))
    let text = try accounts("--at", "0s", "--compare").output
    #expect(text.contains(/account +isolated +cross +saved +portfolio +saved\n/))
    for row in rows(try accounts("--at", "0s", "--compare", "--format", "csv").output).prefix(5) {
      // One position: nothing to pool.
      #expect(row["isolated"] == row["cross"] && row["cross"] != "" && row["portfolio"] == "")
    }
  }

  @Test func `a line of JSON is an object`() throws {
    let lines = try accounts("--format", "jsonl").output.split(separator: "\n")
    #expect(lines.count == 7)
    for line in lines {
      #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any], "\(line)")
    }
  }

  @Test func `a stranger and a time without a unit are 64, with a hint`() throws {
    let stranger = try accounts("--account", "lon-1")
    #expect(stranger.status == 64)
    #expect(stranger.errors.contains("there is no account \"lon-1\"") && stranger.errors.contains("\"long-1\""))
    #expect(try accounts("--account", "somebody").errors.contains("cascade accounts RUN --all lists them"))
    let elsewhere = try accounts("--account", "long-1", "--region", "A,B").errors
    #expect(elsewhere.contains("  hint: there is BTC\n"), "\(elsewhere)")
    let time = try accounts("--at", "5")
    #expect(time.status == 64)
    #expect(time.errors.contains("write it with its unit: \"5s\" is so many seconds"), "\(time.errors)")
    let minute = try accounts("--at", "1m")
    #expect(minute.status == 64 && minute.errors.contains("did you mean \"1min\"?"), "\(minute.errors)")
  }

  @Test func `a journal that its commands do not give is 65`() throws {
    let journal = try #require(folder.bytes("out/journal.cascade"))
    let tampered = try folder.put(
      "tampered.cascade",
      rewriting(journal) { event in
        guard case .filled(var fill) = event.body else { return nil }
        fill.price = Price(ticks: fill.price.ticks + 1)
        return Event(.filled(fill), cause: event.cause, round: event.round)
      })
    let outcome = try Program.run("accounts", tampered)
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("cascade replay shows the first that differs"))
    // Before that fill nothing differs.
    #expect(try Program.run("accounts", tampered, "--at", "999ms").status == 0)
  }
}

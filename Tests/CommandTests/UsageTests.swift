import Foundation
import Testing

/// Command lines that cannot be: 64, one error on standard error, and nothing on standard output.
@Suite struct `Usage` {
  struct Mistake: Sendable, CustomTestStringConvertible {
    let words: [String]
    let message: String

    init(_ words: String, _ message: String) {
      self.words = words.split(separator: " ").map(String.init)
      self.message = message
    }

    var testDescription: String { words.joined(separator: " ") }
  }

  static let mistakes = [
    Mistake("runn", "did you mean \"run\"?"),
    Mistake("valdiate", "did you mean \"validate\"?"),
    Mistake("quux", "see cascade --help"),
    Mistake("help quux", "there is no verb \"quux\""),
    Mistake("--verison", "did you mean --version?"),
    Mistake("--verbose", "there is no verb to carry out"),
    Mistake("-x", "cascade has no option -x"),
    Mistake("--json run a.jsonc -o out", "write cascade run … --json"),
    Mistake("-q run a.jsonc -o out", "-q stands before the verb"),
    Mistake("--color=never run a.jsonc", "write cascade run … --color=never"),
    Mistake("--version run", "\"run\" is more than cascade takes"),
    Mistake("run", "SCENARIO is missing"),
    Mistake("run a.jsonc", "--output is missing"),
    Mistake("run a.jsonc b.jsonc -o out", "\"b.jsonc\" is more than cascade run takes"),
    Mistake("run a.jsonc --outptu out", "did you mean --output?"),
    Mistake("run a.jsonc --frobnicate", "see cascade run --help"),
    Mistake("run a.jsonc --output", "--output needs a value"),
    Mistake("run a.jsonc -o -", "write ./- for one named -"),
    Mistake("fork out --at 1s --set fund=1 -o -", "--output is a folder, which standard output cannot be"),
    Mistake("recover out -o -", "--output is a folder, which standard output cannot be"),
    Mistake("run a.jsonc -o out --seed x", "--seed is \"x\""),
    Mistake("run a.jsonc -o out --seed=-1", "--seed is \"-1\""),
    Mistake("run a.jsonc -o out --seed 9223372036854775808", "from 0 to 9223372036854775807"),
    Mistake("run a.jsonc -o out --quiet=yes", "--quiet takes no value"),
    Mistake("run a.jsonc -o out -o out", "--output is given twice"),
    Mistake("run a.jsonc -o out --color alwys", "did you mean always?"),
    Mistake("run a.jsonc -qx", "cascade run has no option -x"),
    Mistake("validate", "SCENARIO is missing"),
    Mistake("verify", "PATH is missing"),
    Mistake("replay", "RUN is missing"),
    Mistake("replay out out", "\"out\" is more than cascade replay takes"),
    Mistake("export out", "--table is missing"),
    Mistake("export out --table filss", "did you mean fills?"),
    Mistake("export out --table fills --format cvs", "did you mean csv?"),
    Mistake("export out --table fills --format text", "it has csv and jsonl"),
    Mistake("export out --table fills -o fills.json", "a table is csv, jsonl or parquet, not json"),
    Mistake("sweep a.jsonc --seeds 1 -o runs.XLSX", "a table is csv, jsonl or parquet, not xlsx"),
    Mistake("import", "FORMAT is missing"),
    Mistake("import foo", "it can be lobster, binance"),
    Mistake("run a.jsonc --output=", "--output is empty"),
    Mistake("tournament a.jsonc --seeds 1 --policies=", "--policies is empty"),
    Mistake("tournament a.jsonc --seeds 1 --policies as-written,,off", "a name is missing"),
    Mistake("sweep a.jsonc --seeds 1..18446744073709551615", "whole numbers from 0 to 9223372036854775807"),
    Mistake("run a.jsonc -o out --seed 1 --set seed=2", "--set seed and --seed both say the seed"),
    Mistake("plot out prise", "did you mean price?"),
    Mistake("plot out price -o price.PNG", "a figure is SVG, not png"),
    Mistake("import lobser a.csv --orderbook b.csv --check transition", "did you mean lobster?"),
    Mistake("import binanse a.log", "did you mean binance?"),
    Mistake("import binance a.log", "--tick-size is missing"),
    Mistake("import binance a.log --tick-size 0 --lot-size 1", "--tick-size is a decimal number from 0.00000001"),
    Mistake("import binance a.log --tick-size 1 --lot-size 1e3", "--lot-size is a decimal number from 0.00000001"),
    Mistake("import binance a.log --check transition --tick-size 1 --lot-size 1", "--check belongs to lobster"),
    Mistake("import lobster a.csv --check transition --lot-size 1", "--lot-size belongs to binance"),
    Mistake("import lobster a.csv --check transition", "--orderbook is missing"),
    Mistake("import lobster a.csv --orderbook b.csv", "--check is missing"),
    Mistake("import lobster a.csv --orderbook b.csv --check state", "did you mean states?"),
    Mistake("import lobster - --orderbook - --check transition", "standard input can be only one of the files"),
    Mistake("import lobster a.csv --orderbook b.csv --check transition --states 3", "belong to --check states"),
    Mistake("import lobster a.csv --orderbook b.csv --check states --states 0", "--states is \"0\""),
  ]

  @Test(arguments: mistakes)
  func `a wrong command line is refused with a hint`(mistake: Mistake) throws {
    let outcome = try Program.run(mistake.words)
    #expect(outcome.status == 64)
    #expect(outcome.output == "")
    #expect(outcome.errors.hasPrefix("error: "), "\(outcome.errors)")
    #expect(outcome.errors.contains(mistake.message), "\(outcome.errors)")
  }

  @Test func `two hyphens end the options`() throws {
    let outcome = try Program.run("validate", "--", "--help")
    #expect(outcome.status == 66)
    #expect(outcome.errors.contains("cannot open --help"))
  }

  @Test func `a value may be attached or follow`() throws {
    let folder = TemporaryFolder()
    let scenario = try folder.put("small.jsonc", Small.cascade)
    let ways = [["--output", folder("0")], ["--output=\(folder("1"))"], ["-o", folder("2")], ["-qo\(folder("3"))"]]
    for (index, way) in ways.enumerated() {
      #expect(try Program.run(["run", scenario] + way).status == 0)
      #expect(folder.names(in: "\(index)").contains("manifest.json"))
    }
  }

  @Test func `errors have colour only where it is asked for`() throws {
    #expect(try !Program.run("runn").errors.contains("\u{1B}"))
    #expect(try Program.run("runn", "--color", "always").errors.contains("\u{1B}[1;31merror:"))
    #expect(try !Program.run("runn", "--color=never").errors.contains("\u{1B}"))
  }
}

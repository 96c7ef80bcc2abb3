import Files
import Notation
import Reporting
import Simulation

extension Option {
  fileprivate static let vary = Option(
    "vary", value: "PATH=A,B,…", repeats: true,
    "Run with each of these values; given again, with each pair of values, and so on. Paths are those of --set.")
}

extension Verb {
  /// `cascade sweep SCENARIO --seeds 1..64 --vary population.maker.ladder.size=10,20,40`
  static let sweep = Verb(
    syntax: Syntax(
      "sweep",
      overview: """
        Run a scenario with many seeds, and with each of several values of whatever is varied. A table is shown for each of \
        these measures of a run: how far the mark moved after the shock, in per cent; where anybody was liquidated, accounts \
        liquidated, what forced orders traded, rounds of the cascade, what the backstop took over and what was deleveraged, what \
        insurance funds paid and the loss that nobody paid; the quoted spread, time with a side empty, volatility and lots \
        traded; what parent orders cost, where there are any; and what the accounts and blocks named with --profit gained. A table has a column for each path that is varied and a line for each combination \
        of the values: the mean over all seeds with its 95 % confidence interval, and the difference from the first combination, \
        seed by seed, as all combinations meet the same participants with the same random numbers. The number of threads \
        changes nothing but the time it takes. docs/counterfactual.md says how each figure is counted.
        """,
      usage: [
        """
        sweep SCENARIO --seeds FROM..TO [--vary PATH=A,B,…]… [--set PATH=VALUE]… [-j N] [--instrument NAME] [--profit NAME]… [--output FILE] \
        [--format FORMAT] [--report FILE] [--force] [--data DIR] [--quiet]
        """
      ],
      operands: [Syntax.Operand("SCENARIO", "A scenario, .jsonc or .json.")], operandCount: 1...1,
      options: [
        .seeds, .vary, .set, .threads, .displaced, .profits, .runTable, .runFormat, .runPage, .replaceBoth, .data,
        .quiet,
      ],
      examples: [
        "cascade sweep fixtures/scenarios/flash-crash.jsonc --seeds 1..4 --vary population.maker.ladder.size=20,40",
        """
        cascade sweep fixtures/scenarios/flash-crash.jsonc --seeds 1..4 --vary population.maker.ladder.size=20,30 \
        --vary fund=50000000,0 --report out-sweep.html
        """,
        "cascade sweep fixtures/scenarios/flash-crash.jsonc --seeds 1..4 --vary population.maker.spread.base=4,8 --profit maker",
      ]),
    carryOut: runSweep)
}

private func runSweep(_ arguments: Arguments) throws -> ExitStatus {
  let paths = try variedPaths(arguments.all(.vary))
  return try carryOutRuns(arguments, of: .combinations(of: paths)) {
    try (0..<paths.combinations).map { combination in
      let pairs = paths.indices.map { (path: paths[$0], value: paths.value(of: $0, in: combination)) }
      return TournamentRun.Policy(
        name: paths.isEmpty ? "as-written" : pairs.map { "\($0.path.name)=\($0.value)" }.joined(separator: " "),
        changes: try pairs.map {
          try ScenarioChange(assignment: "\($0.path.path)=\($0.value)", source: "--vary")
        })
    }
  }
}

private func variedPaths(_ varied: [String]) throws(Failure) -> [VariedPath] {
  var paths: [VariedPath] = []
  for text in varied {
    guard let sign = text.firstIndex(of: "=") else {
      throw Failure(
        usage: "--vary is \"\(printable(text))\"; it must name values",
        hint: "write PATH=A,B,… such as liquidation.when=below,atOrBelow")
    }
    let path = String(text[..<sign])
    if path == "seed" { throw Failure(usage: "--vary cannot vary the seed", hint: "say --seeds FROM..TO") }
    if paths.contains(where: { $0.path == path }) {
      throw Failure(usage: "--vary names \(printable(path)) twice", hint: "write all its values at once: A,B,…")
    }
    let values = listed(text[text.index(after: sign)...]).map(trimmed)
    if values.contains("") {
      throw Failure(
        usage: "--vary is \"\(printable(text))\"; a value is missing", hint: "write PATH=A,B,… with no comma at an end")
    }
    if let twice = values.indices.first(where: { values[..<$0].contains(values[$0]) }) {
      throw Failure(
        usage: "--vary names \(printable(values[twice])) twice for \(printable(path))",
        hint: "each value meets every seed once")
    }
    paths.append(VariedPath(path: path, name: path, values: values))
  }
  if paths.reduce(1.0, { $0 * Double($1.values.count) }) > 10_000 {
    throw Failure(usage: "there are more than 10,000 combinations")
  }
  let all = paths.map(\.path)
  for place in paths.indices { paths[place].name = shortened(paths[place].path, among: all) }
  return paths
}

/// Splits at the commas that stand in no brackets and no string.
private func listed(_ text: Substring) -> [String] {
  var values = [""]
  var (depth, isString, isEscaped) = (0, false, false)
  for character in text {
    if character == ",", depth == 0, !isString {
      values.append("")
      continue
    }
    values[values.count - 1].append(character)
    if isString {
      isString = isEscaped || character != "\""
      isEscaped = !isEscaped && character == "\\"
      continue
    }
    switch character {
    case "\"": isString = true
    case "{", "[": depth += 1
    case "}", "]": depth = max(0, depth - 1)
    default: break
    }
  }
  return values
}

/// Without blanks before and after.
private func trimmed(_ value: String) -> String {
  var rest = value.drop { $0 == " " }
  while rest.last == " " { rest.removeLast() }
  return String(rest)
}

/// `ladder.size` of `population.maker.ladder.size`, where no other path ends like that.
private func shortened(_ path: String, among all: [String]) -> String {
  let steps = path.split(separator: ".")
  let others = all.map { $0.split(separator: ".") }.filter { $0 != steps }
  var length = min(2, steps.count)
  while length < steps.count, others.contains(where: { $0.suffix(length) == steps.suffix(length) }) { length += 1 }
  return steps.suffix(length).joined(separator: ".")
}

import Files
import MarketTypes
import Notation
import Simulation

extension Option {
  fileprivate static let instrument = Option(
    "instrument", value: "NAME", "Of which instrument; the one with most forced notional unless said.")
  fileprivate static let from = Option("from", value: "TIME", "When price and spread begin; the start unless said.")
  fileprivate static let to = Option("to", value: "TIME", "When they end, not after the run does; with it unless said.")
  fileprivate static let output = Option(
    "output", letter: "o", value: "FILE",
    "Where to; standard output, or -, unless said. FILE must not be there yet, without --force.")
}

extension Verb {
  /// `cascade plot RUN price -o price.svg`
  static let plot = Verb(
    syntax: Syntax(
      "plot",
      overview: """
        Draw a figure of a run for a paper, as plain SVG. price: mark and index over time, with the fills of forced orders; \
        depth: the book before the shock and where the mark was farthest from there; tree: who brought down whom, \
        generation by generation; spread: what the makers' half-spreads are made of, and what they withdrew. Where there is \
        nothing to draw it says why, writes nothing, and the status is 65.
        """,
      usage: [
        "plot RUN price|depth|tree|spread [--instrument NAME] [--from TIME] [--to TIME] [--output FILE] [--force]"
      ],
      operands: [
        Syntax.Operand("RUN", "The folder of a run, or its \(JournalFile.name); - is standard input."),
        Syntax.Operand(
          "FIGURE", Plot.Kind.allCases.map(\.rawValue).joined(separator: ", ") + ".",
          choices: Plot.Kind.allCases.map(\.rawValue)),
      ],
      operandCount: 2...2, options: [.instrument, .from, .to, .output, .replace],
      examples: ["cascade plot out price --from 55s --to 70s -o out-price.svg"])
  ) { arguments in
    guard let kind = Plot.Kind(rawValue: arguments.operands[1]) else {
      invariantFailed("\(arguments.operands[1]) is a choice, and no figure")
    }
    let (start, end) = (try moment(.from, arguments), try moment(.to, arguments))
    if kind == .depth || kind == .tree, start != nil || end != nil {
      throw Failure(usage: "--from and --to are of price and spread", hint: "\(kind.rawValue) shows the whole cascade")
    }
    if kind == .tree, arguments.has(.instrument) {
      throw Failure(usage: "--instrument is not of tree", hint: "a tree has all instruments together")
    }
    let path = arguments[.output] ?? "-"
    if let ending = [".png", ".pdf", ".jpg", ".jpeg", ".eps"].first(where: { path.lowercased().hasSuffix($0) }) {
      throw Failure(usage: "a figure is SVG, not \(ending.dropFirst())", hint: "name a file that ends in .svg")
    }
    let plot = try Plot(of: JournalFile(arguments.operands[0], arguments.limits), instrument: arguments[.instrument])
    let svg = try plot.svg(kind, from: start, to: end)
    var output = try OutputFile(path, replacing: arguments.has(.replace))
    try output.write(svg)
    try output.commit()
    return .success
  }
}

private func moment(_ option: Option, _ arguments: Arguments) throws(Failure) -> Time? {
  guard let text = arguments[option] else { return nil }
  guard let span = TimeSpan(text: text) else {
    throw Failure(
      usage: "\(option.flag) is \"\(printable(text))\"; it must be a span of time since the start",
      hint: TimeSpan.hint(for: text))
  }
  return Time.start + span
}

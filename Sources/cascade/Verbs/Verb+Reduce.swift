import Files
import Notation

extension Option {
  fileprivate static let differingEngine = Option(
    "engine", value: "COMMAND", "An engine: the stream fails while its answers differ from ours.")
  fileprivate static let whileFails = Option(
    "while-fails", value: "COMMAND",
    "A check that reads a stream on standard input: it fails while that leaves with another status than 0.")
  fileprivate static let trialPatience = Option(
    "patience", value: "SPAN",
    "How long an answer of the engine may take, 10s unless said, or one check of --while-fails, 30s unless said.")
  fileprivate static let reduced = Option(
    "output", letter: "o", value: "FILE",
    "Where to; standard output, or -, unless said. FILE must not be there yet, without --force.")
}

extension Verb {
  /// `cascade reduce FILE --engine 'COMMAND'`
  static let reduce = Verb(
    syntax: Syntax(
      "reduce",
      overview: """
        Make a failing stream of commands as short as can be. Lines are left out as long as what is left still fails, then \
        members, accounts and numbers are made plainer, until nothing can be. A transcript comes out as a transcript, with what \
        comes of its commands here; other files are lines of JSON for an engine, and so is what comes out. The status is 1 if \
        the stream does not fail to begin with. docs/conform.md tells how it is done.
        """,
      usage: [
        "reduce FILE --engine COMMAND [--patience SPAN] [--output FILE] [--force] [--quiet]",
        "reduce FILE --while-fails COMMAND [--patience SPAN] [--output FILE] [--force] [--quiet]",
      ],
      operands: [
        Syntax.Operand("FILE", "A transcript (.txt), or lines that cascade engine reads; - is standard input.")
      ],
      operandCount: 1...1, options: [.differingEngine, .whileFails, .trialPatience, .reduced, .replace, .quiet],
      examples: [
        "cascade reduce fixtures/conform/random-orders.jsonl "
          + "--engine 'python3 docs/examples/price_time_engine.py --bug ROTATES'"
      ]),
    carryOut: runReduce)
}

private func runReduce(_ arguments: Arguments) throws -> ExitStatus {
  let stream = try RequestStream(arguments.operands[0], arguments.limits)
  let requests = Dialogue.understood(stream.requests)
  let left = stream.requests.count - requests.count + stream.strayLines
  if left > 0 { Console.note("\(counted(left, "line")) left out, which cascade engine does not understand\n") }
  if requests.isEmpty {
    throw Failure(
      .badInput, "\(printable(arguments.operands[0])): there is nothing in it that cascade engine understands",
      hint: "it reads a transcript (.txt), or a JSON object a line, as docs/engine.md has them")
  }
  let failure = try FailingStream(arguments, stream)
  // Before hours of work, so that it is known to be possible.
  var output = try OutputFile(arguments[.reduced] ?? "-", replacing: arguments.has(.replace))
  guard let nature = try failure.nature(of: requests) else {
    Console.note("\(printable(arguments.operands[0])) does not fail: there is nothing to reduce\n")
    return .failedExpectation
  }
  // The set-up lines of a transcript stay as they are.
  let fixed = stream.isTranscript ? requests.filter(\.isDeclaration) : []
  if try failure.nature(of: fixed) != nil {
    Console.note("it fails without any command too: what is called is at fault, not the stream\n")
    return .failedExpectation
  }
  var reducer = StreamReducer(quiet: arguments.has(.quiet)) {
    // Shorter streams that fail in another way, such as by what is left out, are of no use.
    try failure.nature(of: fixed + $0) == nature
  }
  let prefix = try failure.prefix(of: requests, nature)
  var end: Interruption?
  do {
    try reducer.reduce(stream.isTranscript ? prefix.filter { !$0.isDeclaration } : prefix)
  } catch {
    end = Interruption(behind: error)
    if end == nil { throw error }
  }
  let reduced = fixed + reducer.best
  try output.write(stream.text(of: reduced))
  try output.commit()
  let done = "\(counted(requests.count, "line")) to \(reduced.count) in \(counted(reducer.trials, "trial"))"
  if let end {
    throw Failure(end.exitStatus, "\(end) after \(done); what is left fails too", hint: "reduce what is left to go on")
  }
  Console.note("\(done)\n")
  try Console.note(failure.explanation(of: reduced))
  return .success
}

/// What it means for a stream to fail.
private enum FailingStream {
  case differs(Conformance)
  case check([String], patience: UInt64, RequestStream)

  init(_ arguments: Arguments, _ stream: RequestStream) throws {
    switch (arguments[.differingEngine], arguments[.whileFails]) {
    case (let command?, nil):
      let patience = try arguments.patience(.trialPatience, orElse: 10)
      self = .differs(Conformance(words: try commandWords(command, of: .differingEngine), patience: patience))
    case (nil, let command?):
      let patience = try arguments.patience(.trialPatience, orElse: 30)
      self = .check(try commandWords(command, of: .whileFails), patience: patience, stream)
    default:
      throw Failure(
        usage: "what fails must be said once",
        hint: arguments.has(.whileFails)
          ? "leave --engine or --while-fails out" : "add --engine COMMAND or --while-fails COMMAND")
    }
  }

  /// In what way requests fail; `nil` if they do not, or cannot be judged.
  func nature(of requests: [JSONValue]) throws -> Conformance.Nature? {
    guard let dialogue = Dialogue(requests) else { return nil }
    switch self {
    case .differs(let conformance):
      guard case .failed(let fault) = try conformance.verdict(on: dialogue, matchingAlone: true) else { return nil }
      return fault.nature
    case .check(let words, let patience, let stream):
      guard let text = try? stream.text(of: requests) else { return nil }
      var check = try ChildProcess(words)
      check.send(text)
      return try check.end(before: monotonicNanoseconds() + patience) == .exited(0) ? nil : Conformance.Nature()
    }
  }

  /// As much of a stream as there is before the answers differ.
  func prefix(of requests: [JSONValue], _ nature: Conformance.Nature) throws -> [JSONValue] {
    guard case .differs(let conformance) = self, let dialogue = Dialogue(requests),
      case .failed(let fault) = try conformance.verdict(on: dialogue, matchingAlone: true)
    else { return requests }
    let shorter = Array(requests.prefix(fault.turn + 1))
    return try self.nature(of: shorter) == nature ? shorter : requests
  }

  /// What the answers differ in.
  func explanation(of requests: [JSONValue]) throws -> String {
    guard case .differs(let conformance) = self, let dialogue = Dialogue(requests),
      case .failed(let fault) = try conformance.verdict(on: dialogue, matchingAlone: true)
    else { return "" }
    return ConformanceReport.lines(of: fault)
  }
}

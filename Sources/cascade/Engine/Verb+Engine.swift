import Files
import MarketTypes
import Notation

extension Option {
  fileprivate static let `protocol` = Option(
    "protocol", value: "NAME", choices: ["cascade", "tracebook"],
    "What is spoken: cascade, which is the usual one, or tracebook, that of PyPI's tracebook-conformance.")
  fileprivate static let rules = Option(
    "rules", value: "FILE",
    "Start from the instruments and rules of a scenario, or of a run's folder or journal with the names of its accounts."
  )
  fileprivate static let journal = Option(
    "journal", value: "FILE", "Write the canonical journal there at the end; it must not be there yet.")
  fileprivate static let openAccounts = Option(
    "open-accounts", "Open accounts as they are named, without margin: matching alone.")
  fileprivate static let strict = Option("strict", "Leave with status 65 at the first line that is not understood.")
  fileprivate static let digest = Option("digest", "End with a line that tells the digest of all commands and events.")
  fileprivate static let check = Option("check", "Walk every book and every account after each command. Slow.")
}

extension Verb {
  /// `cascade engine`
  static let engine = Verb(
    syntax: Syntax(
      "engine",
      overview: """
        Be a venue that another program drives. Requests come in on standard input and events go out on standard output, \
        one JSON object a line; each request is answered by its events and one line that closes the answer. A line that is \
        not understood is answered by an error and changes nothing. The end of the input ends the venue. docs/engine.md \
        has the grammar.
        """,
      usage: [
        "engine [--rules FILE] [--open-accounts] [--journal FILE] [--digest] [--strict] [--check]",
        "engine --protocol tracebook [--check]",
      ],
      operandCount: 0...0, options: [.rules, .openAccounts, .journal, .digest, .strict, .check, .protocol],
      examples: [
        #"printf '%s\n' '{"kind":"instrument","name":"X"}' \"#,
        #"  '{"kind":"submit","account":"ann","side":"sell","quantity":2,"price":101}' \"#,
        #"  '{"kind":"submit","account":"bob","side":"buy","quantity":1,"price":101}' | cascade engine --open-accounts"#,
      ]),
    carryOut: runEngine)
}

private func runEngine(_ arguments: Arguments) throws -> ExitStatus {
  if arguments[.protocol] == "tracebook" {
    for option in [Option.rules, .openAccounts, .journal, .digest, .strict] where arguments.has(option) {
      throw Failure(usage: "\(option.flag) means nothing to the protocol tracebook", hint: "see cascade engine --help")
    }
    var session = try TracebookSession(checksEverything: arguments.has(.check))
    return try session.run()
  }
  let (rules, names) =
    try arguments[.rules].map { try startingRules($0, arguments.limits) } ?? (VenueRules(instruments: []), Names())
  let session = try EngineSession(
    rules, names,
    EngineSession.Settings(
      journal: arguments[.journal], checksEverything: arguments.has(.check), endsWithDigest: arguments.has(.digest),
      isStrict: arguments.has(.strict), opensAccounts: arguments.has(.openAccounts)))
  return try session.run()
}

/// The rules and names of a scenario's instruments, or of a run.
private func startingRules(_ path: String, _ limits: Limits) throws -> (VenueRules, Names) {
  let isScenario = [".json", ".jsonc"].contains { path.hasSuffix($0) }
  if isScenario {
    let scenario = try ScenarioFile(path, limits).scenario()
    return (
      scenario.rules, Names(instruments: scenario.names.instruments, assets: scenario.names.assets)
    )
  }
  let journal = try JournalFile(path, limits)
  let header = try journal.reader().header
  try journal.checkRules(header.rules)
  return (header.rules, header.names)
}

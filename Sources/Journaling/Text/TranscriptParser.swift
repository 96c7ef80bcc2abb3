import MarketTypes
import Notation

/// Reads a transcript from its first line to its last, and logs what is wrong.
struct TranscriptParser {
  private(set) var rules = VenueRules(instruments: [])
  private(set) var commandParser = CommandParser(Names())
  private(set) var commands: [Transcript.Step] = []
  private(set) var pictures: [Picture.Request] = []
  private(set) var keptLines: [Transcript.KeptLine] = []
  private(set) var originalLines: [String] = []

  private let text: SourceText
  private let log: DiagnosticLog
  private var time = Time.start
  /// The set-up lines that may be given once.
  private var given: Set<String> = []

  init(_ text: SourceText, reportingTo log: DiagnosticLog) {
    self.text = text
    self.log = log
  }

  mutating func parse() {
    var offset = 0
    while offset < text.bytes.count {
      let line = text.lineRange(around: offset)
      do throws(LineFault) {
        try parse(line)
      } catch {
        log.error(error.message, at: SourceSpan(in: text, error.range), hint: error.hint)
      }
      offset = (text.bytes[line.upperBound...].firstIndex(of: UInt8(ascii: "\n")) ?? text.bytes.count) + 1
    }
  }

  private mutating func parse(_ line: Range<Int>) throws(LineFault) {
    let content = String(decoding: text.bytes[line], as: UTF8.self)
    originalLines.append(content)
    guard content.hasPrefix(">") else {
      if content.hasPrefix("#") || content.allSatisfy(\.isWhitespace) {
        keptLines.append(Transcript.KeptLine(text: content))
      } else if commands.isEmpty && pictures.isEmpty {
        throw LineFault(
          message: "an event before the first command", range: line,
          hint: "a command begins with \">\", a comment with \"#\"")
      }
      return
    }
    var words = LineWords(text, (line.lowerBound + 1)..<line.upperBound)
    if try setUp(&words) {
      keptLines.append(Transcript.KeptLine(text: content))
    } else if let subject = try commandParser.picture(&words) {
      keptLines.append(Transcript.KeptLine(text: content, below: .picture(pictures.count)))
      pictures.append(Picture.Request(subject: subject, commandsBefore: commands.count))
    } else {
      declareAccount(words)
      let command = try commandParser.command(&words, after: time)
      time = command.time
      keptLines.append(Transcript.KeptLine(text: content, below: .events(commands.count)))
      commands.append(Transcript.Step(command: command, line: originalLines.count))
    }
  }

  /// Takes a line that tells the venue's rules; `false` if it is a command.
  private mutating func setUp(_ words: inout LineWords) throws(LineFault) -> Bool {
    guard let first = words.next, ["instrument", "asset", "liquidation", "portfolio", "venue"].contains(first) else {
      return false
    }
    if !commands.isEmpty { throw words.fault("the venue's rules stand before the first command") }
    let start = words
    _ = words.take(first)
    if !["instrument", "asset"].contains(first), !given.insert(first).inserted {
      throw start.fault("the \(first) rules are given twice")
    }
    switch first {
    case "instrument": try addInstrument(&words)
    case "asset": try addAsset(&words)
    case "portfolio":
      let portfolio = try PortfolioRules(&words, for: rules.instruments)
      if let fault = portfolio.fault(instrumentCount: rules.instruments.count) { throw start.fault(fault) }
      rules.portfolio = portfolio
    case "liquidation": rules.liquidation = try LiquidationRules(&words)
    default: try rules.read(&words)
    }
    return true
  }

  private mutating func addInstrument(_ words: inout LineWords) throws(LineFault) {
    let start = words
    guard let name = words.next else { throw words.fault("expected the instrument's name") }
    guard Roster.isUsable(name) else { throw words.fault("no instrument can be named \"\(name)\"") }
    if commandParser.roster.instrument(name) != nil { throw words.fault("\(name) is an instrument already") }
    _ = words.take(name)
    // Known from here on even if its rules are wrong, so that lines about it are not called wrong too.
    commandParser.roster.add(instrument: name)
    let rules = try InstrumentRules(&words)
    if let fault = rules.fault { throw start.fault("\(name): \(fault)") }
    self.rules.instruments.append(rules)
  }

  private mutating func addAsset(_ words: inout LineWords) throws(LineFault) {
    let start = words
    guard let name = words.next else { throw words.fault("expected the asset's name") }
    guard Roster.isUsable(name) else { throw words.fault("no asset can be named \"\(name)\"") }
    if commandParser.roster.asset(name) != nil { throw words.fault("\(name) is an asset already") }
    _ = words.take(name)
    commandParser.roster.add(asset: name)
    let rules = try AssetRules(&words)
    if let fault = rules.fault { throw start.fault("\(name): \(fault)") }
    self.rules.assets.append(rules)
  }

  /// Gives the next free number to the account that `account NAME` names, unless it has one.
  private mutating func declareAccount(_ words: LineWords) {
    var words = words
    guard words.take("account"), let name = words.next else { return }
    guard Roster.isUsable(name), commandParser.roster.account(name) == nil else { return }
    commandParser.roster.add(account: name)
  }
}

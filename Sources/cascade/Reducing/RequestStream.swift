import Files
import Journaling
import MarketTypes
import Notation

/// A stream of requests to an engine, from a file: lines of JSON, or a transcript, which is written again as one.
struct RequestStream {
  /// Declarations and commands, each an object.
  var requests: [JSONValue]
  /// Of a transcript, the lines that set its venue up; `nil` for lines of JSON.
  let setUp: [String]?
  /// Lines that are neither a request nor a comment.
  private(set) var strayLines = 0

  init(_ path: String, _ limits: Limits) throws {
    let bytes = try readFile(path, limit: limits.bytes(usual: 64 << 20))
    let text = SourceText(name: path == "-" ? "standard input" : path, bytes: bytes)
    if path.hasSuffix(".txt") {
      let story = try Transcript(parsing: text)
      var commands = CommandTable(story.names)
      requests = story.rules.declarations(story.names).flatMap { JSONValue.lines(of: $0) }
      requests += story.commands.flatMap { step in
        JSONValue.lines { commands.writeJSON(step.command, number: 0, to: &$0) }
      }
      let lines = String(decoding: text.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
      setUp = lines.filter { line in
        let words = line.dropFirst().split(separator: " ")
        return line.hasPrefix(">")
          && ["instrument", "asset", "liquidation", "portfolio", "venue"].contains(words.first)
      }
    } else {
      requests = []
      setUp = nil
      for line in text.bytes.split(separator: UInt8(ascii: "\n")) {
        let request = try? JSONValue(parsing: SourceText(name: text.name, bytes: Array(line)))
        if let request, case .object = request.content {
          requests.append(request)
        } else if !line.saysNothing {
          strayLines += 1
        }
      }
    }
    requests = requests.map { $0.without("command") }
  }

  /// Whether it is written as a transcript is.
  var isTranscript: Bool { setUp != nil }

  /// These requests as a file has them.
  func text(of requests: [JSONValue]) throws -> [UInt8] {
    guard let setUp else { return requests.flatMap { $0.bytes + [UInt8(ascii: "\n")] } }
    return try transcript(setUp, of: requests)
  }

  /// The set-up lines as they stood, and below them the commands with what comes of them.
  private func transcript(_ setUp: [String], of requests: [JSONValue]) throws -> [UInt8] {
    let reader = CommandReader()
    var commands: [Command] = []
    for request in requests {
      switch request.kind {
      case "venue": break
      case "instrument": reader.add(instrument: request[member: "name"]?.string ?? "")
      case "asset": reader.add(asset: request[member: "name"]?.string ?? "")
      default:
        reader.now = commands.last?.time ?? .start
        reader.takesNewNames = true
        let command = try ObjectReader.read(SourceText(name: "command", bytes: request.bytes)) { object in
          object.kind(reader.decoders { $0 })
        }
        reader.takeNewAccounts()
        commands.append(command)
      }
    }
    let printer = CommandPrinter(reader.names)
    var time = Time.start
    var lines = setUp
    for command in commands {
      lines.append("> " + printer.line(for: command, after: time))
      time = command.time
    }
    let replay = try TranscriptReplay(SourceText(name: "the reduced transcript", lines.map { $0 + "\n" }.joined()))
    return Array(replay.story.rendered(with: replay.events, replay.pictures).utf8)
  }
}

// MARK: - What we answer

extension Dialogue {
  /// What this program's own engine answers to `requests`; `nil` if it does not understand one of them.
  init?(_ requests: [JSONValue]) {
    guard let session = try? EngineSession(VenueRules(instruments: []), Names(), EngineSession.Settings()) else {
      return nil
    }
    var turns: [Turn] = []
    for (index, request) in requests.enumerated() {
      session.writer.removeAll()
      guard session.answer(.bytes(request.bytes), number: index + 1) else { return nil }
      let answer = JSONValue.lines(of: session.writer.bytes)
      turns.append(Turn(request: request, expected: answer.dropLast(), line: index + 1))
    }
    self.turns = turns
  }

  /// Those of `requests` that our own engine understands, where each is left out that it does not.
  static func understood(_ requests: [JSONValue]) -> [JSONValue] {
    guard let session = try? EngineSession(VenueRules(instruments: []), Names(), EngineSession.Settings()) else {
      return []
    }
    return requests.filter { request in
      session.writer.removeAll()
      return session.answer(.bytes(request.bytes), number: 1)
    }
  }
}

extension JSONValue {
  /// Whether it says what the venue is, before there are commands.
  var isDeclaration: Bool { ["venue", "instrument", "asset"].contains(kind) }
}

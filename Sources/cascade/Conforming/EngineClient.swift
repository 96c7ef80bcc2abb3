import Files
import Notation

/// Somebody else's engine: a process that is asked line by line and answers in the protocol of `docs/engine.md`.
struct EngineClient: ~Copyable {
  /// How an answer ends.
  enum Closing {
    case done
    /// It did not understand the line, and what it says of that.
    case refused(String)
    /// It says that it has no such thing, and what.
    case unsupported(String)
  }

  struct Answer {
    var lines: [JSONValue] = []
    var closing = Closing.done
  }

  /// Why no answer came: it was silent, it went away, or what it said is nothing of this protocol.
  struct Breakdown: Error {
    let message: String
    /// The end of what it said on standard error, cleaned, line by line.
    let lastWords: [String]
  }

  /// The kinds of events it says it tells; `nil` for all.
  let kinds: Set<String>?

  private var process: ChildProcess
  private let patience: UInt64
  /// Of the last line that was sent, from 1.
  private var lineNumber: Int64 = 0

  /// An answer has so many lines and bytes at most.
  private static let mostLines = 1_000_000
  private static let mostBytes = 256 << 20

  /// Starts the engine and hears its hello.
  ///
  /// - Parameter patience: how long it may take for an answer, in nanoseconds.
  init(_ words: [String], patience: UInt64) throws {
    self.patience = patience
    var process = try ChildProcess(words)
    var byteCount = 0
    let hello = try Self.read(&process, monotonicNanoseconds() + patience, patience, &byteCount, awaiting: "hello")
    if hello.kind != "hello" {
      throw Self.breakdown(&process, "its first line is no hello: \(clipped(hello.line))")
    }
    let version = hello[member: "version"]?.integer
    guard hello[member: "protocol"]?.string == EngineSession.protocolName,
      version == Int64(EngineSession.protocolVersion)
    else {
      throw Self.breakdown(&process, "it speaks another protocol or version: \(clipped(hello.line))")
    }
    let events = hello[member: "events"]
    let told = events?.list.map { $0.compactMap(\.string) }
    if let events, told == nil || told?.count != events.list?.count {
      throw Self.breakdown(&process, "the events of its hello are no list of kinds: \(clipped(hello.line))")
    }
    kinds = told.map { Set($0) }
    self.process = process
  }

  /// Sends a line and hears the answer.
  mutating func ask(_ request: JSONValue) throws -> Answer {
    lineNumber += 1
    process.send(request.bytes + [UInt8(ascii: "\n")])
    let deadline = monotonicNanoseconds() + patience
    var answer = Answer()
    var byteCount = 0
    while true {
      let line = try Self.read(&process, deadline, patience, &byteCount, awaiting: "answer")
      if line.kind.isEmpty { throw Self.breakdown(&process, "a line without a kind: \(clipped(line.line))") }
      guard ["done", "error", "unsupported"].contains(line.kind) else {
        answer.lines.append(line)
        if answer.lines.count > Self.mostLines || byteCount > Self.mostBytes {
          throw Self.breakdown(
            &process, "its answer has no end within \(Self.mostLines) lines and \(Self.mostBytes >> 20) MiB")
        }
        continue
      }
      if let number = line[member: "line"]?.integer, number != lineNumber {
        throw Self.breakdown(&process, "it answers line \(number) where line \(lineNumber) was asked")
      }
      switch line.kind {
      case "error": answer.closing = .refused(Self.message(of: line))
      case "unsupported":
        answer.closing = .unsupported(
          line[member: "message"]?.string.map { clipped(printable($0), 200) } ?? request.kind)
      default: break
      }
      return answer
    }
  }

  /// Ends its input. An engine then leaves, with status 0.
  mutating func end() throws {
    switch try process.end(before: monotonicNanoseconds() + patience) {
    case .exited(0): break
    case .exited(let status): throw Breakdown("after the last answer it left with status \(status)", process.lastWords)
    case .signalled(let signal): throw Breakdown("after the last answer signal \(signal) ended it", process.lastWords)
    case .stopped: throw Breakdown("it did not leave when its input ended", process.lastWords)
    }
  }
}

// MARK: - Lines

extension EngineClient {
  /// - Parameter awaited: what the line should be, or belong to.
  private static func read(
    _ process: inout ChildProcess, _ deadline: UInt64, _ patience: UInt64, _ byteCount: inout Int,
    awaiting awaited: String
  ) throws -> JSONValue {
    switch try process.nextLine(before: deadline) {
    case .late:
      let advice = awaited == "hello" ? "; each line must be flushed" : ""
      throw breakdown(&process, "no \(awaited) within \(seconds(patience))\(advice)")
    case .tooLong: throw breakdown(&process, "a line of more than \(ChildProcess.longestLine) bytes")
    case .ended:
      switch try process.end(before: monotonicNanoseconds() + patience) {
      case .exited(let status):
        throw Breakdown("it ended with status \(status) before its \(awaited)", process.lastWords)
      case .signalled(let signal):
        throw Breakdown("signal \(signal) ended it before its \(awaited)", process.lastWords)
      case .stopped: throw Breakdown("it closed its output and stayed", process.lastWords)
      }
    case .bytes(let bytes):
      byteCount += bytes.count
      guard let line = try? JSONValue(parsing: SourceText(name: "answer", bytes: bytes)), case .object = line.content
      else {
        let text = clipped(printable(String(decoding: bytes.prefix(400), as: UTF8.self)))
        throw breakdown(&process, "a line that is no JSON object: \(text)")
      }
      return line
    }
  }

  /// Ends what can no longer be talked to.
  private static func breakdown(_ process: inout ChildProcess, _ message: String) -> Breakdown {
    _ = try? process.end(before: monotonicNanoseconds())
    return Breakdown(printable(message), process.lastWords)
  }

  private static func message(of error: JSONValue) -> String {
    let messages = error[member: "problems"]?.list?.compactMap { $0[member: "message"]?.string } ?? []
    return clipped(printable(messages.isEmpty ? error.line : messages.joined(separator: "; ")), 200)
  }

  static func seconds(_ nanoseconds: UInt64) -> String {
    nanoseconds.isMultiple(of: 1_000_000_000) ? "\(nanoseconds / 1_000_000_000) s" : "\(nanoseconds / 1_000_000) ms"
  }
}

extension EngineClient.Breakdown {
  init(_ message: String, _ words: [UInt8]) {
    self.message = message
    lastWords = String(decoding: words, as: UTF8.self).split(separator: "\n").suffix(10).map {
      clipped(printable($0), 200)
    }
  }
}

/// `text`, cut after `limit` characters.
func clipped(_ text: String, _ limit: Int = 200) -> String {
  text.count > limit ? String(text.prefix(limit)) + "…" : text
}

import Files
import Notation

/// Plays dialogues with an engine, each with a fresh process, and judges the answers.
struct Conformance: Sendable {
  let words: [String]
  /// How long the engine may take for an answer, in nanoseconds.
  let patience: UInt64

  enum Verdict: Sendable {
    case passed
    case failed(Fault)
    /// It does not have what is asked, and says so.
    case unsupported(String)
  }

  /// Where an engine first answered something else.
  struct Fault: Sendable {
    /// Of the dialogue's turns; their number, if it was the end that went wrong.
    var turn: Int
    /// As it was sent; `nil` before the first request.
    var sent: String?
    /// Both lines, where lines were compared.
    var expected: String?
    var found: String?
    /// What is different, or what went wrong.
    var message: String?
    var lastWords: [String] = []
    var nature = Nature()
  }

  /// What kind of fault it is: to which kind of request, and in place of which kind of event which other one came. Two faults of one
  /// nature are likely one fault.
  struct Nature: Hashable, Sendable {
    /// All `nil` where only the end went wrong, or where another program judges.
    var request: String?
    var expected: String?
    var found: String?
  }

  /// - Parameter matchingAlone: whether kinds that are about money may be missing.
  func verdict(on dialogue: Dialogue, matchingAlone: Bool = false) throws -> Verdict {
    var fault = Fault(turn: 0)
    do {
      var engine = try EngineClient(words, patience: patience)
      let missing = AnswerComparison.missing(dialogue.kinds, from: engine.kinds, matchingAlone: matchingAlone)
      var comparison = AnswerComparison(kinds: engine.kinds)
      comparison.isAboutOneInstrument = dialogue.turns.count { $0.request.kind == "instrument" } == 1
      for (index, turn) in dialogue.turns.enumerated() {
        let request = comparison.translated(turn.request)
        (fault.turn, fault.sent) = (index, request.line)
        fault.nature = Nature(request: request.kind)
        let answer = try engine.ask(request)
        switch answer.closing {
        case .unsupported(let what): return .unsupported(what)
        case .refused(let message):
          fault.message = "it did not understand: \(message)"
          return .failed(fault)
        case .done: break
        }
        if let difference = comparison.difference(turn.expected, answer.lines) {
          fault.expected = difference.expected
          fault.found = difference.found.map { clipped(printable($0), 400) }
          fault.message = difference.remark
          (fault.nature.expected, fault.nature.found) = difference.kinds
          return .failed(fault)
        }
      }
      (fault.turn, fault.sent, fault.nature) = (dialogue.turns.count, nil, Nature())
      try engine.end()
      // What it tells was right; that is not enough where the point is something it does not tell.
      return missing.isEmpty ? .passed : .unsupported("it does not tell \(missing.joined(separator: ", "))")
    } catch let breakdown as EngineClient.Breakdown {
      (fault.message, fault.lastWords) = (breakdown.message, breakdown.lastWords)
      return .failed(fault)
    }
  }
}

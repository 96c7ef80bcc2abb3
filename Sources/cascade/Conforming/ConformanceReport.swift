import Files
import Notation

/// What an engine came to, by fixture and by rule.
struct ConformanceReport {
  /// A fixture, what was asked, and the verdict.
  struct Entry: Sendable {
    let fixture: ConformanceFixture
    let verdict: Conformance.Verdict
    /// The line of the transcript that a fault is about; 0 for none.
    let line: Int
  }

  let entries: [Entry]

  /// Fixtures that passed, failed and are not supported.
  struct Counts {
    var passed = 0
    var failed = 0
    var unsupported = 0

    mutating func take(_ verdict: Conformance.Verdict) {
      switch verdict {
      case .passed: passed += 1
      case .failed: failed += 1
      case .unsupported: unsupported += 1
      }
    }
  }

  var total: Counts { counts { _ in true } }

  /// By rule, in order.
  var rules: [(rule: RuleID, counts: Counts)] {
    Set(entries.flatMap(\.fixture.rules)).sorted().map { rule in
      (rule, counts { $0.fixture.rules.contains(rule) })
    }
  }

  private func counts(where isMeant: (Entry) -> Bool) -> Counts {
    var counts = Counts()
    for entry in entries where isMeant(entry) { counts.take(entry.verdict) }
    return counts
  }
}

// MARK: - Words

extension ConformanceReport {
  /// Failures one by one, what is not supported by reason, the table of rules, the sum.
  ///
  /// - Parameter namesAll: whether each fixture that is not supported is named.
  func text(namesAll: Bool) -> String {
    var text = ""
    var reasons: [(reason: String, paths: [String])] = []
    for entry in entries {
      switch entry.verdict {
      case .passed: break
      case .failed(let fault): text += Self.text(of: fault, entry) + "\n"
      case .unsupported(let reason):
        if let index = reasons.firstIndex(where: { $0.reason == reason }) {
          reasons[index].paths.append(entry.fixture.path)
        } else {
          reasons.append((reason, [entry.fixture.path]))
        }
      }
    }
    if !reasons.isEmpty { text += "not supported\n" }
    reasons.sort { ($1.paths.count, $0.reason) < ($0.paths.count, $1.reason) }
    for (reason, paths) in reasons {
      text += "  \(columned(paths.count, 4))  \(reason)\n"
      if namesAll { text += paths.map { "          \(printable($0))\n" }.joined() }
    }
    if !reasons.isEmpty { text += "\n" }
    text += "rule     passed  failed  not supported\n"
    for (rule, counts) in rules {
      let name = "\(rule)"
      text += name + String(repeating: " ", count: max(0, 7 - name.count))
      text += "\(columned(counts.passed, 8))\(columned(counts.failed, 8))\(columned(counts.unsupported, 15))\n"
    }
    return text + "\n\(sum)\n"
  }

  private var sum: String {
    "\(total.passed) passed, \(total.failed) failed, \(total.unsupported) not supported"
  }

  private static func text(of fault: Conformance.Fault, _ entry: Entry) -> String {
    let path = printable(entry.fixture.path)
    let rules = entry.fixture.rules.map(\.description).joined(separator: ", ")
    var text = "failed   \(path)\(rules.isEmpty ? "" : " (\(rules))")\n"
    if entry.line > 0 {
      text += "  \(path):\(entry.line)\n      \(printable(entry.fixture.text.line(entry.line) ?? ""))\n"
    }
    return text + lines(of: fault)
  }

  /// What was sent and both answers, each on a line.
  static func lines(of fault: Conformance.Fault) -> String {
    var text = ""
    if let sent = fault.sent { text += "      \(sent)\n" }
    if fault.expected != nil || fault.found != nil {
      text += "    - \(fault.expected ?? "nothing more")\n    + \(fault.found ?? "nothing more")\n"
    }
    if let message = fault.message { text += "    \(message)\n" }
    for word in fault.lastWords { text += "    | \(word)\n" }
    return text
  }

  private func columned(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: " ", count: max(0, width - text.count)) + text
  }
}

// MARK: - JSON

extension ConformanceReport {
  var json: [UInt8] {
    var writer = JSONWriter(.pretty)
    writer.object { report in
      report.members(of: total)
      report.key("rules")
      report.array { array in
        for (rule, counts) in rules {
          array.object { object in
            object.member("rule", "\(rule)")
            object.members(of: counts)
          }
        }
      }
      report.key("fixtures")
      report.array { array in for entry in entries { array.object { $0.members(of: entry) } } }
    }
    writer.endLine()
    return writer.bytes
  }
}

extension JSONWriter {
  fileprivate mutating func members(of counts: ConformanceReport.Counts) {
    member("passed", counts.passed)
    member("failed", counts.failed)
    member("unsupported", counts.unsupported)
  }

  fileprivate mutating func members(of entry: ConformanceReport.Entry) {
    member("path", printable(entry.fixture.path))
    key("rules")
    array { rules in for rule in entry.fixture.rules { rules.string("\(rule)") } }
    switch entry.verdict {
    case .passed: member("verdict", "passed")
    case .unsupported(let reason):
      member("verdict", "unsupported")
      member("message", reason)
    case .failed(let fault):
      member("verdict", "failed")
      if entry.line > 0 { member("line", entry.line) }
      let texts = [
        ("sent", fault.sent), ("expected", fault.expected), ("found", fault.found), ("message", fault.message),
      ]
      for case (let name, let text?) in texts { member(name, text) }
      if !fault.lastWords.isEmpty { member("lastWords", fault.lastWords.joined(separator: "\n")) }
    }
  }
}

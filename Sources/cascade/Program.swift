import Files
import Notation

/// Where the program starts and the only place where it ends.
@main
enum Program {
  static func main() {
    prepareProcess()
    Interruption.install()
    exitProcess(with: status(of: Array(CommandLine.arguments.dropFirst())))
  }

  /// Carries out what `words` ask for; says why if that failed.
  private static func status(of words: [String]) -> ExitStatus {
    do {
      return try carryOut(words)
    } catch {
      let failure = Failure(error)
      failure.report(Arguments.color(in: words))
      return failure.status
    }
  }

  private static func carryOut(_ words: [String]) throws -> ExitStatus {
    if let unreadable = unreadableWord(words) { throw unreadable }
    guard let first = words.first else {
      try Console.write(Welcome.short)
      return .success
    }
    if first.hasPrefix("-"), first != "-" { return try answer(words) }
    let rest = Array(words.dropFirst())
    if first == "help" { return try help(about: rest) }
    guard let verb = Verb.all.first(where: { $0.syntax.name == first }) else { throw Verb.unknown(first) }
    let arguments = try Arguments(rest, for: verb.syntax)
    if arguments.has(.help) {
      try Console.write(verb.syntax.helpPage(width: Terminal.width(of: .output)))
      return .success
    }
    return try verb.carryOut(arguments)
  }

  /// Bytes that are not UTF-8 come as U+FFFD: the file that is meant would not be found, and one of another name written.
  private static func unreadableWord(_ words: [String]) -> Failure? {
    let isUnreadable = { (word: String) in word.unicodeScalars.contains { $0 == "\u{FFFD}" } }
    guard let word = words.first(where: isUnreadable) else { return nil }
    return Failure(usage: "\"\(printable(word))\" is not UTF-8", hint: "give the file a name that is")
  }

  /// Options without a verb: help and version.
  private static func answer(_ words: [String]) throws -> ExitStatus {
    if let misplaced = misplacedOption(words) { throw misplaced }
    let arguments = try Arguments(words, for: Welcome.syntax)
    if arguments.has(.version) {
      let words = arguments.has(.verbose) ? Version.details : Version.line
      try Console.write(arguments.has(.json) ? Version.json : words)
    } else if arguments.has(.help) {
      try Console.write(Welcome.helpPage(width: Terminal.width(of: .output)))
    } else {
      throw Failure(usage: "there is no verb to carry out", hint: Welcome.pointer)
    }
    return .success
  }

  /// `cascade --json run …`: an option of a verb before it.
  private static func misplacedOption(_ words: [String]) -> Failure? {
    let flag = words[0].split(separator: "=").first.map(String.init) ?? ""
    for word in words.dropFirst() {
      guard let verb = Verb.all.first(where: { $0.syntax.name == word }) else { continue }
      let isItsOwn = verb.syntax.options.contains { option in
        option != .help && (option.flag == flag || option.letter.map { "-\($0)" } == flag)
      }
      if !isItsOwn { return nil }
      return Failure(usage: "\(flag) stands before the verb", hint: "write cascade \(word) … \(words[0])")
    }
    return nil
  }

  /// `cascade help`, `cascade help run`.
  private static func help(about words: [String]) throws -> ExitStatus {
    let width = Terminal.width(of: .output)
    guard let name = words.first(where: { !$0.hasPrefix("-") }) else {
      try Console.write(Welcome.helpPage(width: width))
      return .success
    }
    guard let verb = Verb.all.first(where: { $0.syntax.name == name }) else { throw Verb.unknown(name) }
    try Console.write(verb.syntax.helpPage(width: width))
    return .success
  }
}

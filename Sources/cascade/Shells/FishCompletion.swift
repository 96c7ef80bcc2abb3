/// For fish 3 and later.
enum FishCompletion {
  static var script: String {
    var lines = ["# Completion of cascade in fish. Written by cascade completions fish.", "complete -c cascade -f"]
    let isFirst = "-n __fish_use_subcommand"
    for verb in Completion.verbs {
      lines.append("complete -c cascade \(isFirst) -a \(verb.name) -d \(quoted(verb.summary))")
    }
    lines += Completion.globalOptions.map { "complete -c cascade \(isFirst) \(specification(of: $0))" }
    let names = Completion.verbs.map(\.name).joined(separator: " ")
    lines.append("complete -c cascade -n '__fish_seen_subcommand_from help' -a \(quoted(names))")
    for verb in Verb.all {
      let isThis = "-n '__fish_seen_subcommand_from \(verb.syntax.name)'"
      for option in verb.syntax.options { lines.append("complete -c cascade \(isThis) \(specification(of: option))") }
      switch Completion.operand(of: verb.syntax) {
      case .words(let words):
        lines.append("complete -c cascade \(isThis) -a \(quoted(words.joined(separator: " ")))")
        if Completion.hasFilesToo(verb.syntax) { lines.append("complete -c cascade \(isThis) -F") }
      case nil: break
      default: lines.append("complete -c cascade \(isThis) -F")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func specification(of option: Option) -> String {
    var words = ["-l \(option.name)"]
    if let letter = option.letter { words.append("-s \(letter)") }
    switch Completion.value(of: option) {
    case nil: break
    case .words(let choices): words.append("-x -a \(quoted(choices.joined(separator: " ")))")
    case .folder: words.append("-x -a '(__fish_complete_directories)'")
    case .file: words.append("-r -F")
    case .anything: words.append("-x")
    }
    return (words + ["-d \(quoted(option.help))"]).joined(separator: " ")
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }
}

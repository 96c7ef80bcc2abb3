/// For zsh's own completion system.
enum ZshCompletion {
  static var script: String {
    """
    #compdef cascade
    # Completion of cascade in zsh. Written by cascade completions zsh.
    _cascade() {
      local -a verbs
      verbs=(
    \(Completion.verbs.map { "    \(quoted($0.name + ":" + described($0.summary)))" }.joined(separator: "\n"))
      )
      if (( CURRENT == 2 )); then
        if [[ $PREFIX == -* ]]; then
          _arguments \(Completion.globalOptions.flatMap(specifications).joined(separator: " "))
        else
          _describe verb verbs
        fi
        return
      fi
      local verb=$words[2]
      shift words
      (( CURRENT-- ))
      case $verb in
        help) _describe verb verbs ;;
    \(Verb.all.map(branch).joined(separator: "\n"))
      esac
    }
    if [[ $funcstack[1] == _cascade ]]; then _cascade "$@"; else compdef _cascade cascade; fi

    """
  }

  private static func branch(_ verb: Verb) -> String {
    var lines = verb.syntax.options.flatMap(specifications)
    if let operand = Completion.operand(of: verb.syntax) {
      let name = verb.syntax.operands[0].name
      if case .words = operand, Completion.hasFilesToo(verb.syntax) {
        lines += [quoted("1:\(name):\(action(operand))"), quoted("*:FILE:_files")]
      } else {
        lines.append(quoted("*:\(name):\(action(operand))"))
      }
    }
    return "    \(verb.syntax.name)) _arguments -s -S \\\n"
      + lines.map { "      \($0)" }.joined(separator: " \\\n") + " ;;"
  }

  /// `'(-o --output)'{-o+,--output=}'[help]:DIR:_files -/'`
  private static func specifications(of option: Option) -> [String] {
    let value = Completion.value(of: option)
    var rest = "[\(described(option.help))]"
    if let value { rest += ":\(described(option.value ?? "")):\(action(value))" }
    let sign = value == nil ? "" : "="
    let repeats = option.repeats ? "*" : ""
    var all = [quoted("\(repeats)\(option.flag)\(sign)\(rest)")]
    if let letter = option.letter { all.append(quoted("\(repeats)-\(letter)\(value == nil ? "" : "+")\(rest)")) }
    return all
  }

  private static func action(_ value: Completion.Value) -> String {
    switch value {
    case .words(let words): "(\(words.joined(separator: " ")))"
    case .folder: "_files -/"
    case .file: "_files"
    case .anything: " "
    }
  }

  /// Without what would end the description or be taken for a separator.
  private static func described(_ text: String) -> String {
    String(text.flatMap { "[]:\\".contains($0) ? ["\\", $0] : [$0] })
  }

  private static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
}

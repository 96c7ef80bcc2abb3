/// For bash 3.2 and later, without the package bash-completion.
enum BashCompletion {
  static var script: String {
    """
    # Completion of cascade in bash. Written by cascade completions bash.
    _cascade() {
      local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" verb='' index
      COMPREPLY=()
      for ((index = 1; index < COMP_CWORD; index++)); do
        case "${COMP_WORDS[index]}" in
          -*) ;;
          *) verb="${COMP_WORDS[index]}"; break ;;
        esac
      done
      if [[ $current == '=' ]]; then
        current=''
      elif [[ $previous == '=' ]]; then
        previous="${COMP_WORDS[COMP_CWORD-2]}"
      fi
      case "$verb/$previous" in
    \(values)
      esac
      case "$verb" in
        '') _cascade_words '\(words(Completion.verbs.map(\.name) + flags(of: Completion.globalOptions)))' ;;
        help) _cascade_words '\(words(Completion.verbs.map(\.name)))' ;;
    \(verbs)
      esac
    }
    _cascade_words() {
      local IFS=$' \\t\\n'
      COMPREPLY=($(compgen -W "$1" -- "$current"))
    }
    _cascade_files() {
      local IFS=$'\\n'
      compopt -o filenames 2>/dev/null
      COMPREPLY=($(compgen "$1" -- "$current"))
    }
    complete -F _cascade cascade

    """
  }

  /// After an option its value is completed.
  private static var values: String {
    let lines = Verb.all.flatMap { verb in
      verb.syntax.options.compactMap { option -> String? in
        guard let value = Completion.value(of: option) else { return nil }
        let flags = ([option.flag] + (option.letter.map { ["-\($0)"] } ?? [])).map { "\(verb.syntax.name)/\($0)" }
        return "    \(flags.joined(separator: "|"))) \(command(value)); return ;;"
      }
    }
    return lines.joined(separator: "\n")
  }

  private static var verbs: String {
    let lines = Verb.all.map { verb -> String in
      let operand = Completion.operand(of: verb.syntax).map(command) ?? ":"
      return """
            \(verb.syntax.name))
              if [[ $current == -* ]]; then _cascade_words '\(words(flags(of: verb.syntax.options)))'; else \(operand); fi ;;
        """
    }
    return lines.joined(separator: "\n")
  }

  private static func command(_ value: Completion.Value) -> String {
    switch value {
    case .words(let all): "_cascade_words '\(words(all))'"
    case .folder: "_cascade_files -d"
    case .file: "_cascade_files -f"
    case .anything: ":"
    }
  }

  private static func flags(of options: [Option]) -> [String] { options.map(\.flag) }
  private static func words(_ all: [String]) -> String { all.joined(separator: " ") }
}

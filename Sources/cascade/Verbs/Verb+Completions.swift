import Files

extension Verb {
  /// `cascade completions bash`
  static let completions = Verb(
    syntax: Syntax(
      "completions",
      overview: """
        Print what makes a shell complete verbs, options and their values. In bash: source <(cascade completions bash). In zsh: \
        put it into a file named _cascade in a folder of $fpath. In fish: \
        cascade completions fish > ~/.config/fish/completions/cascade.fish.
        """,
      usage: ["completions bash|zsh|fish"],
      operands: [Syntax.Operand("SHELL", "Which shell.", choices: ["bash", "zsh", "fish"])],
      operandCount: 1...1, readsFiles: false, examples: ["cascade completions bash > out-completions.bash"])
  ) { arguments in
    switch arguments.operands[0] {
    case "bash": try Console.write(BashCompletion.script)
    case "zsh": try Console.write(ZshCompletion.script)
    default: try Console.write(FishCompletion.script)
    }
    return .success
  }

  /// `cascade man`
  static let man = Verb(
    syntax: Syntax(
      "man",
      overview: "Print the manual page, in mdoc. Show it with cascade man | man -l -.",
      usage: ["man"], operandCount: 0...0, readsFiles: false, examples: ["cascade man > out-cascade.1"])
  ) { _ in
    try Console.write(ManualPage.text)
    return .success
  }
}

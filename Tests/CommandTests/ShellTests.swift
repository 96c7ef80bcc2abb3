import Foundation
import Testing

/// `cascade completions` and `cascade man`: shells and mandoc read what they print.
@Suite struct `Shells and the manual` {
  let folder = TemporaryFolder()

  /// What bash would offer for the last of these words.
  private func offers(_ words: String...) throws -> Set<String> {
    let script = try folder.put("cascade.bash", try Program.run("completions", "bash").output)
    let list = words.map { "'\($0)'" }.joined(separator: " ")
    let line = """
      . '\(script)'; COMP_WORDS=(\(list)); COMP_CWORD=\(words.count - 1); _cascade; printf '%s\\n' "${COMPREPLY[@]}"
      """
    let outcome = try Program.shell("cd '\(folder(""))' && bash -c '\(line.replacing("'", with: "'\\''"))'")
    #expect(outcome.status == 0, "\(outcome.errors)")
    return Set(outcome.output.split(separator: "\n").map(String.init))
  }

  @Test func `bash reads its completions and completes verbs, options and values`() throws {
    #expect(try offers("cascade", "va") == ["validate"])
    #expect(try offers("cascade", "").isSuperset(of: ["run", "new", "help", "--version"]))
    #expect(try offers("cascade", "help", "comp").isSuperset(of: ["compare", "completions"]))
    #expect(try offers("cascade", "run", "--dr") == ["--dry-run"])
    #expect(try offers("cascade", "run", "--color", "a") == ["auto", "always"])
    #expect(try offers("cascade", "run", "--color", "=", "n") == ["never"])
    #expect(try offers("cascade", "new", "d") == ["depeg"])
    #expect(try offers("cascade", "completions", "") == ["bash", "zsh", "fish"])
    try folder.put("a scenario.jsonc", "")
    #expect(try offers("cascade", "validate", "a ") == ["a scenario.jsonc"])
    #expect(try offers("cascade", "run", "--seed", "") == [])
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `completions name every verb with all its options`(shell: String) throws {
    let outcome = try Program.run("completions", shell)
    #expect(outcome.status == 0)
    for verb in ["run", "fork", "sweep", "new", "schema", "completions", "man"] {
      #expect(outcome.output.contains(verb), "\(verb)")
    }
    for option in ["output", "dry-run", "seed", "vary", "orderbook"] {
      #expect(outcome.output.contains(shell == "fish" ? "-l \(option)" : "--\(option)"), "\(option)")
    }
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `a shell that is there finds no fault with its completions`(shell: String) throws {
    let script = try folder.put("completions", try Program.run("completions", shell).output)
    let outcome = try Program.shell("command -v \(shell) >/dev/null || exit 77; \(shell) -n '\(script)'")
    #expect([0, 77].contains(outcome.status), "\(outcome.errors)")
    #expect(outcome.errors == "")
  }

  @Test func `an unknown shell is refused with a hint`() throws {
    let outcome = try Program.run("completions", "bsah")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("did you mean bash?"))
  }

  @Test func `the manual has every verb, option and status`() throws {
    let outcome = try Program.run("man")
    #expect(outcome.status == 0)
    #expect(outcome.output.unicodeScalars.allSatisfy { $0.isASCII })
    let lines = [
      ".Dt CASCADE 1", ".Sh EXIT STATUS", ".It Cm run", ".It Fl -dry-run", ".It Fl o , Fl -output Ar DIR", ".It 141",
    ]
    for line in lines {
      #expect(outcome.output.contains("\n\(line)\n"), "\(line)")
    }
    let opened = outcome.output.components(separatedBy: "\n.Bl ").count
    #expect(opened == outcome.output.components(separatedBy: "\n.El\n").count)
  }

  @Test func `mandoc or groff, if one is there, takes the manual without a word`() throws {
    let page = try folder.put("cascade.1", try Program.run("man").output)
    let outcome = try Program.shell(
      """
      if command -v mandoc >/dev/null; then mandoc -T lint -W warning '\(page)'
      elif command -v groff >/dev/null; then groff -man -mdoc -ww -Tutf8 '\(page)' >/dev/null
      fi
      """)
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.errors == "")
  }
}

import Notation
import Simulation

extension Option {
  static let limit = Option(
    "limit", value: "NAME=N", repeats: true,
    """
    Allow so many accounts, participants, numbers, openings, events or bytes in place of the usual limit; docs/scenarios.md \
    has them.
    """)
}

/// How large what is read may be and how much it may ask for, before memory is taken for it.
struct Limits: Sendable {
  /// Of a scenario.
  private(set) var scenario = Scenario.Limits()
  /// Of every file, if it was said.
  private var bytes: Int?

  /// What is usual, with what `--limit` says in its place.
  init(_ arguments: Arguments) throws(Failure) {
    for text in arguments.all(.limit) {
      let (resource, count) = try Self.parse(text)
      scenario[resource] = count
      if resource == .bytes { bytes = count }
    }
  }

  /// How many bytes a file of one kind may have.
  func bytes(usual: Int) -> Int { bytes ?? usual }

  private static func parse(_ text: String) throws(Failure) -> (Scenario.Limits.Resource, Int) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let names = Scenario.Limits.Resource.allCases.map(\.rawValue)
    guard let resource = Scenario.Limits.Resource(rawValue: parts[0]) else {
      let near = didYouMean(parts[0], from: names).map { "did you mean \($0)?" }
      throw Failure(
        usage: "--limit is \"\(printable(text))\"; there is no limit of \(printable(parts[0]))",
        hint: near ?? "there are \(names.joined(separator: ", "))")
    }
    guard parts.count == 2, let count = Int(parts[1]), 0...resource.most ~= count else {
      throw Failure(
        usage: "--limit is \"\(printable(text))\"; it must be a name and a whole number from 0 to \(resource.most)",
        hint: "such as \(resource)=\(resource.usual), which is usual")
    }
    return (resource, count)
  }
}

extension Arguments {
  /// What `--limit` says, and else what is usual.
  var limits: Limits { get throws(Failure) { try Limits(self) } }
}

/// A scenario to begin with, one of those in fixtures/scenarios.
struct Template: Sendable {
  let name: String
  /// As the file has it, comments and all.
  let text: @Sendable () -> String

  init(_ name: String, _ text: @escaping @Sendable () -> String) {
    self.name = name
    self.text = text
  }

  static let all = [flashCrash, leveragedMarket, hedgedPortfolio, depeg, makerWithdrawal]

  /// The first sentence of its first comment.
  var summary: String {
    let line = text().prefix { $0 != "\n" }.drop { "/ ".contains($0) }
    return String(line.prefix { $0 != "." }) + "."
  }
}

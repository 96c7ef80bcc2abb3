import Analysis
import Journaling
import MarketTypes
import Simulation

/// What a run came to, in the terms in which a scenario says what it expects.
struct Outcome {
  let rounds: Int
  let liquidatedAccounts: Int
  let forcedNotional: Int128
  let takeovers: Int
  let deleveragings: Int
  let uncovered: Int128
  let fund: Int128
  /// Collateral by account number.
  let balances: [Int128]
  /// By instrument number.
  let marks: [PriceTrace]
  let digest: Digest

  init(of findings: RunFindings, digest: Digest) {
    rounds = findings.rounds.depth
    liquidatedAccounts = findings.rounds.liquidatedAccounts
    forcedNotional = findings.rounds.forcedNotional
    takeovers = findings.counts[.takenOver]
    deleveragings = findings.counts[.deleveraged]
    uncovered = findings.rounds.uncovered
    fund = findings.audit.fundTotal
    balances = (0..<findings.audit.accountCount).map {
      findings.audit.balance(of: .collateral(AccountID(number: Int32($0))))
    }
    marks = findings.marks.traces
    self.digest = digest
  }

  /// A line for each expectation that was not met.
  func differences(from expectation: Expectation, _ names: Names) -> [String] {
    var lines = [
      difference("rounds", expectation.rounds, Int128(rounds)),
      difference("liquidatedAccounts", expectation.liquidatedAccounts, Int128(liquidatedAccounts)),
      difference("forcedNotional", expectation.forcedNotional, forcedNotional),
      difference("takeovers", expectation.takeovers, Int128(takeovers)),
      difference("deleveragings", expectation.deleveragings, Int128(deleveragings)),
      difference("uncovered", expectation.uncovered, uncovered),
      difference("fund", expectation.fund, fund),
    ]
    for balance in expectation.balances {
      guard let index = names.accounts.firstIndex(of: balance.account) else { continue }
      lines.append(difference("balance of \(balance.account)", balance.collateral, balances[index]))
    }
    for mark in expectation.marks {
      let trace = marks[mark.instrument.index]
      let name = names.name(of: mark.instrument)
      lines += [
        difference("lowest mark of \(name)", mark.lowest, trace.low),
        difference("highest mark of \(name)", mark.highest, trace.high),
        difference("last mark of \(name)", mark.last, trace.last),
      ]
    }
    if let expected = expectation.digest, Digest(hex: expected) != digest {
      lines.append("digest: expected \(expected), found \(digest)")
    }
    return lines.compactMap { $0 }
  }

  private func difference(_ name: String, _ expected: ClosedRange<Int64>?, _ found: Price?) -> String? {
    guard let expected else { return nil }
    if let found { return difference(name, expected, Int128(found.ticks)) }
    return "\(name): expected \(expected.text), found none"
  }

  private func difference(_ name: String, _ expected: ClosedRange<Int64>?, _ found: Int128) -> String? {
    guard let expected, found < expected.lowerBound || found > expected.upperBound else { return nil }
    return "\(name): expected \(expected.text), found \(found)"
  }
}

extension ClosedRange<Int64> {
  /// A band as a sentence has it.
  fileprivate var text: String { lowerBound == upperBound ? "\(lowerBound)" : "\(lowerBound) to \(upperBound)" }
}

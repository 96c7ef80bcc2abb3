import Analysis
import Journaling
import MarketTypes
import Simulation

/// What a run came to, in the terms in which a scenario says what it expects.
struct Outcome {
  let rounds: Int
  let liquidatedAccounts: Int
  let uncovered: Int128
  let fund: Int128
  /// Collateral by account number.
  let balances: [Int128]
  let digest: Digest

  init(of findings: RunFindings, digest: Digest) {
    rounds = findings.rounds.depth
    liquidatedAccounts = findings.rounds.liquidatedAccounts
    uncovered = findings.rounds.uncovered
    fund = findings.audit.fundTotal
    balances = (0..<findings.audit.accountCount).map {
      findings.audit.balance(of: .collateral(AccountID(number: Int32($0))))
    }
    self.digest = digest
  }

  /// A line for each expectation that was not met.
  func differences(from expectation: Expectation, _ names: Names) -> [String] {
    var lines = [
      difference("rounds", expectation.rounds, Int128(rounds)),
      difference("liquidatedAccounts", expectation.liquidatedAccounts, Int128(liquidatedAccounts)),
      difference("uncovered", expectation.uncovered, uncovered),
      difference("fund", expectation.fund, fund),
    ]
    for balance in expectation.balances {
      guard let index = names.accounts.firstIndex(of: balance.account) else { continue }
      lines.append(
        difference("balance of \(balance.account)", balance.collateral...balance.collateral, balances[index]))
    }
    if let expected = expectation.digest, Digest(hex: expected) != digest {
      lines.append("digest: expected \(expected), found \(digest)")
    }
    return lines.compactMap { $0 }
  }

  private func difference(_ name: String, _ expected: ClosedRange<Int64>?, _ found: Int128) -> String? {
    guard let expected, found < expected.lowerBound || found > expected.upperBound else { return nil }
    let band =
      expected.lowerBound == expected.upperBound
      ? "\(expected.lowerBound)" : "\(expected.lowerBound) to \(expected.upperBound)"
    return "\(name): expected \(band), found \(found)"
  }
}

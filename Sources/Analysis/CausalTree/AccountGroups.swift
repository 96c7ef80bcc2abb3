import MarketTypes

/// Accounts sorted into groups that are looked at as one: the blocks of a population, and everybody else.
public struct AccountGroups: Hashable, Sendable {
  /// The last is that of accounts in no block.
  public let names: [String]
  private let groupOf: [Int32]

  /// - Parameter blocks: names, each with its accounts' numbers; no account is in two.
  /// - Parameter rest: the name of the group of all others.
  public init(_ blocks: [(name: String, accounts: Range<Int>)] = [], rest: String = "others") {
    names = blocks.map(\.name) + [rest]
    var groups = [Int32](repeating: Int32(blocks.count), count: blocks.map(\.accounts.upperBound).max() ?? 0)
    for (group, block) in blocks.enumerated() {
      for account in block.accounts { groups[account] = Int32(group) }
    }
    groupOf = groups
  }

  public var count: Int { names.count }

  /// By place in `names`.
  public func group(of account: AccountID) -> Int {
    groupOf.indices.contains(account.index) ? Int(groupOf[account.index]) : names.count - 1
  }
}

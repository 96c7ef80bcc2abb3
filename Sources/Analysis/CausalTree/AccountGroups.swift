import MarketTypes

/// Accounts sorted into groups that are looked at as one: the blocks of a population, and everybody else.
public struct AccountGroups: Hashable, Sendable {
  /// The last is that of accounts in no block.
  public let names: [String]
  /// Whether its accounts make markets; by place in `names`.
  public let makeMarkets: [Bool]
  private let groupOf: [Int32]

  /// A range of accounts, by number.
  public struct Block: Hashable, Sendable {
    /// As a report calls it.
    public let name: String
    /// By account number; blocks do not overlap.
    public let accounts: Range<Int>
    /// Whether its members quote for a living.
    public let makesMarkets: Bool

    public init(_ name: String, _ accounts: Range<Int>, makesMarkets: Bool = false) {
      self.name = name
      self.accounts = accounts
      self.makesMarkets = makesMarkets
    }
  }

  /// - Parameter blocks: no account is in two.
  /// - Parameter rest: the name of the group of all others.
  public init(_ blocks: [Block] = [], rest: String = "others") {
    names = blocks.map(\.name) + [rest]
    makeMarkets = blocks.map(\.makesMarkets) + [false]
    var groups = [Int32](repeating: Int32(blocks.count), count: blocks.map(\.accounts.upperBound).max() ?? 0)
    for (group, block) in blocks.enumerated() {
      for account in block.accounts { groups[account] = Int32(group) }
    }
    groupOf = groups
  }

  /// How many groups there are, with the one of those in no block.
  public var count: Int { names.count }

  /// By place in `names`.
  public func group(of account: AccountID) -> Int {
    groupOf.indices.contains(account.index) ? Int(groupOf[account.index]) : names.count - 1
  }
}

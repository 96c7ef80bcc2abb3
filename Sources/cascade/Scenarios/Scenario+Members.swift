import Analysis
import MarketTypes
import Notation
import Simulation

extension Scenario {
  /// The block or the account that somebody named on the command line; a block before an account of the same name.
  func members(of name: String) throws(Failure) -> AccountGroups.Block {
    if let block = blocks.first(where: { $0.name == name }) { return AccountGroups.Block(name, block.accounts) }
    if let index = names.accounts.firstIndex(of: name) { return AccountGroups.Block(name, index..<index + 1) }
    let near = didYouMean(name, from: blocks.map(\.name) + names.accounts)
    throw Failure(
      usage: "there is no participant, block or account \"\(printable(name))\"",
      hint: near.map { "did you mean \"\(printable($0))\"?" })
  }

  /// The accounts and blocks that somebody named, none of which has an account of another's.
  func groups(named wanted: [String]) throws(Failure) -> AccountGroups {
    var blocks: [AccountGroups.Block] = []
    for name in wanted {
      let block = try members(of: name)
      if let other = blocks.first(where: { $0.accounts.overlaps(block.accounts) }) {
        throw Failure(
          usage: "\(printable(name)) is counted in \(printable(other.name)) already", hint: "leave one of them out")
      }
      blocks.append(block)
    }
    return AccountGroups(blocks)
  }
}

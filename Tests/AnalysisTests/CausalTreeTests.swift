import Analysis
import MarketTypes
import TestSupport
import Testing

/// Trees of cascades whose every fill is known beforehand (models C1 and C10).
@Suite struct `Causal tree` {
  private func tree(_ book: StaticBook) -> CausalTree {
    book.recording.fed(to: CausalTree(book.rules, shockAccounts: [StaticBook.outsider]))
  }

  /// Accounts of a generation are as many as the table's round has, and each hangs under one of the generation before.
  @Test(arguments: ConstantDepthRow.table)
  func `generations of the tree are the table's rounds (C1)`(row: ConstantDepthRow) {
    let tree = tree(row.book)
    let branches = CausalBranches(tree)
    #expect(branches.generations == row.generations)
    #expect(branches.depth == row.generations.count)
    #expect(branches.count == row.generations.reduce(0, +))
    for fall in tree.falls {
      #expect(fall.generation == tree.log.records[fall.index].round)
      switch fall.parent {
      case .fall(let parent): #expect(tree.falls[parent].generation == fall.generation - 1)
      case .shock: #expect(fall.generation == 1)
      default: Issue.record("\(fall.parent) made an account fall")
      }
    }
  }

  @Test(arguments: ConstantDepthRow.table)
  func `shares of every mark sum to the whole, and pushes to the displacement`(row: ConstantDepthRow) {
    let tree = tree(row.book)
    #expect(tree.moves.count >= row.generations.count)
    for move in tree.moves { #expect(move.shares.reduce(0) { $0 + $1.part } == move.whole) }
    let split = tree.displacements[StaticBook.perp.index]
    #expect(split.ticks == -row.displacement)
    #expect(DisplacementSplit.Origin.allCases.reduce(0) { $0 + split[$1] } == Double(-row.displacement))
  }

  /// In a book of constant depth n = q ÷ (h × D); 1 − roots ÷ falls is its estimate, and R̄ with it (models E).
  @Test func `children per fall are n where no account is cut in half`() throws {
    let tree = tree(.t1)
    // 4 of 8 accounts hang under another one.
    #expect(CausalBranches(tree).branchingRatio == 0.5)
    let rounds = StaticBook.t1.recording.fed(to: CascadeRounds(StaticBook.t1.rules))
    #expect(abs(try #require(rounds.meanGain) - 0.5) < 0.001)
  }

  // MARK: T1, fill by fill

  /// Bids of 10 lots; accounts sell 5 each, riskiest first: 1 and 2 at 9995, 3 and 4 at 9994, 5 and 6 at 9993, 7 and 8 at
  /// 9992. The last price moves with every other fill.
  @Test func `of mark = last each fill has the ticks by which it moved the last price`() {
    let tree = tree(.t1)
    #expect(tree.moves.map(\.from.ticks) == [10_000, 9996, 9994, 9993])
    #expect(tree.moves.map(\.to.ticks) == [9996, 9994, 9993, 9992])
    #expect(tree.moves.map(\.round) == [0, 1, 2, 3])
    #expect(tree.moves[0].shares.map(\.source) == [.shock])
    #expect(tree.moves[1].shares.map(\.source) == [.fall(0), .fall(1), .fall(2), .fall(3)])
    #expect(tree.moves[1].shares.map(\.part) == [-1, 0, -1, 0])
    #expect(tree.moves[2].shares.map(\.part) == [-1, 0])
    #expect(tree.moves[3].shares.map(\.source) == [.fall(6)])
  }

  @Test func `of equal shares the first to fill is the parent`() {
    let tree = tree(.t1)
    #expect(tree.log.records.map(\.account) == (1...8).map { StaticBook.long($0) })
    #expect(
      tree.falls.map(\.parent) == [.shock, .shock, .shock, .shock, .fall(0), .fall(0), .fall(4), .fall(6)])
    let branches = CausalBranches(tree)
    #expect(branches.roots.map(\.source) == [.shock])
    #expect(branches.roots[0].falls.first == 0)
    #expect(Array(branches.children(of: 0)) == [4, 5])
    #expect(branches.weight(of: 0).falls == 5)
    #expect(branches.weight(of: 0).depth == 4)
    #expect(branches.pushes[0].map(\.ticks) == [-1])
    #expect(branches.pushes[1].map(\.ticks) == [0])
  }

  /// 100 money units a lot and tick: sold at 9995 at a mark of 9996 is 500 worse, and so on.
  @Test func `slippage is what the fills brought less than the marks that stood`() {
    let tree = tree(.t1)
    #expect(tree.falls.map(\.slippage) == [500, 500, 1000, 1000, 500, 500, 500, 0])
    #expect(tree.falls.allSatisfy { $0.fees == 0 && $0.covered.total == 0 })
    #expect(tree.falls.map { $0.forced.map(\.lots) } == Array(repeating: [5], count: 8))
  }

  /// Four ticks were the shock's, four the forced orders'.
  @Test func `displacement is split between shock and forced orders`() {
    let split = tree(.t1).displacements[StaticBook.perp.index]
    #expect(split[.shock] == -4)
    #expect(split[.forced] == -4)
    #expect(split.share(of: .forced) == 0.5)
  }

  // MARK: Losses

  @Test func `losses of T2 are the fund's and then nobody's, account by account (C10)`() {
    let tree = tree(.t2)
    #expect(tree.covered[.fund] == 3000)
    #expect(tree.covered[.uncovered] == 93_060)
    let short = Dictionary(
      uniqueKeysWithValues: tree.falls.map { (tree.log.records[$0.index].account, $0.covered.total) })
    #expect(
      (1...20).map { short[StaticBook.long($0)] ?? 0 } == [
        2601, 2801, 3001, 3201, 3402, 3802, 4002, 4202, 4403, 4603, 5003, 5203, 5404, 5604, 5804, 6204, 6405, 6605,
        6805, 7005,
      ])
  }

  private let groups = AccountGroups([
    AccountGroups.Block("provider", 0..<1, makesMarkets: true), AccountGroups.Block("outsider", 1..<2),
    AccountGroups.Block("counterparty", 2..<3),
  ])

  private func equity(_ book: StaticBook) -> GroupEquity {
    book.recording.fed(to: GroupEquity(book.rules, groups, shockAccounts: [StaticBook.outsider]))
  }

  /// The ledger of T1: provider −28,000, outsider +22,000, the longs' counterparty +80,000, longs −74,000.
  @Test func `groups gain and lose what the ledger says (C10)`() throws {
    let found = equity(.t1)
    #expect(found.groups.names == ["provider", "outsider", "counterparty", "others"])
    #expect(found.changes == [-28_000, 22_000, 80_000, -74_000])
    #expect(found.makerLoss == 28_000)
    #expect(found.fundDrawdown == nil)
    // What the longs of T2 could not pay, the fund and nobody paid.
    #expect(try #require(equity(.t2).changes).reduce(0, +) == 96_060)
    #expect(equity(.t2).fundBefore == 3000)
    #expect(equity(.t2).leastFund == 0)
    #expect(equity(.t2).fundDrawdown == 1)
  }

  @Test func `without accounts under margin there is no tree`() {
    var book = StaticBook.t1
    book.spacing = 2
    book.shock = 5
    let branches = CausalBranches(tree(book))
    #expect(branches.roots.isEmpty && branches.count == 0 && branches.depth == 0)
    #expect(branches.branchingRatio == nil)
    #expect(equity(book).changes == nil)
  }

  // MARK: One account's story

  @Test func `the story of a long says which marks cost it what, and whose they were`() throws {
    let tree = StaticBook.t1.recording.fed(
      to: CausalTree(StaticBook.t1.rules, shockAccounts: [StaticBook.outsider], about: StaticBook.long(7)))
    let chapter = try #require(tree.story?.chapters.first)
    #expect(tree.story?.chapters.count == 1)
    #expect(tree.log.records[chapter.fall].account == StaticBook.long(7))
    let position = try #require(chapter.positions.first)
    #expect(position.lots == 5 && position.fills == 0)
    // 10000 → 9996 → 9994 → 9993, five lots of 100 a tick.
    #expect(position.moves == 3 && position.cost == 3500)
    #expect(position.worst?.cost == 2000)
    #expect(position.firstMark?.ticks == 10_000 && position.mark?.ticks == 9993)
    let costs = position.sources.filter { $0.cost != 0 }
    #expect(costs.map(\.source) == [.shock, .fall(0), .fall(2), .fall(4)])
    #expect(costs.map(\.cost) == [2000, 500, 500, 500])
  }
}

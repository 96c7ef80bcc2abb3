import Clearing
import MarketTypes

/// What the watch finds against what a scan of everybody finds.
extension WatchHistory {
  /// What the two disagree on, or `nil`.
  mutating func difference() -> String? {
    house.findDue()
    var found: [Int] = []
    while let distress = house.takeDue() { found.append(distress.account.index) }
    let due = naive.accounts.indices.filter { !naive.accounts[$0].isDue && naive.isLiquidatable($0) }
    if found.sorted() != due { return "the watch finds \(found.sorted()), the scan \(due)\(figures(of: found, due))" }
    if let fault = levelDifference(besides: due) { return fault }
    var bankrupt: [Int] = []
    while let account = house.takeBankrupt() { bankrupt.append(account.account.index) }
    let broke = naive.accounts.indices.filter { naive.isBankrupt($0) }
    if bankrupt.sorted() != broke { return "the watch finds \(bankrupt.sorted()) flat below zero, the scan \(broke)" }
    if let fault = cover(broke) { return fault }
    for account in due { naive.accounts[account].isDue = true }
    count(due, broke)
    for account in naive.accounts.indices { naive.accounts[account].isChanged = false }
    return figureDifference()
  }

  /// Their figures, for whom the two see differently.
  private func figures(of found: [Int], _ due: [Int]) -> String {
    Set(found).symmetricDifference(due).sorted().map { account in
      let figures = house.figures(of: id(account))
      return
        "; \(account): equity \(figures.equity) and \(naive.equity(account)), maintenance \(figures.maintenance) and "
        + "\(naive.maintenance(account))"
    }.joined()
  }

  /// An account is never at a better level than the scan says; one that changed is at just that level (CLR-37, WCH-6).
  private mutating func levelDifference(besides due: [Int]) -> String? {
    var told: Set<Int> = []
    while let distress = house.takeRelevelled() { told.insert(distress.account.index) }
    for account in naive.accounts.indices {
      let record = naive.accounts[account]
      let (before, level) = (record.level, house.level(of: id(account)))
      let isLeftAlone = record.isExempt || record.isDue || due.contains(account)
      let now = isLeftAlone ? before : naive.level(account)
      let isRight = level == now || (!record.isChanged && level == before && before > now)
      if !isRight { return "account \(account) is \(level), was \(before) and by the scan is \(now)" }
      if told.contains(account) != (level != before) {
        return "account \(account) went from \(before) to \(level) untold"
      }
      naive.accounts[account].level = level
      if level != before { coverage.count("levels") }
    }
    return nil
  }

  private mutating func cover(_ broke: [Int]) -> String? {
    for account in broke {
      let had = naive.accounts[account].assets
      let uncovered = house.coverShortfall(of: id(account)) { _ in }
      let missing = naive.makeWhole(account)
      if Int128(uncovered.units) != missing { return "account \(account) leaves \(uncovered.units), not \(missing)" }
      for asset in venue.assets.indices {
        let left = house.balance(of: id(account), AssetID(number: UInt16(asset + 1))).units
        if left != naive.accounts[account].assets[asset] {
          return "account \(account) keeps \(left) of asset \(asset), not \(naive.accounts[account].assets[asset])"
        }
        if left != had[asset] { coverage.count("conversions") }
      }
    }
    return nil
  }

  /// Everybody's equity and maintenance margin, and the ledger's sums.
  private func figureDifference() -> String? {
    house.checkInvariants()
    if naive.accounts.count > 20 { return nil }
    // The world may have gained in an instrument that has no mark yet.
    for account in naive.accounts.indices.dropFirst() {
      let figures = house.figures(of: id(account))
      if figures.equity != naive.equity(account) {
        return "account \(account) has equity \(figures.equity), by the scan \(naive.equity(account))"
      }
      if figures.maintenance != naive.maintenance(account) {
        return "account \(account) must keep \(figures.maintenance), by the scan \(naive.maintenance(account))"
      }
    }
    return nil
  }

  private mutating func count(_ due: [Int], _ broke: [Int]) {
    coverage.count("found", due.count)
    coverage.foundTogether = max(coverage.foundTogether, due.count)
    for account in due {
      let held = naive.accounts[account].lines.filter { $0.lots != 0 }
      if held.count > 1 { coverage.count("found with several positions") }
      if held.contains(where: { rules[$0.instrument].contract == .inverse }) { coverage.count("found with inverse") }
      if naive.accounts[account].kind == .portfolio { coverage.count("found by scenarios") }
      if naive.accounts[account].assets.contains(where: { $0 > 0 }) { coverage.count("found with assets") }
    }
    coverage.count("bankrupt", broke.count)
  }
}

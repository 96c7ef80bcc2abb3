import Analysis
import MarketTypes
import Testing

/// Takeovers, deleveraging and layers of loss: what the audit books of them, and what it does not let pass.
@Suite("Audit of the ledger: the waterfall")
struct WaterfallAuditTests {
  private typealias M = HandMade

  private func audit(_ rules: VenueRules = HandMade.rules, _ commands: [Event.Body]...) -> LedgerAudit {
    var stream = HandMadeStream(LedgerAudit(rules))
    stream.tell(M.opening)
    for bodies in commands { stream.tell(bodies) }
    return stream.fold
  }

  private func rule(_ bodies: Event.Body...) -> LedgerBreach.Rule? { audit(M.rules, bodies).verdict()?.rule }

  private static let alices = LedgerAccount.collateral(M.alice)
  private static let bobs = LedgerAccount.collateral(M.bob)
  private static let vaults = LedgerAccount.collateral(M.vault)

  private let longFive = HandMade.trade(5, of: M.linear, at: 100, buyer: M.alice, seller: M.bob)

  // MARK: Takeovers

  /// Alice's 5 lots at a mark of 80 have lost 1,000 of her 1,000: she is worth nothing, and everything goes.
  private var takeover: [Event.Body] {
    [
      M.mark(M.linear, 80), M.taken(M.alice, equity: 0),
      M.moved(5, of: M.linear, cost: 5_000, from: M.alice, to: M.vault),
      M.pay(1_000, Self.alices, Self.vaults, .takenOver),
    ]
  }

  @Test func `a takeover leaves nothing to the account and all to the backstop`() {
    let gold = M.pay(7, .outside, Self.alices, .deposit, of: M.gold)
    let goldTaken = M.pay(7, Self.alices, Self.vaults, .takenOver, of: M.gold)
    let audit = audit(M.rules, [longFive, gold], takeover + [goldTaken])
    #expect(audit.verdict() == nil)
    #expect(audit.equity(of: M.alice) == 0 && audit.position(of: M.alice, in: M.linear) == .flat)
    #expect(audit.position(of: M.vault, in: M.linear).lots == 5)
    #expect(audit.cost(of: M.vault, in: M.linear) == 5_000)
    #expect(audit.balance(of: Self.vaults) == 1_000 && audit.balance(of: Self.vaults, in: M.gold) == 7)
    #expect(audit.equity(of: M.vault) == 0)
  }

  /// The vault is short 3 lots at 90. Taking over 5 lots that cost 100 closes them: 3 × (90 − 100) × 10 = −300.
  @Test func `a takeover that closes part of the backstop's own position is realized`() {
    let shortThree = M.trade(3, of: M.linear, at: 90, buyer: M.bob, seller: M.vault)
    let realized = M.pay(300, Self.vaults, .costBasis(M.vault, M.linear), .realized)
    let audit = audit(M.rules, [longFive, shortThree], takeover + [realized])
    #expect(audit.verdict() == nil)
    #expect(audit.position(of: M.vault, in: M.linear).lots == 2)
    #expect(audit.cost(of: M.vault, in: M.linear) == 2_000)
    #expect(audit.balance(of: Self.vaults) == 700)
  }

  @Test func `a debt is taken over too`() {
    let loss = M.pay(1_100, Self.alices, Self.bobs, .assessed)
    #expect(rule(loss, M.taken(M.alice, equity: -100), M.pay(100, Self.vaults, Self.alices, .takenOver)) == nil)
  }

  @Test func `a takeover leaves nothing behind`() {
    let left = LedgerBreach.Rule.takeoverIncomplete(M.alice)
    #expect(rule(M.taken(M.alice, equity: 1_000)) == left)
    #expect(rule(M.taken(M.alice, equity: 1_000), M.pay(999, Self.alices, Self.vaults, .takenOver)) == left)
    #expect(
      rule(M.taken(M.alice, equity: 1_000), .blocked(M.bob), M.pay(1_000, Self.alices, Self.vaults, .takenOver)) == left
    )
    #expect(
      rule(
        longFive, M.mark(M.linear, 80), M.taken(M.alice, equity: 0), M.pay(1_000, Self.alices, Self.vaults, .takenOver))
        == left)
    let gold = M.pay(7, .outside, Self.alices, .deposit, of: M.gold)
    #expect(rule(gold, M.taken(M.alice, equity: 1_000), M.pay(1_000, Self.alices, Self.vaults, .takenOver)) == left)
  }

  @Test func `only the backstop takes over, and not itself, at the equity there is`() {
    #expect(rule(M.taken(M.alice, equity: 1_000, by: M.bob)) == .notTheBackstop(M.alice, backstop: M.bob))
    #expect(rule(M.taken(M.vault, equity: 0)) == .notTheBackstop(M.vault, backstop: M.vault))
    #expect(
      rule(M.taken(M.alice, equity: 999))
        == .equityDiffers(M.alice, stated: Money(units: 999), rebuilt: 1_000))
    let stranger = AccountID(number: 9)
    #expect(rule(M.taken(stranger, equity: 0)) == .unknownAccount(stranger))
    #expect(rule(M.taken(M.alice, equity: 0, by: stranger)) == .unknownAccount(stranger))
  }

  @Test func `nothing is taken over that no takeover speaks of`() {
    let money = M.pay(1, Self.bobs, Self.vaults, .takenOver)
    let uncalledFor = LedgerBreach.Rule.takeoverUncalledFor(from: Self.bobs, to: Self.vaults)
    #expect(rule(money) == uncalledFor)
    #expect(rule(M.taken(M.alice, equity: 1_000), money) == uncalledFor)
    let position = M.moved(-5, of: M.linear, cost: -5_000, from: M.bob, to: M.vault)
    #expect(rule(longFive, position) == .notSameOwner(M.bob, M.vault))
    #expect(rule(longFive, M.taken(M.alice, equity: 1_000), position) == .notSameOwner(M.bob, M.vault))
    // Once something else has happened the takeover is over.
    let late = M.moved(5, of: M.linear, cost: 5_000, from: M.alice, to: M.vault)
    #expect(
      audit(M.rules, [longFive], takeover, [longFive, .blocked(M.bob), late]).verdict()?.rule
        == .notSameOwner(M.alice, M.vault))
  }

  // MARK: Deleveraging

  @Test func `a deleveraged pair is a fill without a book`() {
    let profit = M.pay(60, Self.bobs, .costBasis(M.bob, M.linear), .realized)
    let loss = M.pay(60, .costBasis(M.alice, M.linear), Self.alices, .realized)
    // Alice sells 2 of her 5 at 103: she gains 2 × 3 × 10, and Bob, who was short, loses it.
    let audit = audit(
      M.rules, [longFive, M.deleveraged(2, of: M.linear, at: 103, M.alice, against: M.bob), loss, profit])
    #expect(audit.verdict() == nil)
    #expect(audit.position(of: M.alice, in: M.linear).lots == 3)
    #expect(audit.position(of: M.bob, in: M.linear).lots == -3)
    #expect(audit.cost(of: M.alice, in: M.linear) == 3_000 && audit.cost(of: M.bob, in: M.linear) == -3_000)
    #expect(audit.balance(of: Self.alices) == 1_060 && audit.balance(of: Self.bobs) == 940)
  }

  @Test func `deleveraging brings both positions nearer to flat`() {
    func enlarges(_ account: AccountID, _ before: Int64, _ after: Int64) -> LedgerBreach.Rule {
      .deleveragingEnlarges(
        account, M.linear, before: Position(lots: before), after: Position(lots: after))
    }
    #expect(
      rule(longFive, M.deleveraged(6, of: M.linear, at: 100, M.alice, against: M.bob)) == enlarges(M.alice, 5, -1))
    #expect(
      rule(longFive, M.deleveraged(2, of: M.linear, at: 100, M.alice, against: M.carol)) == enlarges(M.carol, 0, 2))
    #expect(
      rule(longFive, M.deleveraged(2, of: M.linear, at: 100, M.bob, against: M.alice)) == enlarges(M.bob, -5, -7))
    #expect(
      rule(longFive, M.deleveraged(2, of: M.linear, at: 100, M.alice, against: M.alice))
        == .deleveragedAgainstItself(M.alice))
    for (lots, ticks) in [(0, 100), (101, 100), (2, 0), (2, 10_001), (.min, .max)] as [(Int64, Int64)] {
      #expect(
        rule(longFive, M.deleveraged(lots, of: M.linear, at: ticks, M.alice, against: M.bob))
          == .beyondLimits(M.linear, Price(ticks: ticks), lots: lots))
    }
    #expect(
      rule(longFive, M.settled(M.linear, at: 100), M.deleveraged(2, of: M.linear, at: 100, M.alice, against: M.bob))
        == .contractIsSettled(M.linear))
  }

  /// The rest of an inverse contract's fill goes to rounding here too.
  @Test func `a deleveraged pair of an inverse contract leaves its rest to rounding`() {
    let long = M.trade(3, of: M.inverse, at: 7, buyer: M.alice, seller: M.bob)
    let pair = M.deleveraged(3, of: M.inverse, at: 7, M.alice, against: M.bob)
    let rest = M.pay(1, .costBasis(M.alice, M.inverse), .rounding, .rounded)
    #expect(rule(long, M.rest(of: M.bob), pair) == .restMissing(.costBasis(M.alice, M.inverse)))
    let settled = M.pay(1, Self.alices, .costBasis(M.alice, M.inverse), .realized)
    let other = M.pay(1, Self.bobs, .costBasis(M.bob, M.inverse), .realized)
    #expect(rule(long, M.rest(of: M.bob), pair, rest, settled, other) == nil)
  }

  // MARK: Layers of loss

  @Test func `a contribution is its member's, and pays for anybody's loss as far as it goes`() {
    let own = LedgerAccount.contribution(M.alice)
    let contributed = M.pay(300, Self.alices, own, .contributed)
    let audit = audit(
      M.rules, [contributed, M.pay(100, own, Self.alices, .contributed)],
      [M.pay(150, own, Self.bobs, .contributionUsed)])
    #expect(audit.verdict() == nil)
    #expect(audit.balance(of: own) == 50 && audit.contributionTotal == 50)
    #expect(audit.balance(of: Self.alices) == 800 && audit.balance(of: Self.bobs) == 1_150)
    #expect(rule(contributed, M.pay(301, own, Self.bobs, .contributionUsed)) == .contributionBelowZero(M.alice, -1))
    #expect(rule(contributed, M.pay(301, own, Self.alices, .contributed)) == .contributionBelowZero(M.alice, -1))
    let astray = LedgerAccount.contribution(M.bob)
    #expect(
      rule(M.pay(1, Self.alices, astray, .contributed)) == .transferAstray(.contributed, from: Self.alices, to: astray))
    let stranger = AccountID(number: 9)
    #expect(rule(M.pay(1, .contribution(stranger), Self.alices, .contributionUsed)) == .unknownAccount(stranger))
  }

  /// Bob is short 5 at 100; 200 of what he has gained by 80 go to Alice, and his lots cost him so much more.
  @Test func `gains are cut out of what a position cost, and leave its owner's cash`() {
    let cost = LedgerAccount.costBasis(M.bob, M.linear)
    let audit = audit(M.rules, [longFive, M.mark(M.linear, 80), M.pay(200, cost, Self.alices, .gainsCut)])
    #expect(audit.verdict() == nil)
    #expect(audit.balance(of: Self.bobs) == 1_000 && audit.balance(of: Self.alices) == 1_200)
    #expect(audit.cost(of: M.bob, in: M.linear) == -4_800)
    #expect(audit.unrealizedProfit(of: M.bob, in: M.linear) == 800)
    #expect(rule(M.pay(5, cost, Self.bobs, .gainsCut)) == .transferAstray(.gainsCut, from: cost, to: Self.bobs))
    #expect(
      rule(M.pay(5, Self.bobs, Self.alices, .gainsCut)) == .transferAstray(.gainsCut, from: Self.bobs, to: Self.alices))
  }

  @Test func `others' collateral pays assessments and charges on open interest`() {
    for reason in [TransferReason.assessed, .openInterestCharged] {
      #expect(rule(M.pay(5, Self.bobs, Self.alices, reason)) == nil)
      #expect(
        rule(M.pay(5, Self.bobs, .fund(.common), reason))
          == .transferAstray(reason, from: Self.bobs, to: .fund(.common)))
    }
  }

  @Test func `an owner tops its own sub-account up and nobody else's`() {
    #expect(rule(M.pay(5, Self.alices, .collateral(M.aliceApart), .toppedUp)) == nil)
    #expect(rule(M.pay(5, Self.bobs, .collateral(M.aliceApart), .toppedUp)) == .notSameOwner(M.bob, M.aliceApart))
  }

  @Test func `a fund that pays for a loss keeps its floor`() {
    var rules = M.rules
    rules.funds[0].floor = Money(units: 20)
    let paid = M.pay(30, .fund(M.common), Self.bobs, .shortfallCovered)
    #expect(audit(rules, [paid]).verdict() == nil)
    #expect(
      audit(rules, [paid, M.pay(1, .fund(M.common), Self.bobs, .shortfallCovered)]).verdict()?.rule
        == .fundBelowFloor(M.common, 19))
    // A loss that nobody paid is paid out of new money.
    let uncovered = M.pay(40, .uncovered, Self.bobs, .shortfallUncovered)
    #expect(audit(rules, [uncovered, M.pay(40, .fund(M.common), .uncovered, .shortfallCovered)]).verdict() == nil)
  }

  @Test func `who is given time or declined is an account`() {
    let stranger = AccountID(number: 9)
    #expect(rule(.graceGiven(GracePeriod(account: M.alice, until: .start))) == nil)
    #expect(rule(.graceGiven(GracePeriod(account: stranger, until: .start))) == .unknownAccount(stranger))
    #expect(rule(.takeoverDeclined(TakeoverDeclined(account: M.alice, .capital))) == nil)
    #expect(rule(.takeoverDeclined(TakeoverDeclined(account: stranger, .capital))) == .unknownAccount(stranger))
  }

  @Test func `breaches of the waterfall speak in words`() {
    let names = Names(instruments: ["PERP", "COIN"], accounts: ["alice", "bob", "carol", "too", "apart", "vault"])
    func text(_ bodies: Event.Body...) -> String? { audit(M.rules, bodies).verdict()?.text(names) }
    let count = M.opening.count
    #expect(
      text(M.taken(M.alice, equity: 1_000)) == "event \(count): alice was taken over, and something was left to it")
    #expect(
      text(M.pay(1, Self.bobs, Self.vaults, .takenOver))
        == "event \(count): the collateral of bob goes to the collateral of vault as taken over, and no takeover says so"
    )
    #expect(
      text(M.pay(1, .contribution(M.bob), Self.alices, .contributionUsed))
        == "event \(count): the contribution of bob fell to -1")
    #expect(
      text(longFive, M.deleveraged(6, of: M.linear, at: 100, M.alice, against: M.bob))
        == "event \(count + 1): deleveraging took alice from 5 to -1 lots of PERP")
  }
}

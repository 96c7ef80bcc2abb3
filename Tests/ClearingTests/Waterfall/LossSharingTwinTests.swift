import Clearing
import MarketTypes
import Testing

/// Who bears how much of a loss: against a division written down as the rules say it (LIQ-23 … LIQ-27).
@Suite("Shared losses, against a naive twin")
struct LossSharingTwinTests {
  /// Each its weight of the whole, up, until nothing is asked any more.
  private func shares(of asked: Int128, by weights: [Int128]) -> [Int128] {
    let whole = weights.reduce(0, +)
    var left = asked
    return weights.map { weight in
      let part = whole == 0 ? 0 : min(left, (asked * weight + whole - 1) / whole)
      left -= part
      return part
    }
  }

  /// An account that owes, and others in the same instrument with gains, losses and contributions; marked at 1,000.
  private func house(_ dice: inout Dice, losses: [LossLayer], owing debt: Int64) -> WaterfallHouse {
    var house = WaterfallHouse(
      [.perpetual(), .perpetual()], LiquidationRules().with { $0.losses = losses },
      funds: [
        FundRules(
          claimLimit: dice.once(in: 2) ? Money(units: dice.throwing(0...400)) : nil,
          floor: Money(units: dice.throwing(0...100))), FundRules(),
      ])
    house.mark(1_000)
    house.mark(1_000, in: second)
    let bankrupt = house.account()
    if dice.once(in: 2) { house.fund(dice.throwing(1...800)) }
    if dice.once(in: 2) { house.fund(dice.throwing(1...800), FundID(number: 1)) }
    for _ in 0..<dice.throwing(1...7) {
      let other = house.account(dice.once(in: 5) ? .exempt : .cross, with: dice.throwing(1...400))
      if dice.once(in: 2) { house.contribute(dice.throwing(1...house.collateral(other)), by: other) }
      if dice.once(in: 4) { continue }
      let instrument = dice.once(in: 6) ? second : first
      house.open(dice.throwing(-9...9) * 2 + 1, at: 1_000 + dice.throwing(-40...40), of: other, in: instrument)
    }
    house.open(1, at: 1_000 + debt, of: bankrupt)
    house.close(bankrupt, at: 1_000)
    if dice.once(in: 3) {
      // Its own contribution stays when the rest of it is gone.
      house.deposit(50, to: bankrupt)
      house.contribute(50, by: bankrupt)
    }
    return house
  }

  private let bankrupt = AccountID(number: 1)

  // LIQ-23, LIQ-24, LIQ-25, LIQ-26, LIQ-27: layers in random order with random limits, each reckoned by hand.
  @Test(arguments: UInt64(0)..<400)
  func `each layer pays in its order what its rule says and no more than its limit`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let assessment = Rate.perMillion(dice.throwing(1...3_000_000))
    let kinds: [LossLayer.Kind] = [
      .fund, .capital(FundID(number: 1)), .ownContribution, .members, .assessment(assessment), .gains, .openInterest,
    ]
    let layers = kinds.shuffled(using: &dice).prefix(dice.throwing(0..<8)).map { kind in
      LossLayer(kind, limit: dice.once(in: 3) ? Money(units: dice.throwing(0...300)) : nil)
    }
    let debt = dice.throwing(1...2_500)
    var house = house(&dice, losses: layers, owing: debt)
    var expected: [String] = []
    var left = Int128(debt)
    for layer in layers where left > 0 {
      let asked = min(left, Int128(layer.limit?.units ?? .max))
      let paid = payments(asked, layer.kind, in: house, so: expected)
      for payment in paid where payment.units > 0 {
        expected.append("\(payment.source) \(payment.units)")
        left -= payment.units
      }
    }
    let uncovered = house.cover(bankrupt)
    #expect(Int128(uncovered) == left, "seed \(seed): \(layers)")
    if left > 0 { expected.append("uncovered \(left)") }
    let told = house.moved.map { "\(Self.name($0.from)) \($0.amount.units)" }
    #expect(told == expected, "seed \(seed): \(layers)")
    #expect(house.collateral(bankrupt) == 0)
  }

  /// What a layer pays, account by account. A layer comes up once; what an earlier one took of the same purse is in `told`.
  private func payments(
    _ asked: Int128, _ kind: LossLayer.Kind, in house: borrowing WaterfallHouse, so told: [String]
  ) -> [(source: String, units: Int128)] {
    func taken(_ source: String) -> Int128 {
      told.filter { $0.hasPrefix(source + " ") }.reduce(0) { $0 + Int128($1.split(separator: " ").last!)! }
    }
    let others = (0..<house.house.accountCount).map { AccountID(number: Int32($0)) }.filter { $0 != bankrupt }
    func cash(_ account: AccountID) -> Int128 {
      Int128(house.collateral(account)) - taken("cash \(account.number)")
    }
    func given(_ account: AccountID) -> Int128 {
      Int128(house.house.contribution(of: account).units) - taken("contribution \(account.number)")
    }
    /// Who owes money itself and holds nothing bears nothing.
    func bears(_ account: AccountID) -> Bool { house.collateral(account) >= 0 || !house.house.isFlat(account) }
    func fund(_ number: UInt8) -> Int128 {
      let rules = house.rules.funds[Int(number)]
      let spare = house.fund(FundID(number: number)) - Int128(rules.floor.units)
      return max(0, min(spare, Int128(rules.claimLimit?.units ?? .max)))
    }
    switch kind {
    case .fund: return [("fund 0", min(asked, fund(0)))]
    case .capital(let number): return [("fund \(number.number)", min(asked, fund(number.number)))]
    case .ownContribution: return [("contribution 1", min(asked, given(bankrupt)))]
    case .members:
      let weights = others.map { bears($0) ? given($0) : 0 }
      let parts = shares(of: min(asked, weights.reduce(0, +)), by: weights)
      return zip(others, parts).map { ("contribution \($0.number)", $1) }
    case .assessment(let rate):
      // By what they pledged, whatever losses have used of it.
      let weights = others.map { bears($0) ? Int128(house.house.contribution(of: $0).units) : 0 }
      let most = weights.reduce(0, +) * Int128(rate.partsPerBillion) / 1_000_000_000
      let parts = shares(of: min(asked, most), by: weights)
      return zip(others, parts).map { ("cash \($0.number)", min($1, max(0, cash($0)))) }
    case .gains:
      let gains = others.map { max(0, house.gain($0)) }
      let parts = shares(of: min(asked, gains.reduce(0, +)), by: gains)
      return zip(others, parts).map { ("cost \($0.number)", $1) }
    case .openInterest:
      let parts = shares(of: asked, by: others.map { Int128(abs(house.position($0))) })
      return zip(others, parts).map { account, part in
        let equity =
          Int128(house.house.figures(of: account).equity) - taken("cash \(account.number)")
          - taken("cost \(account.number)")
        return ("cash \(account.number)", house.house.isMargined(account) ? min(part, max(0, equity)) : part)
      }
    }
  }

  private static func name(_ account: LedgerAccount) -> String {
    switch account {
    case .collateral(let owner): "cash \(owner.number)"
    case .costBasis(let owner, _): "cost \(owner.number)"
    case .contribution(let owner): "contribution \(owner.number)"
    case .fund(let fund): "fund \(fund.number)"
    case .uncovered: "uncovered"
    default: "\(account)"
    }
  }
}

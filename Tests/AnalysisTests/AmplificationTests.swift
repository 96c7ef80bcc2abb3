import MarketTypes
import Testing

@testable import Analysis

/// What liquidations added to a displacement, and what the funds hold.
@Suite struct `Ratios of a counterfactual` {
  private func ratios(_ with: Int64, _ without: Int64) -> [Double?] {
    let amplification = Amplification(with: PriceChange(ticks: with), without: PriceChange(ticks: without))
    return [amplification.ratio, amplification.forcedShare]
  }

  @Test func `amplification is with over without, the forced share what is left of with`() {
    #expect(ratios(-200, -50) == [4, 0.75])
    #expect(ratios(-50, -50) == [1, 0])
    // Without liquidations it went the other way.
    #expect(ratios(-100, 25) == [-4, 1.25])
  }

  @Test func `what would be divided by nothing is undefined`() {
    #expect(ratios(-200, 0) == [nil, 1])
    #expect(ratios(0, -50) == [0, nil])
    #expect(ratios(0, 0) == [nil, nil])
  }

  /// Of the run without liquidations nothing belongs to a cascade: its whole way counts.
  @Test func `of two paths the cascade's displacement stands over the whole run's`() {
    var (path, other) = (MarkPath(before: Price(ticks: 1_000)), MarkPath(before: Price(ticks: 1_000)))
    path.take(Price(ticks: 900))
    path.claim()
    path.take(Price(ticks: 1_500))
    for ticks in [Int64(960), 980] { other.take(Price(ticks: ticks)) }
    #expect(Amplification(of: path, over: other).ratio == 2.5)
    #expect(Amplification(of: path, over: other).forcedShare == 0.6)
  }

  @Test func `the funds are one balance, which money between them does not change`() {
    var funds = FundBalance()
    func take(_ amount: Int64, _ from: LedgerAccount, _ to: LedgerAccount, of asset: AssetID = .settlement) -> Bool {
      funds.take(Transfer(from: from, to: to, amount: Money(units: amount), asset: asset, reason: .deposit))
    }
    let alice = LedgerAccount.collateral(HandMade.alice)
    #expect(take(70, .outside, .fund(HandMade.common)) && take(30, alice, .fund(HandMade.second)))
    #expect(!take(20, .fund(HandMade.common), .fund(HandMade.second)) && funds.total == 100)
    #expect(!take(9, .outside, alice) && !take(9, .outside, .fund(HandMade.common), of: HandMade.gold))
    #expect(take(110, .fund(HandMade.common), alice) && funds.total == -10)
  }
}

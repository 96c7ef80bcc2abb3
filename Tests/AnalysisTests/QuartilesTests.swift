import Analysis
import Testing

/// Type 7 of Hyndman and Fan: the quantile of share q of n sorted values stands at place (n − 1) × q.
@Suite struct `Quartiles of a sample` {
  @Test func `stand between values by straight line`() {
    // Places 0.75, 1.5 and 2.25 of 1, 2, 4, 8.
    let quartiles = Quartiles(of: [8, 1, 4, 2])
    #expect(quartiles?.least == 1 && quartiles?.largest == 8)
    #expect(quartiles?.lower == 1.75 && quartiles?.median == 3 && quartiles?.upper == 5)
  }

  @Test func `are values themselves where a place is whole`() {
    let quartiles = Quartiles(of: [50, 10, 40, 20, 30])
    #expect(quartiles?.lower == 20 && quartiles?.median == 30 && quartiles?.upper == 40)
  }

  @Test func `of one value are that value, of none there are none`() {
    let one = Quartiles(of: [7])
    #expect(one?.least == 7 && one?.lower == 7 && one?.median == 7 && one?.upper == 7 && one?.largest == 7)
    #expect(Quartiles(of: []) == nil)
  }
}

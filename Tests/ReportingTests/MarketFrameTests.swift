import Analysis
import MarketTypes
import Reporting
import Testing

@Suite("A market that is watched")
struct MarketFrameTests {
  private static func level(_ price: Int64, _ lots: Int64) -> BookLevel {
    BookLevel(Price(ticks: price), Quantity(lots: lots))
  }

  private static let frame = MarketFrame(
    scenario: "storm", instrument: "X", time: TimeSpan(nanoseconds: 1_500_000_000),
    duration: TimeSpan(nanoseconds: 90_000_000_000), marks: [100, 90, 95].map { Price(ticks: $0) },
    bids: [level(94, 4), level(93, 16)], asks: [level(96, 8)], health: [1, 0, 0, 0, 0, 4, 2], rounds: 2,
    liquidated: 3, forced: ["1 s  eve sells 2 X at 94", "1.4 s  dan sells 1 X at 93"])

  @Test
  func `book, mark, health and forced orders stand below each other`() {
    let lines = Self.frame.lines(width: 31, height: 30, styled: false)
    #expect(lines[0] == "storm  1.5 s of 90 s  2 rounds,")
    // Sixteen lots are the longest bar, so that four have a quarter of it and eight a half.
    #expect(lines[3...5] == ["          bids   asks", "      ██  4 94   96  8 ████", "████████ 16 93   "])
    #expect(lines.contains { $0.hasPrefix("below 1 ") })
    #expect(lines.suffix(2) == ["1 s  eve sells 2 X at 94", "1.4 s  dan sells 1 X at 93"])
  }

  @Test(arguments: [1, 10, 24, 31, 60, 200], [1, 5, 12, 24, 50])
  func `nothing is wider or higher than the terminal`(width: Int, height: Int) {
    let lines = Self.frame.lines(width: width, height: height, styled: false)
    #expect(lines.count <= height)
    #expect(lines.allSatisfy { $0.count <= width }, "\(lines)")
  }

  @Test
  func `colour changes nothing but colour`() {
    let plain = Self.frame.lines(width: 80, height: 40, styled: false)
    let styled = Self.frame.lines(width: 80, height: 40, styled: true)
    #expect(styled.contains { $0.contains("\u{1B}[") })
    #expect(styled.map { $0.replacing(/\u{1B}\[[0-9;]*m/, with: "") } == plain)
  }

  // FIG-1: below 1 an account is under its margin.
  @Test
  func `health is counted in bands that leave nothing out`() {
    let healths: [(Int64, Int)] = [
      (-5, 0), (999_999_999, 0), (1_000_000_000, 1), (1_100_000_000, 2), (1_499_999_999, 3), (1_500_000_000, 4),
      (4_999_999_999, 5), (5_000_000_000, 6), (.max, 6),
    ]
    for (parts, band) in healths { #expect(HealthBand.index(of: Rate(partsPerBillion: parts)) == band, "\(parts)") }
  }

  @Test
  func `a pipe gets all of it in one line`() {
    #expect(
      Self.frame.plainLine == "storm  1.5 s of 90 s  2 rounds, 3 accounts liquidated  mark X 95  bid 94 ask 96")
  }
}

import Journaling
import MarketTypes
import Notation
import Testing

/// What `docs/transcripts.md` says is what we read and write.
struct TranscriptsPageTests {
  private static let text = page("transcripts.md")

  @Test(arguments: blocks("transcript", of: text))
  func `the page's transcripts can be read`(example: String) throws {
    let transcript = try Transcript(parsing: SourceText(name: "transcripts.md", example))
    #expect(!transcript.commands.isEmpty)
  }

  @Test func `each event has a row`() {
    for kind in EventKind.allCases { #expect(Self.text.contains("\n| \(kind) | `"), "\(kind)") }
  }

  @Test func `the defaults on the page are those of a bare instrument`() throws {
    let bare = try Transcript(parsing: SourceText(name: "bare", "> instrument BTC\n> liquidation\n"))
    let spelt = try Transcript(
      parsing: SourceText(
        name: "spelt",
        """
        > instrument BTC tick-value 1 maximum-price 1000000 maximum-position 1000000 maker-fee 0 taker-fee 0 \
        initial-margin 0.1 maintenance 0.05 mark last lot-size 1 tick-size 1 matching price-time reopening-call 0s
        > liquidation on threshold below limit market pacing immediate 1000 order synchronous
        > venue self-trade-prevention none day-length 86400s

        """))
    #expect(bare.rules == spelt.rules)
    #expect(bare.rules.liquidation == LiquidationRules())
  }
}

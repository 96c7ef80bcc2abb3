import MarketData
import MarketTypes
import Notation
import Testing

struct BinanceCheckTests {
  @Test func `the made-up session fits together`() throws {
    let check = try BinanceCheck(MadeUpSession.text(), units: .btcusdtPerpetual)
    #expect(check.lines == 16)
    #expect(check.depthUpdates == 6)
    #expect(check.levelChanges == 15)
    #expect(check.bookTickers == 4)
    #expect(check.trades == 4)
    #expect(check.others == 1)
    #expect(check.stampsBack == 1)
    #expect(check.appliedUpdates == 5)
    #expect(check.staleUpdates == 1)
    #expect(check.gaps == 0)
    #expect(check.crossed == 0)
    #expect([check.compared, check.equalPrices, check.equalTops] == [5, 5, 5])
    #expect([check.tickersMet, check.tickersWithPrices, check.tickersWithTop] == [3, 2, 1])
    #expect(check.length.nanoseconds == 300_000_000)
    #expect(check.firstFault == nil)
  }

  @Test func `a gap and a crossed book are counted and the first is shown`() throws {
    let check = try BinanceCheck(
      binanceLog(
        snapshot(5, bids: #"["100","1"]"#, asks: #"["101","1"]"#),
        depthUpdate(5, 6, previous: 4, bids: #"["101.5","1"]"#), depthUpdate(8, 9, previous: 7),
        depthUpdate(10, 11, previous: 9)), units: .btcusdtPerpetual)
    #expect(check.crossed == 1)
    #expect(check.gaps == 1)
    #expect(check.appliedUpdates == 1)
    let first = check.firstFault?.rendered().prefix { $0 != "\n" }
    let fault = "found a book of bid 1015 and ask 1010 ticks, expected a bid below the ask"
    #expect(first.map(String.init) == "session.log:2:1: error: \(fault)")
  }

  @Test func `a gap and a crossed book among updates that were held are shown with their own lines`() throws {
    let later = snapshot(7, bids: #"["100","1"]"#, asks: #"["101","1"]"#)
    let gap = try BinanceCheck(
      binanceLog(depthUpdate(5, 8), depthUpdate(30, 33), depthUpdate(34, 40), later, snapshot(35), depthUpdate(41, 46)),
      units: .btcusdtPerpetual)
    #expect([gap.gaps, gap.appliedUpdates, gap.staleUpdates, gap.oldSnapshots] == [1, 3, 1, 0])
    #expect(gap.firstFault?.rendered().hasPrefix("session.log:2:1: error: found an update of U 30, u 33") == true)
    let crossed = try BinanceCheck(
      binanceLog(depthUpdate(5, 8, bids: #"["101","1"]"#), later), units: .btcusdtPerpetual)
    #expect([crossed.crossed, crossed.gaps] == [1, 0])
    #expect(crossed.firstFault?.rendered().hasPrefix("session.log:1:1: error: found a book of bid 1010") == true)
  }

  @Test func `a snapshot's own crossed book is counted`() throws {
    let check = try BinanceCheck(
      binanceLog(snapshot(5, bids: #"["102","1"]"#, asks: #"["101","1"]"#)), units: .btcusdtPerpetual)
    #expect(check.crossed == 1)
    let first = check.firstFault?.rendered().prefix { $0 != "\n" }
    let fault = "found a book of bid 1020 and ask 1010 ticks, expected a bid below the ask"
    #expect(first.map(String.init) == "session.log:1:1: error: \(fault)")
  }

  @Test func `snapshots that are too old are counted and passed over`() throws {
    let check = try BinanceCheck(
      binanceLog(
        depthUpdate(30, 33), snapshot(20), depthUpdate(34, 40), snapshot(35), snapshot(36), depthUpdate(41, 46)),
      units: .btcusdtPerpetual)
    #expect([check.snapshots, check.oldSnapshots] == [3, 2])
    #expect([check.appliedUpdates, check.staleUpdates, check.gaps] == [2, 1, 0])
    #expect(check.firstFault == nil)
  }

  @Test func `a ticker that says other sizes or prices is counted`() throws {
    func ticker(_ id: Int64, _ bid: String, _ quantity: String) -> String {
      #"{"e":"bookTicker","u":\#(id),"b":"\#(bid)","B":"\#(quantity)","a":"101","A":"1"}"#
    }
    let check = try BinanceCheck(
      binanceLog(
        snapshot(5, bids: #"["100","1"]"#, asks: #"["101","1"]"#), ticker(6, "100", "1"),
        depthUpdate(5, 6, previous: 4), ticker(7, "100", "2"), depthUpdate(7, 7, previous: 6), ticker(8, "99", "1"),
        depthUpdate(8, 8, previous: 7)), units: .btcusdtPerpetual)
    #expect([check.compared, check.equalPrices, check.equalTops] == [3, 2, 1])
    #expect([check.tickersMet, check.tickersWithPrices, check.tickersWithTop] == [3, 2, 1])
  }
}

/// The checks of `docs/market-data.md` on the recorded sessions, with the figures found there.
@Suite(.enabled(if: HistoricalData.isAvailable, "\(HistoricalData.absence)"))
struct BinanceRecordedTests {
  @Test func `no update of the perpetual is missing, and each agrees with the best prices by number`() throws {
    let text = try HistoricalData.unzipped("crypto/binance_usdm_btcusdt_20240808.gz")
    let check = try BinanceCheck(text, units: .btcusdtPerpetual)
    #expect(check.lines == 93_954)
    #expect(check.depthUpdates == 6_551)
    #expect(check.levelChanges == 443_521)
    #expect(check.bookTickers == 66_089)
    #expect(check.trades == 21_313)
    #expect(check.snapshots == 1)
    #expect([check.appliedUpdates, check.staleUpdates, check.gaps, check.crossed] == [6_547, 4, 0, 0])
    #expect([check.compared, check.equalPrices, check.equalTops] == [6_547, 6_547, 6_547])
    #expect([check.tickersMet, check.tickersWithPrices, check.tickersWithTop] == [66_046, 41_554, 389])
  }

  @Test func `nor is one of the spot market`() throws {
    let text = try HistoricalData.unzipped("crypto/binance_spot_btcusdt_20240808.gz")
    let check = try BinanceCheck(text, units: BinanceUnits(tickSize: 1_000_000, lotSize: 1))
    #expect([check.depthUpdates, check.bookTickers, check.trades] == [3_451, 28_040, 9_757])
    #expect([check.appliedUpdates, check.staleUpdates, check.gaps, check.crossed] == [3_449, 2, 0, 0])
    #expect([check.compared, check.equalPrices, check.equalTops] == [3_449, 3_449, 3_449])
  }

  @Test func `played alone the venue's best prices and sizes are the recorded ones after every update`() throws {
    let text = try HistoricalData.unzipped("crypto/binance_usdm_btcusdt_20240808.gz")
    let alone = try PlayedAlone(text, comparesLevels: false)
    #expect(alone.updates == 6_546)
    #expect(alone.sameTops == 6_546)
    #expect([alone.refusals, alone.trades] == [0, 21_308])
    #expect(alone.lotsMetByQuotes == 0)
    #expect([alone.lotsTraded, alone.lotsFilled, alone.lotsFilledBetter] == [2_429_090, 2_256_265, 398_922])
  }
}

import MarketData
import MarketTypes
import Notation
import Testing

struct BinanceReaderTests {
  @Test func `each kind of message is read`() throws {
    let read = try binanceMessages(
      in: binanceLog(
        depthUpdate(5, 9, previous: 4, bids: #"["100.00","0.010"],["99.9","0"]"#, asks: #"["100.10","1.000"]"#),
        depthUpdate(5, 9, bids: #"["0.1","1"]"#),
        snapshot(7, bids: #"["100","2.5"]"#, asks: #"["100.1000","0.0010"]"#),
        #"{"e":"bookTicker","u":12,"s":"COIN","b":"100.00","B":"0.500","a":"100.10","A":"3.000","T":1,"E":1}"#,
        trade(3, "100.10", "0.004", isBuyerMaker: true), trade(4, "100.10", "0.000", isBuyerMaker: false, "ADL")))
    #expect(
      read.map(\.message.body) == [
        .depthUpdate(BinanceDepthUpdate(firstID: 5, lastID: 9, previousID: 4)),
        .depthUpdate(BinanceDepthUpdate(firstID: 5, lastID: 9, previousID: nil)),
        .snapshot(BinanceSnapshot(lastUpdateID: 7)),
        .bookTicker(
          BinanceBookTicker(
            updateID: 12,
            top: DepthTop(
              bid: Price(ticks: 1_000), Quantity(lots: 500), ask: Price(ticks: 1_001), Quantity(lots: 3_000)))),
        .trade(
          BinanceTrade(
            tradeID: 3, price: Price(ticks: 1_001), quantity: Quantity(lots: 4), takerSide: .sell, isInBook: true)),
        .trade(
          BinanceTrade(
            tradeID: 4, price: Price(ticks: 1_001), quantity: .zero, takerSide: .buy, isInBook: false)),
      ])
    #expect(read[0].levels == [level(.buy, 1_000, 10), level(.buy, 999, 0), level(.sell, 1_001, 1_000)])
    #expect(read[1].levels == [level(.buy, 1, 1_000)])
    #expect(read[2].levels == [level(.buy, 1_000, 2_500), level(.sell, 1_001, 1)])
    #expect(read[3].levels.isEmpty)
    #expect(read.map(\.message.time.nanoseconds) == (0..<6).map { 1_700_000_000_000_000_000 + 1_000_000 * $0 })
  }

  /// The spot market neither names its best prices nor says where a trade was, and old trades have numbers of orders in
  /// the members that elsewhere are prices.
  @Test func `the spot market's messages are read, wrapped or bare`() throws {
    let ticker = #"{"u":12,"s":"COIN","b":"100.00","B":"0.5","a":"100.1","A":"3"}"#
    let old = #"{"e":"trade","s":"COIN","t":8,"p":"100.1","q":"1","b":88,"a":50,"T":1,"m":false,"M":true}"#
    for lines in [[ticker, old], [#"{"stream":"x","data":\#(ticker)}"#, #"{"data":\#(old),"stream":"x"}"#]] {
      let read = try binanceMessages(in: binanceLog(lines)).map(\.message.body)
      let top = DepthTop(bid: Price(ticks: 1_000), Quantity(lots: 500), ask: Price(ticks: 1_001), Quantity(lots: 3_000))
      let trade = BinanceTrade(
        tradeID: 8, price: Price(ticks: 1_001), quantity: Quantity(lots: 1_000), takerSide: .buy)
      #expect(read == [.bookTicker(BinanceBookTicker(updateID: 12, top: top)), .trade(trade)])
    }
  }

  @Test func `messages of other kinds are skipped, whatever is in them, and counted`() throws {
    let inside = #""p":"100.123456","b":[[],{}],"k":{"a":[1,-2.5e3,"\"{"]}"#
    let other = #"{"stream":"x","data":{"e":"markPriceUpdate",\#(inside)}}"#
    var reader = try BinanceReader(
      binanceLog(other, #"{"result":null,"id":1}"#, trade(1, "1", "1", isBuyerMaker: true)), units: .btcusdtPerpetual)
    #expect(try reader.next()?.body != nil)
    #expect(try reader.next() == nil)
    #expect(reader.others == 2)
  }

  @Test(arguments: [
    "{}", "[]", #"[{"e":"trade"},-1]"#, #"{"data":{}}"#, #"{"data":null}"#,
    #"{"stream":"!miniTicker@arr","data":[{"e":"24hrMiniTicker","c":"1"}]}"#,
  ])
  func `whatever else is an object or a list is of another kind`(message: String) throws {
    var reader = try BinanceReader(binanceLog("1 " + message), units: .btcusdtPerpetual)
    #expect(try reader.next() == nil)
    #expect(reader.others == 1)
  }

  /// `@depth5` and its like: as a snapshot it would take all other levels away.
  @Test func `what looks like a snapshot inside a wrapper is a part of the book, and skipped`() throws {
    let part = #"{"lastUpdateId":12,"bids":[["100.123","1"]],"asks":[]}"#
    let log = binanceLog(#"{"stream":"coin@depth5@100ms","data":\#(part)}"#, snapshot(13))
    var reader = try BinanceReader(log, units: .btcusdtPerpetual)
    #expect(try reader.next()?.body == .snapshot(BinanceSnapshot(lastUpdateID: 13)))
    #expect(reader.others == 1)
  }

  @Test func `the highest numbers and the latest stamp are read`() throws {
    let read = try binanceMessages(
      in: binanceLog("4611686018427387904 " + depthUpdate(.max - 1, .max - 1, previous: .max - 1)))
    #expect(read.map(\.message.time.nanoseconds) == [1 << 62])
    #expect(
      read.map(\.message.body) == [
        .depthUpdate(BinanceDepthUpdate(firstID: .max - 1, lastID: .max - 1, previousID: .max - 1))
      ])
  }

  @Test func `a stamp before that of the line above is the same moment and is counted`() throws {
    let text = binanceLog(
      "500 " + trade(1, "1", "1", isBuyerMaker: true), "400 " + trade(2, "1", "1", isBuyerMaker: true),
      "450 " + trade(3, "1", "1", isBuyerMaker: true), "501 " + trade(4, "1", "1", isBuyerMaker: true))
    var reader = try BinanceReader(text, units: .btcusdtPerpetual)
    var times: [Int64] = []
    while let message = try reader.next() { times.append(message.time.nanoseconds) }
    #expect(times == [500, 500, 500, 501])
    #expect(reader.stampsBack == 2)
  }

  @Test func `lines may end with CR LF and the last with nothing`() throws {
    let one = "1 " + trade(1, "1", "1", isBuyerMaker: true)
    let two = "2 " + trade(2, "1", "1", isBuyerMaker: true)
    for text in ["\(one)\n\(two)\n", "\(one)\r\n\(two)\r\n", "\(one)\n\(two)"] {
      #expect(try binanceMessages(in: SourceText(name: "session.log", text)).count == 2)
    }
  }

  /// The naive twin goes through decimal text digit by digit.
  @Test func `decimals become ticks and lots exactly, or are refused`() throws {
    var random = SplitMix(seed: 4)
    for _ in 0..<300 {
      let places = Int.random(in: 0...8, using: &random)
      let digits = Int64.random(in: 0...999_999, using: &random)
      let text = decimalText(digits, scale: places)
      let units = BinanceUnits(
        tickSize: [1, 5, 100, 10_000_000].randomElement(using: &random) ?? 1,
        lotSize: [1, 1_000, 100_000].randomElement(using: &random) ?? 1)
      var scaled = digits
      for _ in places..<8 { scaled *= 10 }
      let log = binanceLog(depthUpdate(1, 1, bids: #"["\#(decimalText(units.tickSize, scale: 8))","\#(text)"]"#))
      let isWhole = scaled % units.lotSize == 0 && scaled / units.lotSize <= 1 << 40
      #expect(
        (try? binanceMessages(in: log, units: units).first?.levels.first?.quantity.lots)
          == (isWhole ? scaled / units.lotSize : nil), "\(text) in lots of \(units.lotSize)")
      let priced = binanceLog(depthUpdate(1, 1, bids: #"["\#(text)","0"]"#))
      let isTick = scaled > 0 && scaled % units.tickSize == 0 && scaled / units.tickSize < 1 << 32
      #expect(
        (try? binanceMessages(in: priced, units: units).first?.levels.first?.price.ticks)
          == (isTick ? scaled / units.tickSize : nil), "\(text) in ticks of \(units.tickSize)")
    }
  }
}

import Foundation
import MarketData
import MarketTypes
import Notation

/// A log written by hand: one message a line, a millisecond apart from the last, unless a line brings its own stamp.
func binanceLog(_ lines: String...) -> SourceText { binanceLog(lines) }
func binanceLog(_ lines: [String]) -> SourceText {
  let stamped = lines.enumerated().map { index, line in
    line.hasPrefix("{") ? "\(1_700_000_000_000_000_000 + 1_000_000 * index) \(line)\n" : "\(line)\n"
  }
  return SourceText(name: "session.log", stamped.joined())
}

/// A depth update as the perpetual's stream says it; without `previous`, as the spot market's.
func depthUpdate(
  _ first: Int64, _ last: Int64, previous: Int64? = nil, bids: String = "", asks: String = ""
) -> String {
  let previous = previous.map { #","pu":\#($0)"# } ?? ""
  return #"{"e":"depthUpdate","E":1,"s":"COIN","U":\#(first),"u":\#(last)\#(previous),"b":[\#(bids)],"a":[\#(asks)]}"#
}

func snapshot(_ last: Int64, bids: String = "", asks: String = "") -> String {
  #"{"lastUpdateId":\#(last),"bids":[\#(bids)],"asks":[\#(asks)]}"#
}

func trade(
  _ id: Int64, _ price: String, _ quantity: String, isBuyerMaker: Bool, _ origin: String = "MARKET"
) -> String {
  #"{"e":"trade","t":\#(id),"p":"\#(price)","q":"\#(quantity)","X":"\#(origin)","m":\#(isBuyerMaker)}"#
}

/// Ticks of 0.1, lots of 0.001.
func level(_ side: Side, _ ticks: Int64, _ lots: Int64) -> DepthLevel {
  DepthLevel(side, Price(ticks: ticks), Quantity(lots: lots))
}

/// All messages of a log, with the levels of each.
func binanceMessages(
  in text: SourceText, units: BinanceUnits = .btcusdtPerpetual
) throws(Diagnostics) -> [(message: BinanceMessage, levels: [DepthLevel])] {
  var reader = try BinanceReader(text, units: units)
  var messages: [(message: BinanceMessage, levels: [DepthLevel])] = []
  while let message = try reader.next() { messages.append((message, reader.levels)) }
  return messages
}

/// The session made up for tests and documents.
enum MadeUpSession {
  static func text() throws -> SourceText {
    var folder = URL(filePath: #filePath)
    for _ in 0..<4 { folder = folder.deletingLastPathComponent() }
    let file = folder.appending(path: "fixtures/recordings/binance-session.log")
    return SourceText(name: "session.log", bytes: [UInt8](try Data(contentsOf: file)))
  }
}

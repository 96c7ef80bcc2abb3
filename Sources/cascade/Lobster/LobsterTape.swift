import Analysis
import MarketData
import MarketTypes
import Notation

extension MarketTape {
  /// A LOBSTER day: each message with the best prices of its row of the book. Prices are in dollars times 10,000, a tick is
  /// a cent.
  ///
  /// Refuses what the readers refuse, files of different length, and files of which more than one row in a hundred does
  /// not follow from the row before it: these do not belong together.
  init(messages: SourceText, book: SourceText) throws {
    let check = try LobsterTransitionCheck(messages: messages, book: book)
    if check.mismatches * 100 > check.checked {
      throw Failure(
        .badInput,
        "\(book.name) is not the book of \(messages.name): \(check.mismatches) of \(check.checked) rows do not follow",
        hint: "cascade import lobster shows the first of them")
    }
    var messageReader = try LobsterMessageReader(messages)
    var bookReader = try LobsterBookReader(book)
    var row = LobsterBookRow(levelCount: bookReader.levelCount)
    self.init(tickSize: LobsterPrice.cent.tenThousandths, visibleLevels: bookReader.levelCount)
    while let message = try messageReader.next() {
      let time = Time(nanoseconds: message.time.nanoseconds)
      sampleDepth(upTo: time, bids: row.bids.lazy.map(\.size.lots), asks: row.asks.lazy.map(\.size.lots))
      guard try bookReader.read(into: &row), let kind = MarketMessage.Kind(message) else { continue }
      append(
        MarketMessage(
          time: time, kind: kind, side: message.side, order: message.orderID, size: message.size.lots,
          price: message.price.tenThousandths, bid: row.top.bid?.price.tenThousandths ?? 0,
          ask: row.top.ask?.price.tenThousandths ?? 0))
    }
  }
}

extension MarketMessage.Kind {
  /// `nil` when quoting resumes, for trading does not yet.
  fileprivate init?(_ message: LobsterMessage) {
    switch message.kind {
    case .submission: self = .new
    case .partialCancel: self = .partialCancel
    case .deletion: self = .deletion
    case .execution: self = .execution
    case .hiddenExecution: self = .hiddenExecution
    case .cross: self = .cross
    case .halt:
      switch message.price.tenThousandths {
      case 0: return nil
      case 1: self = .resume
      default: self = .pause
      }
    }
  }
}

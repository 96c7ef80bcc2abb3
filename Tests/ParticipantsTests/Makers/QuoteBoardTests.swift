import MarketTypes
import Testing

@testable import Participants

/// What a board sends when it settles.
@Suite struct QuoteBoardTests {
  @Test(arguments: [QuoteBoard.Style.replacing, .amending])
  func `a quote that was asked to leave is sent anew when it is wanted again`(style: QuoteBoard.Style) {
    var board = QuoteBoard(.of(makerAccount))
    let first = settle(&board, style, bidding: Price(ticks: 100))
    #expect(first.count == 1)
    #expect(settle(&board, style, bidding: Price(ticks: 100)).isEmpty)
    let second = settle(&board, style, bidding: nil)
    guard case .cancel = second.first else {
      Issue.record("\(second) is no cancel")
      return
    }
    // Its cancel is on its way: the quote counts as gone.
    let third = settle(&board, style, bidding: Price(ticks: 100))
    guard case .submit(let order) = third.first else {
      Issue.record("\(third) is no order")
      return
    }
    #expect(third.count == 1 && order.limit == Price(ticks: 100) && order.client == ClientOrderID(number: 2))
  }

  private func settle(_ board: inout QuoteBoard, _ style: QuoteBoard.Style, bidding price: Price?) -> [Command.Action] {
    board.begin()
    if let price { board.want(.buy, price, Quantity(lots: 10)) }
    var outbox = Outbox()
    board.settle(style, &outbox)
    return (0..<outbox.count).map { outbox[$0] }
  }
}

import MarketData
import MarketTypes
import Notation

/// A recorded day played twice: as edits into a book, and as order flow into an exchange with nobody else in it.
struct FlowReplay {
  /// Commands after the seed.
  private(set) var commands = 0
  /// Of those, aggressors.
  private(set) var executions = 0
  /// Aggressors that met anybody but the recorded order alone.
  private(set) var otherMakers = 0
  /// After how many commands best prices and sizes were not those of the book.
  private(set) var differentTops = 0
  private(set) var exchange = NaiveExchange()

  init(messages: SourceText, book: SourceText?) throws(Diagnostics) {
    var recorded = try LobsterReconstruction(messages: messages, book: book)
    var flow = try LobsterFlow(
      messages: messages, book: book,
      terms: LobsterFlowTerms(
        account: AccountID(number: 0), aggressor: AccountID(number: 1), instrument: InstrumentID(number: 0)))
    var naive = NaiveBook()
    for edit in recorded.seed {
      naive.apply(edit)
      if let command = try flow.next() { exchange.execute(command) }
    }
    while let step = try recorded.next() {
      guard let edit = step.edit, let command = try flow.next() else { continue }
      naive.apply(edit)
      exchange.execute(command)
      commands += 1
      if step.message.kind == .execution {
        executions += 1
        // A seed order's client number is 2^61 plus which it is.
        let client = edit.orderID < 0 ? 1 << 61 - edit.orderID : edit.orderID
        if exchange.makers != [client] { otherMakers += 1 }
      }
      let isSame = Side.allCases.allSatisfy { side in
        naive.best(side)?.price == exchange.best(side)?.price
          && naive.best(side)?.quantity == exchange.best(side)?.quantity
      }
      if !isSame { differentTops += 1 }
    }
  }
}

import MarketData
import MarketTypes
import Notation
import Testing

struct LobsterReconstructionTests {
  /// Twelve levels hold all of the made-up book, so nothing happens outside the seed.
  @Test(arguments: UInt64(0)..<10)
  func `a recorded day played into a book gives its best prices`(seed: UInt64) throws {
    var day = RecordedDay(seed: seed)
    _ = day.events(100)
    let events = day.events(400)
    let reconstruction = try LobsterReconstruction(
      messages: messageFile(events.messageRows), book: bookFile(events.bookRows(12)))
    var book = NaiveBook()
    let check = try LobsterReconstructionCheck(
      playing: reconstruction, into: &book, against: bookFile(events.bookRows(1)))
    #expect(check.messages == 400)
    #expect(check.states == check.referenceStates)
    #expect(check.equalStates == check.states)
    #expect(check.statesInReference == check.states)
    #expect(check.firstDifference == nil, "seed \(seed)")
    #expect(check.references.unknown > 0)
    #expect(check.references.underflows == 0)
    #expect(check.references.contradictions == 0)
    #expect(check.crossed == 0)
    #expect(book.faults == 0)
  }

  @Test func `the seed is the first row less the first message`() throws {
    let reconstruction = try LobsterReconstruction(
      messages: messageFile("1,1,7,18,10000,1"), book: bookFile("10300,5,10000,18,10400,6,9900,3"))
    #expect(
      reconstruction.seed == [
        edit(.add, -1, .sell, 103, 5), edit(.add, -2, .buy, 99, 3), edit(.add, -3, .sell, 104, 6),
      ])
  }

  @Test func `what the first message took is in the seed`() throws {
    let reconstruction = try LobsterReconstruction(
      messages: messageFile("1,4,7,2,10300,-1"), book: bookFile("10400,5,10000,18"))
    #expect(
      reconstruction.seed == [
        edit(.add, -1, .sell, 103, 2), edit(.add, -2, .buy, 100, 18), edit(.add, -3, .sell, 104, 5),
      ])
  }

  @Test func `an order never seen is taken from the anonymous one at its price`() throws {
    var reconstruction = try LobsterReconstruction(
      messages: messageFile(
        "1,5,0,1,10250,1", "2,2,70,4,10300,-1", "3,3,71,4,10300,-1", "4,3,72,4,10300,-1", "5,3,73,4,9900,1"),
      book: bookFile("10300,5,10000,18"))
    var edits: [BookEdit?] = []
    while let step = try reconstruction.next() { edits.append(step.edit) }
    #expect(edits == [nil, edit(.reduce, -1, .sell, 103, 4), edit(.reduce, -1, .sell, 103, 1), nil, nil])
    #expect(reconstruction.references.unknown == 4)
    #expect(reconstruction.references.underflows == 3)
    #expect(reconstruction.kinds.description == "2: 1, 3: 3, 5: 1")
  }

  @Test func `messages that contradict each other are counted and never take too much`() throws {
    var reconstruction = try LobsterReconstruction(
      messages: messageFile(
        "1,1,7,10,10000,1", "2,1,7,5,10000,1", "3,2,7,4,10000,1", "4,3,7,5,10000,1", "5,1,8,3,10000,1",
        "6,4,8,9,10000,1"),
      book: nil)
    var edits: [BookEdit?] = []
    while let step = try reconstruction.next() { edits.append(step.edit) }
    #expect(
      edits == [
        edit(.add, 7, .buy, 100, 10), nil, edit(.reduce, 7, .buy, 100, 4), edit(.reduce, 7, .buy, 100, 6),
        edit(.add, 8, .buy, 100, 3), edit(.reduce, 8, .buy, 100, 3),
      ])
    #expect(reconstruction.references.contradictions == 3)
  }

  @Test func `an order stays where it was submitted, whatever is said of it later`() throws {
    var reconstruction = try LobsterReconstruction(
      messages: messageFile(
        "1,1,7,10,10000,1", "2,2,7,4,10100,1", "3,4,7,2,10000,-1", "4,3,7,4,10200,-1", "5,1,7,1,10200,-1",
        "6,3,7,1,10200,-1"),
      book: nil)
    var edits: [BookEdit?] = []
    while let step = try reconstruction.next() { edits.append(step.edit) }
    #expect(
      edits == [
        edit(.add, 7, .buy, 100, 10), edit(.reduce, 7, .buy, 100, 4), edit(.reduce, 7, .buy, 100, 2),
        edit(.reduce, 7, .buy, 100, 4), edit(.add, 7, .sell, 102, 1), edit(.reduce, 7, .sell, 102, 1),
      ])
    #expect(reconstruction.references.contradictions == 3)
  }

  @Test func `the first difference shows both books`() throws {
    let reconstruction = try LobsterReconstruction(
      messages: messageFile("1,1,7,10,10000,1", "2,1,8,5,10200,-1", "3,1,9,5,10100,1"), book: nil)
    var book = NaiveBook()
    let check = try LobsterReconstructionCheck(
      playing: reconstruction, into: &book,
      against: bookFile("9999999999,0,10000,10", "9999999999,0,10000,10", "10200,5,10000,10", "10200,6,10100,5"))
    #expect(check.referenceStates == 3)
    #expect(check.states == 3)
    #expect(check.equalStates == 2)
    #expect(check.statesInReference == 2)
    #expect(check.firstDifference?.message == 3)
    #expect(check.firstDifference?.rebuilt.description == "bid 1.01 × 5, ask 1.02 × 5")
    #expect(check.firstDifference?.reference.description == "bid 1.01 × 5, ask 1.02 × 6")
  }

  @Test func `a crossed book is counted`() throws {
    let reconstruction = try LobsterReconstruction(
      messages: messageFile("1,1,7,10,10000,1", "2,1,8,5,10000,-1", "3,5,0,5,10000,-1"), book: nil)
    var book = NaiveBook()
    let check = try LobsterReconstructionCheck(
      playing: reconstruction, into: &book, against: bookFile("9999999999,0,10000,10"))
    #expect(check.crossed == 2)
  }

  @Test func `a price between two ticks is refused where it changes the book`() throws {
    let text = messageFile("1,5,0,1,10050,1", "2,1,7,10,10050,1")
    var reconstruction = try LobsterReconstruction(messages: text, book: nil)
    #expect(try reconstruction.next()?.edit == nil)
    #expect(
      refusal(try reconstruction.next())
        == #"message.csv:2:10: error: found "10050", expected a multiple of 100, the tick size, for type 1"#)
    var finer = try LobsterReconstruction(messages: text, book: nil, tickSize: LobsterPrice(tenThousandths: 50))
    _ = try finer.next()
    #expect(try finer.next()?.edit == edit(.add, 7, .buy, 201, 10))
  }

  @Test func `a seed that does not fit its message or the ticks is refused`() {
    let message = messageFile("1,1,7,10,10000,1")
    #expect(
      refusal(try LobsterReconstruction(messages: message, book: bookFile("10300,5,9900,18")))
        == """
        orderbook.csv:1:1: error: found fewer than 10 at 10000, expected at least what the first message added
        """)
    #expect(
      refusal(try LobsterReconstruction(messages: message, book: bookFile("10350,5,10000,18")))
        == "orderbook.csv:1:1: error: found the price 10350, expected multiples of 100, the tick size")
  }
}

private func edit(
  _ change: BookEdit.Change, _ orderID: Int64, _ side: Side, _ ticks: Int64, _ lots: Int64
) -> BookEdit {
  BookEdit(change, orderID: orderID, side: side, price: Price(ticks: ticks), quantity: Quantity(lots: lots))
}

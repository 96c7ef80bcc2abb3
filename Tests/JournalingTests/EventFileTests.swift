import Foundation
import Journaling
import MarketTypes
import Notation
import Testing

/// Events as Parquet. `NaiveParquet` of NotationTests reads cell by cell; here it is enough that cells are where they belong.
struct EventFileTests {
  private let names = Names(instruments: ["BTC", "ETH"], accounts: ["alice", "naïve"], assets: ["USD"])

  private func file(_ events: [Event]) -> [UInt8] {
    var table = EventTable(names)
    var file = ParquetWriter(EventTable.description)
    for (number, event) in events.enumerated() {
      table.append(
        event, at: EventPosition(number: Int64(number)), time: Time(nanoseconds: Int64(number) * 10), to: &file)
    }
    file.finish()
    return file.bytes
  }

  @Test func `every name and word of the events stands in the file once a column`() {
    let state = MarginState(account: AccountID(number: 1), equity: Money(units: -1), maintenance: Money(units: 4))
    let text = String(decoding: file(Array(repeating: Event(.liquidatable(state)), count: 50)), as: UTF8.self)
    // In the dictionary, and as the least and the greatest of its column.
    #expect(text.components(separatedBy: "naïve").count == 4)
    #expect(text.components(separatedBy: "liquidatable").count == 4)
    #expect(!text.contains("alice"))
  }

  /// An account that a damaged journal names has no name, and costs no memory.
  @Test func `accounts of any number can be written`() {
    for number in [Int32.max, -1, Int32.min] {
      let state = MarginState(account: AccountID(number: number), equity: .zero, maintenance: .zero)
      let text = String(decoding: file([Event(.recovered(state)), Event(.recovered(state))]), as: UTF8.self)
      #expect(text.contains("#\(number)"))
    }
  }

  @Test func `the same events are the same bytes`() {
    let events = (0..<300).map { number in
      Event(
        .marked(
          MarkChange(
            instrument: InstrumentID(number: UInt16(number % 2)), price: Price(ticks: Int64(number)), previous: nil)))
    }
    #expect(file(events) == file(events))
    #expect(file(events) != file(events.dropLast() + [events[0]]))
  }
}

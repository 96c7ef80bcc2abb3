import Journaling
import MarketTypes
import Notation
import Testing

struct TableTests {
  private let names = Names(instruments: ["BTC"], accounts: ["alice", "say \"hi\", bob"])

  @Test(arguments: EventKind.allCases)
  func `an event's line of CSV and its object say the same`(kind: EventKind) throws {
    let columns = fields(String(decoding: EventTable.csvHeader, as: UTF8.self))
    var table = EventTable(names)
    for seed in UInt64(0)..<50 {
      var chance = SeededWords(seed: seed)
      let event = chance.event(kind)
      let position = EventPosition(number: Int64(UInt32.max) + 5)
      var line: [UInt8] = []
      table.appendCSV(event, at: position, time: .start, to: &line)
      var writer = JSONWriter()
      table.writeJSON(event, at: position, time: .start, to: &writer)

      let cells = fields(String(decoding: line, as: UTF8.self))
      #expect(cells.count == columns.count)
      let members = zip(columns, cells).filter { !$0.1.isEmpty }.map { "\($0.0)=\($0.1)" }
      #expect(try members == self.members(of: writer.bytes), "seed \(seed)")
    }
  }

  @Test func `a fill's line is this`() {
    let fill = Fill(
      maker: OrderID(number: 11), taker: OrderID(number: 12), price: Price(ticks: 101), quantity: Quantity(lots: 2),
      makerAccount: AccountID(number: 1), takerAccount: AccountID(number: 0), instrument: InstrumentID(number: 0),
      takerSide: .sell, isForced: true)
    var table = EventTable(names)
    var writer = JSONWriter()
    let event = Event(.filled(fill), cause: 3, round: 1)
    table.writeJSON(event, at: EventPosition(number: 9), time: Time(nanoseconds: 5), to: &writer)
    #expect(
      String(decoding: writer.bytes, as: UTF8.self) == """
        {"position":9,"time":5,"round":1,"cause":6,"kind":"filled","account":"alice","instrument":"BTC","side":"sell",\
        "price":101,"quantity":2,"order":12,"counterparty":"say \\"hi\\", bob","counterpartyOrder":11,"terms":"forced"}

        """)
    var line: [UInt8] = []
    table.appendCSV(event, at: EventPosition(number: 9), time: Time(nanoseconds: 5), to: &line)
    #expect(
      String(decoding: line, as: UTF8.self)
        == "9,5,1,6,filled,alice,,,,BTC,sell,101,2,,,,12,,\"say \"\"hi\"\", bob\",11,,forced\(Self.nothing(behind: "terms"))\n"
    )
  }

  @Test func `a command's object is this`() {
    let order = Order(
      account: AccountID(number: 0), instrument: InstrumentID(number: 0), side: .buy, quantity: Quantity(lots: 2),
      limit: nil, timeInForce: .fillOrKill, terms: .reduceOnly, client: ClientOrderID(label: "a1") ?? .none)
    var table = CommandTable(names)
    var writer = JSONWriter()
    table.writeJSON(Command(.submit(order), seen: EventPosition(number: 4)), number: 3, to: &writer)
    #expect(
      String(decoding: writer.bytes, as: UTF8.self) == """
        {"command":3,"time":0,"seen":4,"kind":"submit","account":"alice","instrument":"BTC","side":"buy","quantity":2,\
        "client":"a1","timeInForce":"fillOrKill","terms":"reduceOnly"}

        """)
  }

  @Test(arguments: CommandKind.allCases)
  func `every command has an object of its own`(kind: CommandKind) throws {
    var table = CommandTable(names)
    for seed in UInt64(0)..<50 {
      var chance = SeededWords(seed: seed)
      var writer = JSONWriter()
      table.writeJSON(chance.command(kind), number: 0, to: &writer)
      #expect(try members(of: writer.bytes).contains("kind=\(kind)"))
    }
  }

  @Test func `each reason is called by the name of its case`() {
    let (alice, bitcoin) = (AccountID(number: 0), InstrumentID(number: 0))
    func expect(_ body: Event.Body, _ member: String) {
      var table = EventTable(names)
      var writer = JSONWriter()
      table.writeJSON(Event(body), at: EventPosition(number: 0), time: .start, to: &writer)
      #expect(String(decoding: writer.bytes, as: UTF8.self).contains(member), "\(member)")
    }
    for reason in Refusal.allCases {
      let refused = CommandRefused(.submit, account: alice, instrument: bitcoin, client: .none, reason: reason)
      expect(.refused(refused), "\"action\":\"submit\",\"reason\":\"\(reason)\"")
    }
    for action in RefusedAction.allCases {
      let refused = CommandRefused(action, account: alice, instrument: bitcoin, client: .none, reason: .noMark)
      expect(.refused(refused), "\"action\":\"\(action)\"")
    }
    for reason in CancelReason.allCases {
      let cancelled = OrderCancelled(
        order: OrderID(number: 1), quantity: .zero, account: alice, instrument: bitcoin, side: .buy, reason: reason)
      expect(.cancelled(cancelled), "\"reason\":\"\(reason)\"")
    }
    for reason in TransferReason.allCases {
      expect(
        .transferred(Transfer(from: .fund(.common), to: .outside, amount: .zero, reason: reason)),
        "\"from\":\"fund\",\"to\":\"outside\",\"reason\":\"\(reason)\"")
    }
  }

  /// The commas of the columns behind one of them, all empty.
  private static func nothing(behind column: String) -> String {
    let header = String(decoding: EventTable.csvHeader, as: UTF8.self)
    let columns = header.dropLast().split(separator: ",")
    return String(repeating: ",", count: columns.count - 1 - (columns.firstIndex { $0 == column } ?? 0))
  }

  /// The fields of one line of CSV.
  private func fields(_ line: String) -> [String] {
    var fields = [""]
    var isQuoted = false
    for character in line.dropLast() {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: fields.append("")
      default: fields[fields.count - 1].append(character)
      }
    }
    return fields
  }

  /// `key=value` for each member, quotation marks left out of values.
  private func members(of json: [UInt8]) throws -> [String] {
    let value = try JSONValue(parsing: SourceText(name: "line", bytes: json))
    guard case .object(let members) = value.content else { return [] }
    return members.map { member in
      switch member.value.content {
      case .number(let literal): "\(member.key)=\(literal)"
      case .boolean(let flag): "\(member.key)=\(flag)"
      case .string(let text): "\(member.key)=\(text.filter { $0 != "\"" })"
      default: "\(member.key)=?"
      }
    }
  }
}

import Analysis
import Foundation
import MarketTypes
import Reporting
import TestSupport
import Testing

@Suite("Tables")
struct TableTests {
  private let book = StaticBook.t2
  private var context: TableContext { TableContext(names: book.names, rules: book.rules) }

  private func csv<Row: TableRow>(_: Row.Type, _ rows: some Sequence<Row>) -> String {
    var writer = TableWriter<Row>(.csv, context)
    writer.append(contentsOf: rows)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private func stream<Row: EventRow>(_: Row.Type, _ format: TableFormat = .csv) -> String {
    String(decoding: book.fed(to: StreamTable<Row>(format, context)).bytes, as: UTF8.self)
  }

  @Test
  func `rounds of ledger T2 are these lines (C10)`() {
    #expect(
      csv(RoundRow.self, RoundRow.rows(of: book.findings.rounds)) == """
        round,instrument,orders,fills,quantity,notional,mark,spread,accounts,fundPaid,uncovered,stalls,recovered,\
        firstTime,lastTime
        0,perp,0,4,40,39990000,9996,,0,0,0,0,0,0,0
        1,perp,4,8,48,47966800,9991,,4,3000,8604,0,0,0,0
        2,perp,5,10,60,59926200,9985,,5,0,19811,0,0,0,0
        3,perp,6,12,72,71864000,9978,,6,0,31621,0,0,0,0
        4,perp,5,10,60,59847000,9972,,5,0,33024,0,0,0,0

        """)
  }

  @Test
  func `liquidations have a line for each account`() {
    let lines = csv(LiquidationRecord.self, book.findings.liquidations.records).split(separator: "\n")
    #expect(lines.count == 21)
    #expect(
      lines[0]
        == "position,time,account,round,equity,maintenance,orders,fills,quantity,notional,instrument,meanPrice,"
        + "lastFillTime,deleveraged,takenOver,backstopPaid,deleveragedPaid,fundPaid,othersPaid,uncovered,stalls,recovered"
    )
    #expect(lines[2] == "474,0,long-2,1,-1,2400,1,2,12,11992400,perp,9993.666,0,0,false,0,0,399,0,2402,0,false")
  }

  @Test
  func `accounts and holdings are what the audit found`() {
    let findings = book.findings
    let accounts = csv(AccountRow.self, AccountRow.rows(of: findings.audit)).split(separator: "\n")
    #expect(accounts.count == 24)
    #expect(
      accounts.prefix(5) == [
        "account,kind,owner,collateral,holdings,equity", "provider,exempt,,0,1,-378000",
        "outsider,exempt,,0,1,102000", "counterparty,exempt,,0,1,672000", "long-1,cross,,0,0,0",
      ])
    #expect(
      csv(HoldingRow.self, HoldingRow.rows(of: findings.audit)) == """
        account,instrument,holding,cost,mark,unrealizedProfit
        provider,perp,280,279594000,9972,-378000
        outsider,perp,-40,-39990000,9972,102000
        counterparty,perp,-240,-240000000,9972,672000

        """)
  }

  @Test
  func `fills, marks and quotes are read off the stream`() {
    let fills = stream(FillRow.self).split(separator: "\n")
    #expect(
      fills[0...1] == [
        "position,time,round,instrument,price,quantity,notional,side,taker,maker,takerOrder,makerOrder,forced",
        "467,0,0,perp,9999,10,9999000,sell,outsider,provider,201,1,false",
      ])
    #expect(fills.count(where: { $0.hasSuffix("true") }) == 40)
    #expect(
      stream(MarkRow.self) == """
        position,time,round,cause,instrument,mark,previous
        4,0,0,,perp,10000,
        472,0,0,470,perp,9996,10000
        498,0,1,495,perp,9991,9996
        538,0,2,535,perp,9985,9991
        586,0,3,583,perp,9978,9985
        630,0,4,627,perp,9972,9978

        """)
    let quotes = stream(QuoteRow.self).split(separator: "\n")
    #expect(quotes[0] == "position,time,round,instrument,bid,bidQuantity,ask,askQuantity,spread")
    #expect(quotes[1] == "7,0,0,perp,9999,10,,0,")
  }

  /// Its orders leave without a quote that says so: no reader may carry its last one on.
  @Test
  func `the quotes of a settled contract end with an empty book`() throws {
    let settled = Event(.contractSettled(PriceUpdate(instrument: StaticBook.perp, price: Price(ticks: 100))))
    let row = try #require(QuoteRow(settled, at: EventPosition(number: 9), time: .start))
    #expect(csv(QuoteRow.self, [row]).split(separator: "\n").last == "9,0,0,perp,,0,,0,")
  }

  /// Every balance can be rebuilt from the table alone.
  @Test
  func `amounts of the ledger sum to the balances`() throws {
    let lines = stream(LedgerRow.self, .jsonl).split(separator: "\n")
    var balances: [String: Int] = [:]
    for line in lines {
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let amount = try #require(object["amount"] as? Int)
      func key(_ side: String) -> String {
        [side, side + "Account", side + "Instrument"].map { object[$0] as? String ?? "" }.joined(separator: ":")
      }
      balances[key("from"), default: 0] -= amount
      balances[key("to"), default: 0] += amount
    }
    #expect(balances["uncovered::"] == -93_060)
    #expect(balances["fund::"] == 0)
    #expect(balances["costBasis:provider:perp"] == -279_594_000)
    #expect(balances["costBasis:long-1:perp"] == 0)
    #expect(balances.values.reduce(0, +) == 0)
  }

  @Test
  func `a fill undone goes the other way, and is no fill`() throws {
    let fill = Fill(
      maker: OrderID(number: 1), taker: OrderID(number: 2), price: Price(ticks: 100), quantity: Quantity(lots: 3),
      makerAccount: StaticBook.long(1), takerAccount: StaticBook.long(2), instrument: StaticBook.perp, takerSide: .buy,
      isForced: false)
    let busted = Event(.busted(fill))
    let row = try #require(LedgerRow(busted, at: EventPosition(number: 9), time: .start))
    let amount = 300 * book.rules.instruments[0].tickValue.units
    let line = csv(LedgerRow.self, [row]).split(separator: "\n").last
    #expect(line == "9,0,0,busted,\(amount),,costBasis,long-1,perp,costBasis,long-2,perp")
    #expect(FillRow(busted, at: EventPosition(number: 9), time: .start) == nil)
  }

  @Test
  func `the ledger tells of assets, funds, moved positions and inverse contracts`() throws {
    var inverse = book.rules.instruments[0]
    (inverse.contract, inverse.tickValue) = (.inverse, Money(units: 1000))
    let context = TableContext(
      names: Names(instruments: ["perp", "coin"], accounts: ["alice", "bob"], assets: ["ETH"]),
      rules: VenueRules(instruments: [book.rules.instruments[0], inverse]))
    let (alice, bob, coin) = (AccountID(number: 0), AccountID(number: 1), InstrumentID(number: 1))
    func move(_ cost: Int64) -> Event.Body {
      .positionMoved(
        PositionMoved(
          PositionMove(from: alice, to: bob, instrument: coin), position: Position(lots: 3), cost: Money(units: cost)))
    }
    let bodies: [Event.Body] = [
      .transferred(
        Transfer(
          from: .outside, to: .collateral(alice), amount: Money(units: 4), asset: AssetID(number: 1), reason: .deposit)),
      .transferred(
        Transfer(
          from: .fund(FundID(number: 2)), to: .collateral(bob), amount: Money(units: 5), reason: .shortfallCovered)),
      // A position that cost 6 is bob's now: his cost basis falls by 6 and alice's is even again. At −7 the other way.
      move(6), move(-7),
      // Whoever buys an inverse contract gets its notional: 3 × 1000 ÷ 70, rounded down.
      .holdingOpened(
        HoldingOpening(
          account: alice, counterparty: bob, instrument: coin, position: Position(lots: 3), price: Price(ticks: 70))),
    ]
    var writer = TableWriter<LedgerRow>(.csv, context)
    for (number, body) in bodies.enumerated() {
      let position = EventPosition(number: Int64(number))
      writer.append(try #require(LedgerRow(Event(body), at: position, time: .start)))
    }
    #expect(
      String(decoding: writer.bytes, as: UTF8.self).split(separator: "\n").dropFirst() == [
        "0,0,0,deposit,4,ETH,outside,,,collateral,alice,", "1,0,0,shortfallCovered,5,,fund:2,,,collateral,bob,",
        "2,0,0,positionMoved,6,,costBasis,bob,coin,costBasis,alice,coin",
        "3,0,0,positionMoved,7,,costBasis,alice,coin,costBasis,bob,coin",
        "4,0,0,holdingOpened,42,,costBasis,bob,coin,costBasis,alice,coin",
      ])
  }

  @Test
  func `both formats say the same`() throws {
    let lines = stream(QuoteRow.self).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let objects = stream(QuoteRow.self, .jsonl).split(separator: "\n")
    #expect(objects.count == lines.count - 1)
    #expect(
      objects[0] == """
        {"position":7,"time":0,"round":0,"instrument":"perp","bid":9999,"bidQuantity":10,"ask":null,"askQuantity":0,\
        "spread":null}
        """)
    for (line, object) in zip(lines.dropFirst(), objects) {
      let members = try #require(try JSONSerialization.jsonObject(with: Data(object.utf8)) as? [String: Any])
      for (name, cell) in zip(lines[0], line) {
        #expect((members[String(name)].map { $0 is NSNull ? "" : "\($0)" }) == String(cell))
      }
    }
  }

  @Test
  func `a name with a comma or a quotation mark is quoted`() {
    var writer = TableWriter<AccountRow>(
      .csv, TableContext(names: Names(accounts: ["a,\"b\""]), rules: book.rules))
    writer.append(contentsOf: AccountRow.rows(of: book.findings.audit).prefix(2))
    #expect(
      String(decoding: writer.bytes, as: UTF8.self).split(separator: "\n").dropFirst() == [
        "\"a,\"\"b\"\"\",exempt,,0,1,-378000", "#1,exempt,,0,1,102000",
      ])
  }

  @Test
  func `a drained writer goes on without a second header`() {
    var writer = TableWriter<AccountRow>(.csv, context)
    let rows = Array(AccountRow.rows(of: book.findings.audit))
    var drained: [UInt8] = []
    for row in rows {
      writer.append(row)
      drained += writer.bytes
      writer.removeAll()
    }
    #expect(String(decoding: drained, as: UTF8.self) == csv(AccountRow.self, rows))
  }

  @Test
  func `the page on tables is what the program prints`() throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/tables.md")
    #expect(try String(contentsOf: page, encoding: .utf8) == TableDictionary.markdown)
  }

  @Test
  func `names of tables and of a table's columns are unique`() {
    #expect(Set(TableDictionary.all.map(\.name)).count == TableDictionary.all.count)
    for table in TableDictionary.all {
      #expect(Set(table.columns.map(\.name)).count == table.columns.count, "\(table.name)")
    }
  }

  @Test
  func `help on a table fits the terminal`() {
    for table in TableDictionary.all {
      let text = TableDictionary.text(of: table, width: 80)
      #expect(text.hasPrefix(table.name + ": "))
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }
  }
}

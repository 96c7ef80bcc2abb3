import Journaling
import MarketTypes
import Notation
import Testing

struct CommandTextTests {
  private static let rosters = [
    Names(),
    Names(instruments: ["BTC"], accounts: ["alice", "bob"]),
    Names(instruments: ["BTC", "ETH-PERP"], accounts: ["alice"], assets: ["ETH", "alice"]),
    // Names that lines cannot use: words of the grammar, numbers, twins, what is no name at all.
    Names(
      instruments: ["at", "7", "BTC", "BTC", ""], accounts: ["mark", "-3", "twin", "twin", "a b", "\u{1B}[2J"],
      assets: ["to", "9", "BTC", "BTC", "source"]),
  ]

  @Test(arguments: CommandKind.allCases)
  func `print then parse is identity`(kind: CommandKind) throws {
    for (number, names) in Self.rosters.enumerated() {
      let printer = CommandPrinter(names)
      let parser = CommandParser(names)
      for seed in UInt64(0)..<200 {
        var chance = SeededWords(seed: seed)
        let command = chance.nearby(chance.command(kind))
        let time = Time(nanoseconds: Bool.random(using: &chance) ? command.time.nanoseconds : chance.any())
        let line = printer.line(for: command, after: time)
        #expect(try parser.command(in: line, after: time) == command, "roster \(number) seed \(seed): \(line)")
      }
    }
  }

  @Test(arguments: [
    "alice buy 2 at 101",
    "alice sell 2 at 101 as a1",
    "alice sell 2 at market",
    "alice sell 2 at market fill-or-kill reduce-only",
    "alice sell 2 at 101 immediate-or-cancel as 7",
    "alice buy 2 at 99 post-only as quote-1",
    "alice cancel a1",
    "alice cancel 7",
    "alice cancel order 17",
    "alice amend a1 to 3",
    "alice amend a1 at 102",
    "alice amend a1 to 3 at 102",
    "alice reduce a1 by 1",
    "alice deposit 1000",
    "alice withdraw 500",
    "fund 3000",
    "account alice",
    "account lp exempt",
    "open alice long 5 at 100 against lp",
    "open alice short 5 at 100 against lp",
    "open mark 100",
    "open lp buy 10 at 99 as bid",
    "index 101",
    "lp explain base 1000 volatility 250 inventory 0 toxicity 12 depth 7 stress 3 skew -40 withdrawn 500 for silence half-spread 2",
    "clock @1.5s",
    "alice buy 2 at 101 @0.000000001s seen 12",
    "account lp exempt group 3",
    "alice buy 5 at 101 stop 103 on mark as s1",
    "alice buy 5 at market stop 103",
    "alice sell 5 at market take profit 97 on index",
    "alice sell 5 at market trailing 5",
    "alice sell 5 at 90 trailing 0.01 on mark",
    "alice sell 5 at 90 trailing 1.0",
    "alice buy 5 at 101 show 2",
    "alice buy 5 at 101 hidden",
    "alice buy 5 at 101 peg bid -1",
    "alice buy 5 at peg mid as p1",
    "alice buy 5 at 101 immediate-or-cancel at least 3",
    "alice buy 5 at 101 day",
    "alice buy 5 at 101 until 5s post-only slide",
    "alice buy 5 at 101 group 7 prevent oldest as a1",
    "alice buy 5 at market to limit",
    "alice buy 5 at market to limit day",
    "alice amend s1 trigger 104",
    "alice amend s1 to 3 at 102 trigger 104",
    "alice replace a1 buy 3 at 100 as a2",
    "alice replace order 17 sell 3 at 100 post-only",
    "alice cancel all",
    "alice cancel all BTC buys",
    "alice disconnects",
    "alice disconnects sells",
    "alice kill BTC",
    "alice unblock",
    "lp quotes 5 at 99 / 5 at 101",
    "lp quotes 5 at 99 / 0 at 101 entry 2 post-only",
    "lp protects 10 in 1s pause 5s",
    "lp protects 10 in 1s",
    "bust alice order 17 buys 2 at 101 from lp order 16",
    "bust alice order 17 sells 2 at 101 to lp order 16 forced",
    "halt",
    "halt BTC until 5s @4s",
    "call BTC until 5s",
    "continuous",
    "account alice isolated of lp",
    "account alice portfolio of lp group 3",
    "alice deposit 40 ETH",
    "alice withdraw 40 ETH @1s",
    "fund 3000 into 2",
    "alice transfer 40 to lp",
    "alice transfer 40 ETH to lp",
    "alice move to lp",
    "report 101",
    "report source 2 101",
    "report source 2 lost",
    "report elsewhere 101",
    "roll elsewhere source 1 101",
    "report asset ETH 1500",
    "report asset ETH source 1 lost",
    "roll source 1 101",
    "roll asset ETH 1500",
    "factor by 1.5",
    "account vault backstop",
    "alice contribute 500",
    "alice contribute -200",
    "settle at 95",
  ])
  func `parse then print is identity`(line: String) throws {
    let names = Names(instruments: ["BTC"], accounts: ["alice", "lp", "vault"], assets: ["ETH"])
    let command = try CommandParser(names).command(in: line)
    #expect(CommandPrinter(names).line(for: command) == line)
  }

  @Test func `a line may be longer than it need be`() throws {
    let names = Names(instruments: ["BTC"], accounts: ["alice"])
    let parser = CommandParser(names)
    let short = try parser.command(in: "alice sell 2 at 101 as a1 @1.5s")
    let long = try parser.command(in: " alice\tsell 2 BTC at 101 good-til-cancelled  as a1 @1500000000")
    #expect(short == long)
  }

  @Test func `what an order is like may be said in any order`() throws {
    let parser = CommandParser(Names(instruments: ["BTC"], accounts: ["alice"]))
    let usual = "alice sell 2 at 101 good-til-time until 5s post-only hidden stop 103 on mark peg ask 2 show 1 group 7"
    let other = "alice sell 2 at 101 group 7 as a1 hidden show 1 peg ask 2 stop 103 on mark until 5s post-only"
    #expect(try parser.command(in: other) == parser.command(in: usual + " as a1"))
    #expect(try parser.command(in: "alice sell 2 at market stop 120 day @1s seen 3").action != .clock)
  }

  @Test(arguments: [
    ("alise buy 2 at 101", "command:1:1: error: expected an account, found \"alise\"", "alice"),
    ("alice buuy 2 at 101", "command:1:7: error: expected what alice does, found \"buuy\"", "buy"),
    ("alice buy two at 101", "command:1:11: error: expected a number of lots, a whole number, found \"two\"", ""),
    ("alice buy 2 BTD at 101", "command:1:13: error: expected an instrument, found \"BTD\"", "BTC"),
    ("alice buy 2 at", "command:1:15: error: expected a price or \"market\", a whole number", ""),
    ("alice buy 2 at 101 as toolonglabel", "command:1:23: error: \"toolonglabel\" cannot label an order", ""),
    (
      "alice buy 2 at 101 postonly", "command:1:20: error: expected what else the order is like, found \"postonly\"",
      "post-only"
    ),
    ("alice buy 2 at 101 stop 120 day stop 5", "command:1:33: error: what it waits for is given twice", ""),
    ("alice buy 2 day at 101", "command:1:13: error: expected \"at\", found \"day\"", ""),
    ("alice buy 2 at peg bid peg ask", "command:1:24: error: peg is given twice", ""),
    ("alice sell 2 at 101 day fill-or-kill", "command:1:25: error: the time in force is given twice", ""),
    ("clock @soon", "command:1:7: error: \"@soon\" is not a time", ""),
    ("open alice longs 5", "command:1:12: error: expected what alice opens with, found \"longs\"", "long"),
    ("", "command:1:1: error: expected an account", ""),
    ("alice deposit 40 ETG", "command:1:18: error: expected an asset, found \"ETG\"", "ETH"),
    ("report asset to 40", "command:1:14: error: expected an asset, found \"to\"", ""),
    ("report source 256 40", "command:1:15: error: expected the source's number, a whole number, found \"256\"", ""),
    (
      "account alice exempt group -1",
      "command:1:28: error: expected the group's number, a whole number from 0, found \"-1\"", ""
    ),
    ("report gone", "command:1:8: error: expected an instrument, found \"gone\"", ""),
    ("roll lost", "command:1:6: error: expected a price, a whole number, found \"lost\"", ""),
    ("alice transfer 40 ETH bob", "command:1:23: error: expected \"to\", found \"bob\"", ""),
    ("alice contribute all", "command:1:18: error: expected an amount, a whole number, found \"all\"", ""),
    ("settle BTC 95", "command:1:12: error: expected \"at\", found \"95\"", ""),
    ("factor by 150%", "command:1:11: error: expected a factor, a decimal number, found \"150%\"", ""),
  ])
  func `an error says where, what and what was meant`(line: String, message: String, meant: String) {
    let parser = CommandParser(Names(instruments: ["BTC"], accounts: ["alice"], assets: ["ETH"]))
    let error = #expect(throws: Diagnostics.self) { try parser.command(in: line) }
    #expect(error?.description.hasPrefix(message + "\n") == true, "\(error?.description ?? "")")
    if !meant.isEmpty { #expect(error?.description.contains("did you mean \"\(meant)\"?") == true) }
  }

  @Test func `one of several instruments has to be named`() {
    let parser = CommandParser(Names(instruments: ["BTC", "ETH"], accounts: ["alice"]))
    let error = #expect(throws: Diagnostics.self) { try parser.command(in: "alice buy 2 at 101") }
    #expect(error?.description.contains("only a venue with one instrument can do without its name") == true)
  }

  @Test func `labels and numbers from two to the 62nd on are each other's`() {
    for label in ["a", "a1", "Z-_9", "quote-1234", "abcdefghij"] {
      #expect(ClientOrderID(label: label)?.label == label)
    }
    for wrong in ["", "1a", "-a", "abcdefghijk", "order", "all", "é", "a b"] {
      #expect(ClientOrderID(label: wrong) == nil)
    }
    var chance = SeededWords(seed: 3)
    for _ in 0..<2_000 {
      let code = chance.any(UInt64.self) >> UInt64.random(in: 2...63, using: &chance)
      let client = ClientOrderID(number: 1 << 62 | Int64(code))
      guard let label = client.label else { continue }
      #expect(ClientOrderID(label: label) == client)
    }
  }
}

extension SeededWords {
  /// The same command with accounts and instruments that are likely to have names, and terms that have them.
  fileprivate mutating func nearby(_ command: Command) -> Command {
    var command = command
    switch command.action {
    case .openAccount(let opening):
      // Another account's instrument means nothing, and no line says it.
      let isolated = opening.kind == .isolated ? nearInstrument() : InstrumentID(number: 0)
      command.action = .openAccount(
        AccountOpening(
          account: nearAccount(), kind: opening.kind, group: opening.group, owner: optional { $0.nearAccount() },
          instrument: isolated))
    case .deposit(_, let amount, _): command.action = .deposit(nearAccount(), amount, of: nearAsset())
    case .withdraw(_, let amount, _): command.action = .withdraw(nearAccount(), amount, of: nearAsset())
    case .openHolding(var holding):
      (holding.account, holding.counterparty) = (nearAccount(), nearAccount())
      holding.instrument = nearInstrument()
      command.action = .openHolding(holding)
    case .openMark(let update):
      command.action = .openMark(PriceUpdate(instrument: nearInstrument(), price: update.price))
    case .setIndex(let update):
      command.action = .setIndex(PriceUpdate(instrument: nearInstrument(), price: update.price))
    case .openOrder(let order): command.action = .openOrder(nearby(order))
    case .submit(let order): command.action = .submit(nearby(order))
    case .cancel(var cancel):
      (cancel.account, cancel.instrument) = (nearAccount(), nearInstrument())
      command.action = .cancel(cancel)
    case .amend(var amend):
      (amend.account, amend.instrument) = (nearAccount(), nearInstrument())
      command.action = .amend(amend)
    case .reduce(var reduce):
      (reduce.account, reduce.instrument) = (nearAccount(), nearInstrument())
      command.action = .reduce(reduce)
    case .replace(let replace): command.action = .replace(OrderReplace(replace.target, with: nearby(replace.order)))
    case .massCancel(var cancel):
      cancel.account = nearAccount()
      if cancel.instrument != nil { cancel.instrument = nearInstrument() }
      command.action = .massCancel(cancel)
    case .massQuote(var quote):
      (quote.account, quote.instrument) = (nearAccount(), nearInstrument())
      quote.terms = quote.terms.intersection(.named)
      command.action = .massQuote(quote)
    case .protect(var protection):
      (protection.account, protection.instrument) = (nearAccount(), nearInstrument())
      command.action = .protect(protection)
    case .unblock: command.action = .unblock(nearAccount())
    case .bust(var fill):
      (fill.makerAccount, fill.takerAccount, fill.instrument) = (nearAccount(), nearAccount(), nearInstrument())
      command.action = .bust(fill)
    case .setPhase(var change):
      if change.instrument != nil { change.instrument = nearInstrument() }
      command.action = .setPhase(change)
    case .explainQuote(var terms):
      (terms.account, terms.instrument) = (nearAccount(), nearInstrument())
      command.action = .explainQuote(terms)
    case .report(var report):
      report.subject = nearby(report.subject)
      command.action = .report(report)
    case .roll(var roll):
      roll.subject = nearby(roll.subject)
      command.action = .roll(roll)
    case .transfer(var transfer):
      (transfer.from, transfer.to, transfer.asset) = (nearAccount(), nearAccount(), nearAsset())
      command.action = .transfer(transfer)
    case .movePosition(var move):
      (move.from, move.to, move.instrument) = (nearAccount(), nearAccount(), nearInstrument())
      command.action = .movePosition(move)
    case .setMarginFactor(var factor):
      factor.instrument = nearInstrument()
      command.action = .setMarginFactor(factor)
    case .contribute(_, let amount): command.action = .contribute(nearAccount(), amount)
    case .settleContract(let update):
      command.action = .settleContract(PriceUpdate(instrument: nearInstrument(), price: update.price))
    case .fund, .clock: break
    }
    return command
  }

  private mutating func nearby(_ order: Order) -> Order {
    var order = order
    (order.account, order.instrument) = (nearAccount(), nearInstrument())
    order.terms = order.terms.intersection(.named)
    return order
  }

  private mutating func nearby(_ subject: PriceSubject) -> PriceSubject {
    switch subject {
    case .instrument: .instrument(nearInstrument())
    case .otherVenues: .otherVenues(nearInstrument())
    case .asset: .asset(nearAsset())
    }
  }

  private mutating func nearAsset() -> AssetID { AssetID(number: UInt16.random(in: 0...6, using: &self)) }
  private mutating func nearAccount() -> AccountID { AccountID(number: Int32.random(in: -1...6, using: &self)) }
  private mutating func nearInstrument() -> InstrumentID {
    InstrumentID(number: UInt16.random(in: 0...6, using: &self))
  }
}

extension OrderTerms {
  /// Those that a line can say.
  fileprivate static let named: OrderTerms = [.postOnly, .reduceOnly, .forced, .hidden, .slides, .marketToLimit]
}

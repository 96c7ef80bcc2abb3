import Journaling
import MarketTypes
import Notation
import Testing

/// Commands as objects of JSON, read back.
struct CommandJSONTests {
  private let names = Names(instruments: ["BTC", "ETH"], accounts: ["alice", "say \"hi\", bob"], assets: ["ETH"])

  @Test(arguments: CommandKind.allCases)
  func `every command that the table writes reads back equal`(kind: CommandKind) throws {
    let reader = CommandReader(names)
    var table = CommandTable(names)
    for seed in UInt64(0)..<200 {
      var chance = SeededWords(seed: seed)
      let command = chance.command(kind).tellable
      var writer = JSONWriter()
      table.writeJSON(command, number: 7, to: &writer)
      // An account below 0 is nobody, and has no name to be read by.
      if String(decoding: writer.bytes, as: UTF8.self).contains("\"#-") { continue }
      let text = SourceText(name: "seed \(seed)", bytes: writer.bytes)
      #expect(try read(text, with: reader) == command, "seed \(seed): \(String(decoding: writer.bytes, as: UTF8.self))")
    }
  }

  @Test func `accounts and instruments go by their names`() throws {
    let reader = CommandReader(names)
    reader.takesNewNames = true
    let text = #"{"kind":"submit","account":"carol","instrument":"ETH","side":"buy","quantity":3,"price":90}"#
    let command = try read(text, with: reader)
    let order = Order(
      account: AccountID(number: 2), instrument: InstrumentID(number: 1), side: .buy, quantity: Quantity(lots: 3),
      limit: Price(ticks: 90))
    #expect(command == Command(.submit(order)))
    #expect(reader.newAccounts == ["carol"])
    #expect(reader.names == names)
    reader.takeNewAccounts()
    #expect(reader.names.accounts == names.accounts + ["carol"])
  }

  @Test func `what is left out has its usual value`() throws {
    let reader = CommandReader(Names(instruments: ["BTC"], accounts: ["alice"]))
    reader.now = Time(nanoseconds: 9)
    let plain = #""account":"alice","side":"sell","quantity":3"#
    func order(_ more: String) throws -> Order {
      guard case .submit(let order) = try read("{\"kind\":\"submit\",\(plain)\(more)}", with: reader).action else {
        throw Diagnostics()
      }
      return order
    }
    #expect(try read("{\"kind\":\"clock\"}", with: reader) == Command(.clock, at: Time(nanoseconds: 9)))
    #expect(try order("").timeInForce == .immediateOrCancel)
    #expect(try order(#","price":5"#).timeInForce == .goodTilCancelled)
    #expect(try order(#","price":5,"until":70"#).timeInForce == .goodTilTime)
    #expect(try order(#","trigger":5"#).conditions.trigger == .stop(at: Price(ticks: 5)))
    #expect(try order(#","peg":"mid","pegOffset":-2"#).conditions.peg == Peg(to: .mid, offset: -2))
    #expect(try order(#","client":17"#).client == ClientOrderID(number: 17))
    #expect(try order(##","client":"a1""##).client == ClientOrderID(label: "a1"))
  }

  @Test(arguments: [
    (#"{"kind":"sumbit"}"#, "did you mean \"submit\"?"),
    (#"{"kind":"cancel","account":"alcie","order":1}"#, "did you mean \"alice\"?"),
    (#"{"kind":"cancel","account":"alice"}"#, "no order is named"),
    (#"{"kind":"cancel","account":"alice","order":1,"client":"a1"}"#, "order and client both name an order"),
    (#"{"kind":"cancel","account":"alice","order":1,"instrument":"ETH"}"#, "no instrument is named \"ETH\""),
    (#"{"kind":"protect","account":"alice","quantity":1,"window":"1.5s"}"#, "hint: write 1500000000"),
    (#"{"kind":"protect","account":"alice","quantity":1,"pause":"2min"}"#, "hint: a second is 1000000000"),
    (#"{"kind":"deposit","account":"alice","amount":1.5}"#, "amount must be an integer, found the number 1.5"),
    (
      #"{"kind":"submit","account":"alice","side":"buy","quantity":1,"client":0}"#,
      "client must be a number other than 0"
    ),
    (
      #"{"kind":"submit","account":"alice","side":"buy","quantity":1,"terms":"postonly"}"#, "did you mean \"postOnly\"?"
    ),
    (#"{"kind":"submit","account":"alice","side":"buy","quantity":1,"pegOffset":1}"#, "pegOffset is said of no peg"),
    (#"{"kind":"submit","account":"alice","side":"buy","quantity":1,"triggerKind":"stop"}"#, "is said of no trigger"),
    (#"{"kind":"submit","account":"alice","side":"buy","quantty":1}"#, "unknown key \"quantty\""),
    (#"{"kind":"deposit","account":"alice","amount":1,"asset":"ETG"}"#, "did you mean \"ETH\"?"),
    (#"{"kind":"withdraw","account":"alice","amount":1,"asset":"gold"}"#, "the assets: ETH"),
    (#"{"kind":"report","asset":"ETH","instrument":"BTC","price":1}"#, "both say whose price it is"),
    (#"{"kind":"report","source":256,"price":1}"#, "source is 256; it must be from 0 to 255"),
    (#"{"kind":"report","price":"lost"}"#, "price must be an integer"),
    (#"{"kind":"roll","source":1}"#, "\"price\" is missing"),
    (#"{"kind":"setMarginFactor","factor":"150%"}"#, "factor must be a decimal number"),
    (#"{"kind":"contribute","account":"alice"}"#, "\"amount\" is missing"),
    (#"{"kind":"contribute","account":"alice","amount":1,"asset":"ETH"}"#, "unknown key \"asset\""),
    (#"{"kind":"settleContract","instrument":"BTC"}"#, "\"price\" is missing"),
    (#"{"kind":"openAccount","account":"alice","owner":"dave"}"#, "no account is named \"dave\""),
    (#"{"kind":"openAccount","account":"alice","accountKind":"isolatet"}"#, "did you mean \"isolated\"?"),
    (#"{"kind":"openAccount","account":"alice","instrument":"BTC"}"#, "unknown key \"instrument\""),
    (#"{"kind":"openAccount","account":"alice","group":-1}"#, "group is -1; it must be from 0 to 2147483647"),
    (#"{"kind":"fund","amount":1,"fund":256}"#, "fund is 256; it must be from 0 to 255"),
  ])
  func `what is wrong is told`(line: String, message: String) {
    let reader = CommandReader(Names(instruments: ["BTC"], accounts: ["alice"], assets: ["ETH"]))
    #expect { try read(line, with: reader) } throws: { "\($0)".contains(message) }
    #expect(reader.newAccounts == [])
  }

  @Test(arguments: ["#-1", "#+0", "#00", "#", "#2147483648", "# 0"])
  func `an account by its number is written as it is printed`(name: String) throws {
    let reader = CommandReader(Names(instruments: ["BTC"]))
    #expect(throws: Diagnostics.self) { try read("{\"kind\":\"unblock\",\"account\":\"\(name)\"}", with: reader) }
    #expect(
      try read(##"{"kind":"unblock","account":"#17"}"##, with: reader) == Command(.unblock(AccountID(number: 17))))
    let update = PriceUpdate(instrument: InstrumentID(number: 0), price: Price(ticks: 1))
    #expect(try read(##"{"kind":"setIndex","instrument":"#0","price":1}"##, with: reader) == Command(.setIndex(update)))
    #expect(throws: Diagnostics.self) {
      try read("{\"kind\":\"setIndex\",\"instrument\":\"\(name)\",\"price\":1}", with: reader)
    }
  }

  @Test(arguments: [#""+7""#, #""007""#, #""-0""#, #""9223372036854775808""#])
  func `a client's number is written as it is printed`(spelling: String) {
    let reader = CommandReader(Names(instruments: ["BTC"], accounts: ["alice"]))
    #expect { try read(#"{"kind":"cancel","account":"alice","client":\#(spelling)}"#, with: reader) } throws: {
      "\($0)".contains("client must be a number other than 0, or a label")
    }
  }

  @Test(arguments: [
    #"{"kind":"clock","time":101}"#, #"{"kind":"setPhase","phase":"halted","until":101}"#,
    #"{"kind":"submit","account":"alice","side":"buy","quantity":1,"price":5,"until":101}"#,
  ])
  func `no time is later than the latest`(line: String) throws {
    let reader = CommandReader(Names(instruments: ["BTC"], accounts: ["alice"]))
    _ = try read(line, with: reader)
    reader.latest = Time(nanoseconds: 100)
    #expect { try read(line, with: reader) } throws: { "\($0)".contains("is 101; it must be no more than 100") }
  }

  private func read(_ text: String, with reader: CommandReader) throws -> Command {
    try read(SourceText(name: "line", text), with: reader)
  }

  private func read(_ text: SourceText, with reader: CommandReader) throws -> Command {
    try ObjectReader.read(text) { object in
      _ = object.optional("command")
      return object.kind(reader.decoders { $0 })
    }
  }
}

extension Command {
  /// This command without what no object can say: bits without a name, and the number that means that there is none.
  fileprivate var tellable: Command {
    var command = self
    switch action {
    case .openOrder(let order): command.action = .openOrder(order.tellable)
    case .submit(let order): command.action = .submit(order.tellable)
    case .replace(var replace):
      (replace.order, replace.target) = (replace.order.tellable, replace.target.tellable)
      command.action = .replace(replace)
    case .cancel(var cancel):
      cancel.target = cancel.target.tellable
      command.action = .cancel(cancel)
    case .amend(var amend):
      amend.target = amend.target.tellable
      command.action = .amend(amend)
    case .reduce(var reduce):
      reduce.target = reduce.target.tellable
      command.action = .reduce(reduce)
    case .massQuote(var quote):
      quote.terms = quote.terms.tellable
      command.action = .massQuote(quote)
    case .openAccount(var opening):
      if opening.kind != .isolated { opening.instrument = InstrumentID(number: 0) }
      // An owner's number below 0 is none.
      opening.ownerNumber = max(opening.ownerNumber, -1)
      command.action = .openAccount(opening)
    default: break
    }
    return command
  }
}

extension Order {
  fileprivate var tellable: Order {
    var order = self
    order.terms = terms.tellable
    order.conditions.trigger = conditions.trigger
    order.conditions.peg = conditions.peg
    return order
  }
}

extension OrderTerms {
  fileprivate var tellable: OrderTerms {
    intersection([.postOnly, .slides, .reduceOnly, .forced, .hidden, .marketToLimit])
  }
}

extension OrderReference {
  fileprivate var tellable: OrderReference { self == .client(.none) ? .order(OrderID(number: 0)) : self }
}

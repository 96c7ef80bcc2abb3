import Notation
import Simulation
import Testing

/// What a bad scenario is told, to the letter: place, sentence, line, caret, hint.
@Suite struct `A mistake in a scenario` {
  /// A whole scenario with this one line among its last members.
  static func expect(
    _ line: String, instrument: String = #""initialMargin": "0.1", "maintenance": [{"rate": "0.05"}]"#,
    accounts: String = #"{"name": "world", "kind": "exempt"}"#, says message: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let text = scenarioText(instrument: instrument, accounts: accounts, line)
    #expect(mistakes(in: text) == message + "\n", sourceLocation: sourceLocation)
  }

  @Test func `an unknown key`() {
    Self.expect(
      #""sead": 4"#,
      says: """
        test.jsonc:9:3: error: unknown key "sead"
          "sead": 4
          ^~~~~~
          hint: did you mean "seed"?
        """)
  }

  @Test func `a key given twice`() {
    Self.expect(
      "\"seed\": 4,\n  \"seed\": 5",
      says: """
        test.jsonc:10:3: error: "seed" is given twice; the first is at 9:3
          "seed": 5
          ^~~~~~
        """)
  }

  @Test func `a key given twice beside another mistake`() {
    Self.expect(
      "\"seed\": 4,\n  \"seed\": 5,\n  \"sead\": 6",
      says: """
        test.jsonc:10:3: error: "seed" is given twice; the first is at 9:3
          "seed": 5,
          ^~~~~~
        test.jsonc:11:3: error: unknown key "sead"
          "sead": 6
          ^~~~~~
          hint: known keys: \(Self.topKeys)
        """)
  }

  private static let topKeys =
    "$schema, version, name, description, seed, duration, fund, funds, instruments, assets, portfolio, venue, "
    + "liquidation, accounts, population, indexProcesses, openings, events, recordings, expect"

  /// Nothing is wrong, but prices may run away: see docs/scenarios.md.
  @Test func `a maker that does not say its pull is warned of, one that says it is not`() throws {
    let silent = try Scenario.read(scenarioText(population(block("maker"))))
    #expect(!silent.warnings.hasErrors && silent.warnings.warningCount == 1)
    let said = silent.warnings.rendered()
    #expect(said.contains("warning: without \"pull\" what \"maker\" takes for fair is the last price"), "\(said)")
    let named = block("maker", [("\"count\": 2", "\"count\": 2, \"pull\": 1")])
    #expect(try Scenario.read(scenarioText(population(named))).warnings.entries.isEmpty)
  }

  /// The block looks every 100 ms. A range needs prices inside of a bar; what goes from close to close does not (PAR-18).
  @Test(arguments: [
    ("parkinson", "100ms", true), ("garmanKlass", "200ms", true), ("rogersSatchell", "200ms", true),
    ("parkinson", "201ms", false), ("realized", "100ms", false), ("exponential", "100ms", false),
    ("yangZhang", "100ms", false),
  ])
  func `a range of bars that hold two looks at most is warned of`(kind: String, bar: String, isWarned: Bool) throws {
    let estimator = "\"estimator\": {\"kind\": \"\(kind)\", \"bar\": \"\(bar)\", \"window\": 20}"
    let maker = block("maker", [("\"count\": 2", "\"count\": 2, \"pull\": 1, \(estimator)")])
    let said = try Scenario.read(scenarioText(population(maker))).warnings
    #expect(!said.hasErrors && said.warningCount == (isWarned ? 1 : 0))
    if isWarned {
      #expect(said.rendered().contains("warning: in a bar \"maker\" looks twice at most"), "\(said.rendered())")
    }
  }

  /// Maintenance is 5 % of the notional: at 20 times a position has just that, at 20.1 times less.
  @Test func `who is under maintenance margin from the start is warned of`() throws {
    func warnings(_ leverage: String, liquidation: String = "") throws -> Diagnostics {
      let block =
        #"{"kind": "leveraged", "name": "long", "count": 40, "side": "long", "against": "world", "lots": 100,"#
      return try Scenario.read(
        scenarioText(liquidation + #""population": [\#(block) "leverage": \#(leverage)}]"#)
      ).warnings
    }
    let said = try warnings("20.1").rendered()
    #expect(said.contains("warning: 40 of 40 accounts here are under maintenance margin from the start"), "\(said)")
    #expect(said.hasPrefix("test.jsonc:9:18:"), "\(said)")
    #expect(try warnings("20").entries.isEmpty)
    let some = try warnings(#"{"kind": "uniform", "from": 10, "to": 30}"#)
    #expect(some.warningCount == 1 && !some.rendered().contains("40 of 40"), "\(some.rendered())")
    #expect(try warnings("20.1", liquidation: #""liquidation": {"on": false},"#).entries.isEmpty)
  }

  @Test(
    arguments: [
      (#""initialMargin": "0.1", "maintenance": [{"rate": "0.1"}]"#, nil),
      (#""initialMargin": "0.04", "maintenance": [{"rate": "0.05"}]"#, "0.05 is above the initial rate of 0.04"),
      (#""maximumLeverage": 50, "maintenance": [{"rate": "0.05"}]"#, "0.05 is above the initial rate of 0.02"),
      (
        #""initialMargin": "0.04", "maintenance": [{"rate": "0.02"}, {"from": 5000, "rate": "0.06"}]"#,
        "0.06 is above the initial rate of 0.04"
      ),
      (#""initialMargin": "0.04", "maintenance": [{"rate": "0.05", "initial": "0.06"}]"#, nil),
    ] as [(String, String?)])
  func `a maintenance rate above the initial rate is warned of`(instrument: String, words: String?) throws {
    let said = try Scenario.read(scenarioText(instrument: instrument, #""seed": 1"#)).warnings
    #expect(said.warningCount == (words == nil ? 0 : 1), "\(said)")
    #expect(words.map { said.rendered().contains($0) } ?? true, "\(said)")
  }

  /// MRK-8: the old mark stays where the index is missing, and who has none stays without.
  @Test(
    arguments: [
      (#""index""#, true), (#""fair""#, true), (#"{"kind": "blend", "last": "0.5"}"#, true),
      (#"{"kind": "indexPlusBasis", "cadence": "1s", "decay": "0.9"}"#, true), (#""last""#, false), (#""mid""#, false),
      (#"{"kind": "robustMedian", "cadence": "1s", "basisDecay": "0.9", "priceDecay": "0.9"}"#, false),
    ])
  func `a mark that waits for an index which nothing tells is warned of`(mark: String, isWarned: Bool) throws {
    let instrument = #""initialMargin": "0.1", "maintenance": [{"rate": "0.05"}], "mark": \#(mark)"#
    let said = try Scenario.read(scenarioText(instrument: instrument, #""seed": 1"#)).warnings
    #expect(said.warningCount == (isWarned ? 1 : 0), "\(said)")
    let words = "warning: nothing tells the index, and the mark of \"X\" stays at 1000"
    #expect(said.rendered().contains(words) == isWarned, "\(said)")
    for told in [
      #""events": [{"at": "1s", "kind": "index", "price": 990}]"#,
      #""indexProcesses": [{"name": "p", "kind": "brownian", "initial": 1000, "volatility": 1, "interval": "1s"}]"#,
    ] {
      #expect(try Scenario.read(scenarioText(instrument: instrument, told)).warnings.entries.isEmpty)
    }
  }

  @Test(arguments: [(#""cross""#, "", true), (#""exempt""#, "", false), (#""cross""#, #""openingMark": 500,"#, false)])
  func `who would need a mark that only they could make is warned of`(
    margin: String, opening: String, isWarned: Bool
  ) throws {
    let text = SourceText(
      name: "test.jsonc",
      """
      {
        "version": 1, "name": "test", "duration": "10s",
        "instruments": [
          {"name": "X", \(opening) "maximumPrice": 1000, "maximumPosition": 100, "initialMargin": 0, "maintenance": [{"rate": 0}]}
        ],
        "population": [
          {"kind": "taker", "name": "t", "count": 2, "margin": \(margin), "collateral": 500, "meanInterval": "1s", "largestOrder": 1}
        ]
      }
      """)
    let said = try Scenario.read(text).warnings
    #expect(said.warningCount == (isWarned ? 1 : 0), "\(said)")
    #expect(said.rendered().contains("warning: nobody can trade \"X\"") == isWarned, "\(said)")
  }

  /// A long cannot lose more than the whole price; a short can.
  @Test(arguments: [
    ("long", #""stopLoss": 2"#, true), ("short", #""stopLoss": 2"#, false), ("either", #""stopLoss": 2"#, true),
    ("long", #""stopLoss": 0.99"#, false), ("short", #""takeProfit": 1"#, true), ("long", #""takeProfit": 1"#, false),
    ("long", #""stopLoss": {"kind": "uniform", "from": 1, "to": 5}"#, true),
    ("long", #""stopLoss": {"kind": "uniform", "from": 0.5, "to": 5}"#, false),
  ])
  func `a stop that no price reaches is warned of`(side: String, stop: String, isWarned: Bool) throws {
    let line = #"""
      "population": [{"kind": "trader", "name": "t", "count": 1, "collateral": 1000, "interval": "1s", "strategy":
      {"kind": "position", "side": "\#(side)", "lots": 1, \#(stop)}}]
      """#
    let said = try Scenario.read(scenarioText(line)).warnings
    #expect(said.warningCount == (isWarned ? 1 : 0), "\(said)")
    #expect(said.rendered().contains("of the price at entry or more, and no price falls so far") == isWarned, "\(said)")
  }

  @Test(arguments: [
    (#""4""#, "population[0].lots must be a number, found the string \"4\"", "write it without quotes"),
    (
      #""many""#, "population[0].lots must be a number or a distribution, found the string \"many\"",
      "one is written like"
    ),
  ])
  func `quotes where a number or a distribution is meant`(lots: String, mistake: String, hint: String) {
    let block = #"{"kind": "leveraged", "name": "l", "count": 1, "side": "long", "against": "world", "leverage": 2,"#
    let said = mistakes(in: scenarioText(#""population": [\#(block) "lots": \#(lots)}]"#))
    #expect(said.contains("error: " + mistake) && said.contains("hint: " + hint), "\(said)")
  }

  @Test func `missing keys`() {
    #expect(
      mistakes(in: SourceText(name: "test.jsonc", #"{"version": 1}"#)) == """
        test.jsonc:1:1: error: "name" is missing
        {"version": 1}
        ^
        test.jsonc:1:1: error: "duration" is missing
        {"version": 1}
        ^
        test.jsonc:1:1: error: "instruments" is missing
        {"version": 1}
        ^

        """)
  }

  @Test func `a span without its unit`() {
    Self.expect(
      #""liquidation": { "pacing": { "kind": "timed", "interval": 60 } }"#,
      says: """
        test.jsonc:9:61: error: liquidation.pacing.interval must be a span of time, found the number 60
          "liquidation": { "pacing": { "kind": "timed", "interval": 60 } }
                                                                    ^~
          hint: write it with its unit: "60s" is so many seconds
        """)
  }

  @Test(arguments: [#""openings": ["#, #""events": [{ "at": "1s", "#])
  func `an order that no market of the instrument can take`(start: String) {
    let rules =
      #""initialMargin": "0.1", "maintenance": [{"rate": "0.05"}], "lotSize": 10, "tickSize": 5, "#
      + #""largestOrder": 50, "smallestNotional": 1000"#
    func mistakes(_ order: String) -> [Substring] {
      let opening = start.hasSuffix("[") ? start + "{" : start
      let line = opening + #""kind": "order", "account": "world", "side": "buy", \#(order) }]"#
      return SimulationTests.mistakes(in: scenarioText(instrument: rules, line)).split(separator: "\n")
        .filter { $0.contains("error: ") }.compactMap { $0.split(separator: "error: ").last }
    }
    #expect(mistakes(#""quantity": 50, "limit": 20"#) == [])
    #expect(
      mistakes(#""quantity": 15, "limit": 902"#) == [
        "15 lots are no multiple of the lot size 10", "the limit 902 is no multiple of the tick size 5",
      ])
    #expect(mistakes(#""quantity": 60, "limit": 900"#) == ["60 lots are more than the largestOrder of 50"])
    #expect(mistakes(#""quantity": 10, "limit": 95"#) == ["this order is worth less than the smallestNotional of 1000"])
  }

  @Test func `a fraction where a whole number is meant`() {
    Self.expect(
      #""fund": 1.5"#,
      says: """
        test.jsonc:9:11: error: fund must be an integer, found the number 1.5
          "fund": 1.5
                  ^~~
          hint: write it without fraction and exponent
        """)
  }

  @Test func `another version, a bad name, a bad span, no instrument`() {
    let text = #"{"version": 2, "name": "a b", "duration": "5m", "instruments": []}"#
    #expect(
      mistakes(in: SourceText(name: "test.jsonc", text)) == """
        test.jsonc:1:13: error: version is 2; it must be 1
        {"version": 2, "name": "a b", "duration": "5m", "instruments": []}
                    ^
        test.jsonc:1:24: error: name cannot be named "a b"
        {"version": 2, "name": "a b", "duration": "5m", "instruments": []}
                               ^~~~~
          hint: a name is 1 to 64 of A-Z a-z 0-9 . _ - and begins with a letter or digit
        test.jsonc:1:43: error: duration must be a span of time, found the string "5m"
        {"version": 2, "name": "a b", "duration": "5m", "instruments": []}
                                                  ^~~~
          hint: did you mean "5min"?
        test.jsonc:1:64: error: instruments has 0 elements; there must be 1 to 1000
        {"version": 2, "name": "a b", "duration": "5m", "instruments": []}
                                                                       ^

        """)
  }

  @Test func `an account that is not there`() {
    Self.expect(
      #""events": [{"at": "1s", "kind": "order", "account": "wordl", "side": "buy", "quantity": 1}]"#,
      says: """
        test.jsonc:9:55: error: no account named "wordl"
          "events": [{"at": "1s", "kind": "order", "account": "wordl", "side": "buy", "quantity": 1}]
                                                              ^~~~~~~
          hint: did you mean "world"?
        """)
  }

  @Test func `a kind that is not there`() {
    Self.expect(
      #""events": [{"at": "1s", "kind": "odrer", "account": "world", "side": "buy", "quantity": 1}]"#,
      says: """
        test.jsonc:9:35: error: events[0].kind cannot be "odrer"
          "events": [{"at": "1s", "kind": "odrer", "account": "world", "side": "buy", "quantity": 1}]
                                          ^~~~~~~
          hint: did you mean "order"?
        """)
  }

  @Test func `an event after the end`() {
    Self.expect(
      #""events": [{"at": "11s", "kind": "index", "price": 7}]"#,
      says: """
        test.jsonc:9:21: error: the event comes after the scenario's end, which is at 10s
          "events": [{"at": "11s", "kind": "index", "price": 7}]
                            ^~~~~
          hint: "duration", or --until, says when it ends; leave the event out, or end later
        """)
  }

  @Test func `a price above the instrument's highest`() {
    Self.expect(
      #""events": [{"at": "1s", "kind": "index", "price": 100001}]"#,
      says: """
        test.jsonc:9:53: error: events[0].price is 100001; it must be from 1 to 100000
          "events": [{"at": "1s", "kind": "index", "price": 100001}]
                                                            ^~~~~~
        """)
  }

  @Test func `an order without a price that is to rest`() {
    Self.expect(
      """
      "events": [
          {"at": "1s", "kind": "order", "account": "world", "side": "buy", "quantity": 1,
           "timeInForce": "goodTilCancelled"}]
      """,
      says: """
        test.jsonc:11:21: error: an order without a "limit" cannot rest
             "timeInForce": "goodTilCancelled"}]
                            ^~~~~~~~~~~~~~~~~~
          hint: give it a limit
        """)
  }

  /// A misspelt instrument is one mistake: the rest of the block is read as if it were right.
  @Test func `an instrument that is not there`() {
    Self.expect(
      """
      "population": [{"kind": "taker", "name": "t", "count": 1, "instrument": "Y",
                            "collateral": 5, "meanInterval": "1s", "largestOrder": 1}]
      """,
      says: """
        test.jsonc:9:75: error: no instrument named "Y"
          "population": [{"kind": "taker", "name": "t", "count": 1, "instrument": "Y",
                                                                                  ^~~
          hint: there is "X"
        """)
  }

  @Test func `more accounts than memory has room for`() {
    Self.expect(
      """
      "population": [{"kind": "leveraged", "name": "l", "count": 1000000000000,
                            "side": "long", "against": "world", "leverage": 5, "lots": 1}]
      """,
      says: """
        test.jsonc:9:62: error: population[0].count is 1000000000000; it must be from 1 to 2147483647
          "population": [{"kind": "leveraged", "name": "l", "count": 1000000000000,
                                                                     ^~~~~~~~~~~~~
        """)
    Self.expect(
      """
      "population": [{"kind": "leveraged", "name": "l", "count": 2000000,
                            "side": "long", "against": "world", "leverage": 5, "lots": 1}]
      """,
      says: """
        test.jsonc:9:62: error: there would be 2000001 accounts, more than the limit of 2000000
          "population": [{"kind": "leveraged", "name": "l", "count": 2000000,
                                                                     ^~~~~~~
          hint: --limit accounts=2000001 raises it
        """)
  }

  @Test func `more participants than can act`() {
    Self.expect(
      """
      "population": [{"kind": "taker", "name": "t", "count": 100001,
                            "collateral": 5, "meanInterval": "1s", "largestOrder": 1}]
      """,
      says: """
        test.jsonc:9:58: error: there would be 100001 participants, more than the limit of 100000
          "population": [{"kind": "taker", "name": "t", "count": 100001,
                                                                 ^~~~~~
          hint: --limit participants=100001 raises it
        """)
  }

  /// SIM-15: the two names have the same hash.
  @Test func `two blocks that would draw the same numbers`() {
    Self.expect(
      """
      "population": [
          {"kind": "taker", "name": "costarring", "count": 1, "collateral": 5, "meanInterval": "1s", "largestOrder": 1},
          {"kind": "taker", "name": "liquid", "count": 1, "collateral": 5, "meanInterval": "1s", "largestOrder": 1}]
      """,
      says: """
        test.jsonc:11:31: error: the names "liquid" and "costarring" draw the same random numbers
            {"kind": "taker", "name": "liquid", "count": 1, "collateral": 5, "meanInterval": "1s", "largestOrder": 1}]
                                      ^~~~~~~~
          hint: rename one of them
        """)
  }

  @Test func `a named account that a block would make again`() {
    Self.expect(
      """
      "population": [{"kind": "taker", "name": "t", "count": 3,
                            "collateral": 5, "meanInterval": "1s", "largestOrder": 1}]
      """, accounts: #"{"name": "t-2"}"#,
      says: """
        test.jsonc:9:44: error: there are two accounts named "t-2"
          "population": [{"kind": "taker", "name": "t", "count": 3,
                                                   ^~~
        """)
  }

  @Test func `limits whose product cannot be counted`() {
    Self.expect(
      "", instrument: #""tickValue": 1000000000, "initialMargin": 1, "maintenance": [{"rate": 1}]"#,
      says: """
        test.jsonc:6:62: error: maximumPrice × maximumPosition × tickValue is more than 2^61
            {"name": "X", "maximumPrice": 100000, "maximumPosition": 1000000, "openingMark": 1000, "tickValue": 1000000000, "ini…
                                                                     ^~~~~~~
          hint: with this price and tick value it can be at most 23058
        """)
  }

  @Test func `a maintenance rate that falls`() {
    Self.expect(
      "", instrument: #""initialMargin": 1, "maintenance": [{"rate": "0.05"}, {"from": 9, "rate": "0.04"}]"#,
      says: """
        test.jsonc:6:127: error: a maintenance rate must not fall with size
        …imumPosition": 1000000, "openingMark": 1000, "initialMargin": 1, "maintenance": [{"rate": "0.05"}, {"from": 9, "rate": …
                                                                                         ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
        """)
  }

  @Test func `a counterparty that would hold too much`() {
    Self.expect(
      """
      "population": [{"kind": "leveraged", "name": "l", "count": 3,
                            "side": "long", "against": "world", "leverage": 5, "lots": 400000}]
      """,
      says: """
        test.jsonc:9:18: error: "world" would hold -1200000 lots, beyond its maximumPosition of 1000000
          "population": [{"kind": "leveraged", "name": "l", "count": 3,
                         ^
        """)
  }

  @Test func `an opening that would trade`() {
    Self.expect(
      """
      "openings": [
          {"kind": "order", "account": "world", "side": "buy", "quantity": 1, "limit": 990},
          {"kind": "order", "account": "world", "side": "sell", "quantity": 1, "limit": 990}]
      """,
      says: """
        test.jsonc:11:5: error: this order would meet one that rests already; an opening does not trade
            {"kind": "order", "account": "world", "side": "sell", "quantity": 1, "limit": 990}]
            ^
        """)
  }

  @Test func `a recording in a margined account`() {
    Self.expect(
      #""recordings": [{"kind": "lobster", "messages": "x.csv", "account": "a", "aggressor": "b"}]"#,
      accounts: #"{"name": "a"}, {"name": "b", "kind": "exempt"}"#,
      says: """
        test.jsonc:9:70: error: "a" is margined; nobody knows what collateral a recorded crowd had
          "recordings": [{"kind": "lobster", "messages": "x.csv", "account": "a", "aggressor": "b"}]
                                                                             ^~~
          hint: give that account "kind": "exempt"
        """)
  }

  @Test func `a seed that a file could not hold`() {
    #expect(
      mistakes(in: scenarioText(#""seed": 4"#), overrides: Scenario.Overrides(seed: 1 << 63)) == """
        test.jsonc:9:11: error: seed is 9223372036854775808; it must be from 0 to 9223372036854775807
          "seed": 4
                  ^

        """)
  }

  /// One pass finds them all; after twenty they are only counted.
  @Test func `many mistakes are told together`() {
    let events = (0..<25).map { #"{"at": "\#($0)s", "kind": "withdraw", "account": "bob", "amount": 0}"# }
    let message = mistakes(in: scenarioText(duration: "24s", "\"events\": [\(events.joined(separator: ",\n"))]"))
    #expect(message.components(separatedBy: "error: ").count == 21)
    #expect(message.contains("no account named \"bob\""))
    #expect(message.contains("events[0].amount is 0; it must be from 1 to 576460752303423488"))
    #expect(message.hasSuffix("30 more errors left out\n"))
  }
}

/// One mistake and the sentence that tells of it.
struct Mistake: CustomTestStringConvertible, Sendable {
  var text: String
  var says: String

  var testDescription: String { says }

  init(_ text: String, says: String) {
    self.text = text
    self.says = says
  }

  /// A block of the population in which one part is written another way.
  static func maker(_ old: String, _ new: String, says: String) -> Mistake {
    Mistake(population(block("maker", [(old, new)])), says: says)
  }

  static func taker(_ old: String, _ new: String, says: String) -> Mistake {
    Mistake(population(block("taker", [(old, new)])), says: says)
  }

  static func leveraged(_ old: String, _ new: String, says: String) -> Mistake {
    Mistake(population(block("leveraged", [(old, new)])), says: says)
  }

  static func holding(_ terms: String, says: String) -> Mistake {
    Mistake(#""openings": [{"kind": "holding", "against": "world", \#(terms)}]"#, says: says)
  }

  /// Resting orders of the opening, one for each of `terms`.
  static func resting(_ terms: String..., says: String) -> Mistake {
    let orders = terms.map { #"{"kind": "order", "account": "world", "side": "buy", \#($0)}"# }
    return Mistake("\"openings\": [\(orders.joined(separator: ", "))]", says: says)
  }

  static func event(_ terms: String, says: String) -> Mistake {
    Mistake(#""events": [{"at": "1s", "account": "world", \#(terms)}]"#, says: says)
  }

  static func expectation(_ terms: String, says: String) -> Mistake {
    Mistake(#""expect": {\#(terms)}"#, says: says)
  }
}

/// Each kind of mistake has its sentence; where it stands is shown above.
@Suite struct `Other mistakes in a scenario` {
  static let longName = #""\#(String(repeating: "n", count: 63))", "count": 3"#

  static let blocks: [Mistake] = [
    .maker(#""base": 4"#, #""base": 4, "maximum": 3"#, says: "\"base\" is 4, more than \"maximum\", which is 3"),
    .maker(#""full": 20"#, #""full": 4"#, says: "\"full\" is 4, not more than \"from\", which is 4"),
    .maker(#""size": 20"#, #""size": 1000001"#, says: "ladder.size is 1000001; it must be from 1 to 1000000"),
    .maker(#""limit": 500"#, #""limit": 0"#, says: "inventory.limit is 0; it must be from 1 to 1000000"),
    .maker(#""levels": 3"#, #""levels": 101"#, says: "ladder.levels is 101; it must be from 1 to 100"),
    .maker("100ms", "999ns", says: "population[0].interval is 999ns; it must be from 1us to 100 days"),
    .maker("2ms", "2401h", says: " is 2401h; it must be from 0s to 100 days"),
    .taker(#"Order": 4"#, #"Order": 1000001"#, says: "largestOrder is 1000001; it must be from 1 to 1000000"),
    .taker("0.3", "1.5", says: "limits.share is 1.5; it must be from 0 to 1"),
    .taker(#""count": 5"#, #""count": 5, "except": [6]"#, says: "except[0] is 6; it must be from 1 to 5"),
    .taker("100000", "576460752303423489", says: "collateral is 576460752303423489; it must be from 0"),
    .leveraged(#""leverage": 5"#, #""leverage": 0"#, says: "leverage is 0; it must be from 0.01 to 1000"),
    .leveraged("10", #"{"kind": "uniform", "from": 6, "to": 5}"#, says: "\"from\" is 6, more than \"to\""),
    .leveraged(
      "10", #"{"kind": "choice", "values": [1, 2], "weights": [1]}"#,
      says: "values are 2 and weights 1; each value has one"),
    .leveraged(#""long", "count": 3"#, longName, says: "the block's last account would be named"),
    Mistake("\"population\": [\(block("taker")), \(block("taker"))]", says: "two population blocks named \"taker\""),
  ]

  static let orders: [Mistake] = [
    .holding(#""account": "world", "position": 1, "price": 9"#, says: "an account cannot stand against itself"),
    .holding(#""account": "bob", "position": 0, "price": 9"#, says: "a position of 0 lots is none"),
    .holding(#""account": "bob", "position": 1000001, "price": 9"#, says: "it must be from -1000000 to 1000000"),
    .holding(
      #""account": "bob", "position": 1, "price": 100001"#, says: "[0].price is 100001; it must be from 1 to 100000"),
    .resting(#""quantity": 1"#, says: "\"limit\" is missing in openings[0]"),
    .resting(#""quantity": 1, "limit": 100001"#, says: "openings[0].limit is 100001; it must be from 1 to 100000"),
    .resting(#""quantity": 1, "limit": 9, "timeInForce": "fillOrKill""#, says: "unknown key \"timeInForce\""),
    .resting(
      #""quantity": 1, "limit": 9, "reduceOnly": true"#, says: "there is no position that this order could reduce"),
    .resting(
      #""quantity": 600000, "limit": 9"#, #""quantity": 600000, "limit": 8"#,
      says: "with this order \"world\" could come to hold more than 1000000 lots"),
    .event(
      #""kind": "order", "side": "buy", "quantity": 1000001"#, says: "quantity is 1000001; it must be from 1 to 1000000"
    ),
    .event(
      #""kind": "order", "side": "buy", "quantity": 1, "limit": 0"#, says: "limit is 0; it must be from 1 to 100000"),
    .event(#""kind": "deposit", "amount": 576460752303423489"#, says: "it must be from 1 to 576460752303423488"),
  ]

  static let rest: [Mistake] = [
    Mistake(
      #""liquidation": {"pacing": {"kind": "timed", "interval": "1ns"}}"#, says: "it must be from 1us to 100 days"),
    Mistake(#""liquidation": {"pacing": {"kind": "immediate", "roundLimit": 60001}}"#, says: "must be from 1 to 60000"),
    Mistake(#""liquidation": {"when": "above"}"#, says: "liquidation.when cannot be \"above\""),
    Mistake(#""seed": -1"#, says: "seed is -1; it must be from 0 to 9223372036854775807"),
    Mistake(#""fund": 576460752303423489"#, says: "it must be from 0 to 576460752303423488"),
    Mistake(
      #""recordings": [{"kind": "lobster", "messages": "x", "account": "world", "aggressor": "world"}]"#,
      says: "the aggressor must be another account than the one that rests"),
    .expectation(#""digest": "12AB""#, says: "a digest is 32 hexadecimal digits, in lower case"),
    .expectation(#""balances": {"wrold": 4}"#, says: "no account named \"wrold\""),
    .expectation(#""rounds": [5, 4]"#, says: "the band begins at 5, above its end 4"),
    .expectation(#""rounds": [5]"#, says: "expect.rounds has 1 element; there must be 2"),
    Mistake(#""extends": 4"#, says: "\"extends\" must be the path of a scenario, as a string, or several in an array"),
    Mistake(#""extends": ["base.jsonc", 4]"#, says: "\"extends\" must be the path of a scenario, as a string"),
    Mistake(#""extends": []"#, says: "\"extends\" names no scenario"),
    Mistake(#""extends": "base.jsonc""#, says: "there is no scenario \"base.jsonc\" to extend"),
  ]

  @Test(arguments: blocks + orders + rest)
  func `each is told in one sentence`(mistake: Mistake) {
    let accounts = #"{"name": "world", "kind": "exempt"}, {"name": "bob"}"#
    let message = mistakes(in: scenarioText(accounts: accounts, mistake.text))
    #expect(message.contains(mistake.says), "\(message)")
    // And nothing else is said: a mistake does not make others look wrong.
    #expect(message.components(separatedBy: "error: ").count == 2, "\(message)")
  }

  private static let margins = #""initialMargin": "0.1""#

  static let instruments: [Mistake] = [
    Mistake(
      #""initialMargin": "0.0000000001", "maintenance": [{"rate": 0}]"#, says: "no more than 9 digits after the point"),
    Mistake(#"\#(margins), "maintenance": []"#, says: "maintenance has 0 elements; there must be 1 to 64"),
    Mistake(#"\#(margins), "maintenance": [{"from": 1, "rate": 0}]"#, says: "the first maintenance tier must start at"),
    Mistake(#"\#(margins), "maintenance": [{"rate": 0}, {"rate": 0}]"#, says: "tiers must have ascending floors"),
    Mistake(
      #"\#(margins), "maintenance": [{"rate": "1.1"}]"#, says: "maintenance[0].rate is 1.1; it must be from 0 to 1"),
    Mistake(
      #"\#(margins), "maintenance": [{"rate": 0}], "makerFee": -2"#, says: "makerFee is -2; it must be from -1 to 1"),
    Mistake(#"\#(margins), "maintenance": [{"rate": 0}], "mark": "lats""#, says: "mark cannot be \"lats\""),
    Mistake(
      #"\#(margins), "maintenance": [{"rate": 0}], "mark": {"kind": "blend", "last": 2}"#,
      says: "mark.last is 2; it must be from 0 to 1"),
    Mistake(
      #""tickValue": 0, \#(margins), "maintenance": [{"rate": 0}]"#,
      says: "tickValue is 0; it must be from 1 to 2305843009213693952"),
  ]

  @Test(arguments: instruments)
  func `each about an instrument is told in one sentence`(mistake: Mistake) {
    let message = mistakes(in: scenarioText(instrument: mistake.text))
    #expect(message.contains(mistake.says), "\(message)")
    #expect(message.components(separatedBy: "error: ").count == 2, "\(message)")
  }

  @Test func `two instruments or accounts of one name are told`() {
    let twins = scenarioText(accounts: #"{"name": "a"}, {"name": "a"}"#)
    #expect(mistakes(in: twins).contains("there are two accounts named \"a\""))
    let text = """
      {"version": 1, "name": "t", "duration": "1s", "instruments": [
        {"name": "X", "maximumPrice": 9, "maximumPosition": 9, "initialMargin": 0, "maintenance": [{"rate": 0}]},
        {"name": "X", "maximumPrice": 9, "maximumPosition": 9, "initialMargin": 0, "maintenance": [{"rate": 0}]}]}
      """
    #expect(mistakes(in: SourceText(name: "t", text)).contains("there are two instruments named \"X\""))
  }

  @Test func `leveraged accounts need an opening mark`() {
    let text = """
      {"version": 1, "name": "t", "duration": "1s",
       "instruments": [
         {"name": "X", "maximumPrice": 9, "maximumPosition": 9, "initialMargin": 0, "maintenance": [{"rate": 0}]}],
       "accounts": [{"name": "world"}], \(population(block("leveraged")))}
      """
    #expect(mistakes(in: SourceText(name: "t", text)).contains("leveraged accounts need an opening mark for \"X\""))
  }
}

/// Numbers at the edge of what is allowed, where careless arithmetic would stop the program.
@Suite struct `Numbers at the edge` {
  static let lots: [Int64] = [1, 1 << 40, 1 << 61]
  static let ticks: [Int64] = [1, 1 << 20, (1 << 42) - 1]

  @Test(arguments: lots, ticks)
  func `any limits are read or refused, and never stop the program`(lots: Int64, ticks: Int64) {
    for tickValue in Self.lots {
      for leverage in ["0.01", "1", "1000"] {
        let text = """
          {"version": 1, "name": "t", "duration": "2400h",
           "instruments": [{
             "name": "X", "tickValue": \(tickValue), "maximumPrice": \(ticks), "maximumPosition": \(lots),
             "initialMargin": 1, "maintenance": [{"rate": 0}, {"from": \(1 << 61), "rate": 1}], "openingMark": \(ticks)}],
           "accounts": [{"name": "world", "kind": "exempt", "collateral": \(1 << 59)}],
           \(population(block("leveraged", [("10", "1e15"), ("5", leverage)]))),
           "openings": [{"kind": "order", "account": "world", "side": "buy", "quantity": \(lots), "limit": \(ticks)}],
           "events": [
             {"at": "1s", "kind": "order", "account": "world", "side": "buy", "quantity": \(lots), "limit": \(ticks)},
             {"at": "1s", "kind": "order", "account": "world", "side": "sell", "quantity": \(lots), "limit": \(ticks)},
             {"at": "2s", "kind": "index", "price": \(ticks)},
             {"at": "3s", "kind": "deposit", "account": "world", "amount": \(1 << 59)},
             {"at": "2400h", "kind": "withdraw", "account": "world", "amount": \(1 << 59)}]}
          """
        if let scenario = try? Scenario.read(SourceText(name: "t", text)) { _ = Run(scenario, checks: true) }
      }
    }
  }

  @Test func `a run at the highest price and the longest spans comes to its end`() throws {
    let text = """
      {"version": 1, "name": "t", "duration": "2400h",
       "instruments": [{
         "name": "X", "maximumPrice": \((1 << 42) - 1), "maximumPosition": 500000, "openingMark": \((1 << 42) - 1),
         "initialMargin": "0.001", "maintenance": [{"rate": 0}]}],
       "accounts": [{"name": "world", "kind": "exempt"}],
       "population": [
         {"kind": "maker", "name": "m", "count": 1, "collateral": \(1 << 59), "interval": "24h",
          "latency": {"data": "1h", "orders": "10min", "jitter": "240h"},
          "spread": {"base": 1e9, "volatility": 1000}, "inventory": {"skew": 1e6, "limit": 500000},
          "ladder": {"levels": 100, "step": 1e9, "size": 500000, "sizeDecay": 100},
          "stress": {"volatility": 1e-6, "from": 0, "full": 1e6}},
         {"kind": "taker", "name": "t", "count": 3, "collateral": \(1 << 59), "meanInterval": "240h",
          "largestOrder": 500000, "limits": {"share": 0.5, "farthest": 1000000000, "meanLife": "2400h"},
          "latency": {"data": "24h", "orders": "24h", "jitter": "2400h"}}],
       "openings": [{"kind": "order", "account": "world", "side": "buy", "quantity": 400000, "limit": 1}]}
      """
    let run = Run(try Scenario.read(SourceText(name: "t", text)), checks: true)
    #expect(run.steps.count > 100)
  }
}

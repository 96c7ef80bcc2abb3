import Notation
import Testing

@Suite struct `Object reader` {
  struct Tier: Equatable {
    let upTo: Int64
    let rate: Int64

    init(_ reader: inout ObjectReader) {
      upTo = reader.integer("upTo", in: 1 ... .max) ?? 1
      rate = reader.decimal("rate", scale: 9, in: 0...1_000_000_000) ?? 0
    }
  }

  enum Flow: Equatable {
    case market(size: Int64)
    case limit(size: Int64, offset: Double)

    init?(_ reader: inout ObjectReader) {
      let flow: Flow? = reader.kind([
        ("market", { .market(size: $0.integer("size", in: 1...1_000) ?? 1) }),
        (
          "limit",
          {
            .limit(size: $0.integer("size", in: 1...1_000) ?? 1, offset: $0.double("offset", in: 0...1, default: 0.5))
          }
        ),
      ])
      guard let flow else { return nil }
      self = flow
    }
  }

  struct Scenario: Equatable {
    let name: String
    let title: String
    let seed: Int64
    let side: Int
    let isChecked: Bool
    let cap: Int64?
    let tiers: [Tier]
    let flows: [Flow]
    let balances: [String: Int64]

    init(_ reader: inout ObjectReader) {
      name = reader.name("name") ?? ""
      title = reader.string("title", upTo: 10, default: "untitled")
      seed = reader.integer("seed", in: 0 ... .max) ?? 0
      side = reader.choice("side", from: [("buy", 1), ("sell", -1)]) ?? 0
      isChecked = reader.boolean("check", default: false)
      cap = reader.optional("cap")?.integer(in: -5...5)
      tiers = reader.array("tiers", count: 1...3) { $0.object(Tier.init) } ?? []
      flows = reader.optional("flows")?.elements()?.compactMap { $0.object(Flow.init) } ?? []
      let named = reader.optional("balances")?.object { $0.namedMembers() } ?? []
      balances = Dictionary(
        uniqueKeysWithValues: named.map { ($0.name, $0.value.decimal(scale: 2, in: .min ... .max) ?? 0) })
    }
  }

  static func read(_ text: String) throws(Diagnostics) -> Scenario {
    try ObjectReader.read(SourceText(name: "s", text), Scenario.init)
  }

  /// The messages for `text`, each with its place and hint on one line.
  static func complaints(_ text: String) -> [String] {
    do throws(Diagnostics) {
      _ = try read(text)
      return []
    } catch {
      return error.entries.map { entry in
        let place = entry.span.map { "\($0.position) " } ?? ""
        return place + entry.message + (entry.hint.map { " (\($0))" } ?? "")
      }
    }
  }

  static let least = #""name": "a", "seed": 1, "side": "buy", "tiers": [{"upTo": 1, "rate": 0}]"#

  static let sample = """
    {
      "name": "crash-1.2", "title": "Crash", "seed": 9223372036854775807, "side": "sell", "check": true, "cap": -5,
      "tiers": [{"upTo": 10, "rate": "0.0005"}, {"upTo": 20, "rate": 1}],
      "flows": [{"kind": "market", "size": 7}, {"offset": 1e-1, "size": 2, "kind": "limit"}],
      "balances": {"alice": "-12.50", "bob": 3},
    }
    """

  @Test func `a scenario without fault becomes its type`() throws {
    let scenario = try Self.read(Self.sample)
    #expect(scenario.name == "crash-1.2")
    #expect(scenario.seed == .max)
    #expect(scenario.side == -1)
    #expect(scenario.cap == -5)
    #expect(scenario.tiers.map(\.rate) == [500_000, 1_000_000_000])
    #expect(scenario.flows == [.market(size: 7), .limit(size: 2, offset: 0.1)])
    #expect(scenario.balances == ["alice": -1250, "bob": 300])
  }

  @Test func `every truncation and every blotted byte is read or refused`() {
    let bytes = Array(Self.sample.utf8)
    for index in bytes.indices {
      #expect(!Self.complaints(String(decoding: bytes[..<index], as: UTF8.self)).isEmpty, "the first \(index) bytes")
      for blot in "0\"[{,:}] -x\u{0}".utf8 {
        var blotted = bytes
        blotted[index] = blot
        _ = Self.complaints(String(decoding: blotted, as: UTF8.self))
      }
    }
  }

  @Test func `what is absent has its default`() throws {
    let scenario = try Self.read("{" + Self.least + "}")
    #expect(scenario.title == "untitled")
    #expect(!scenario.isChecked)
    #expect(scenario.cap == nil)
    #expect(scenario.flows.isEmpty)
  }

  @Test func `all that is wrong is told in one pass`() {
    let complaints = Self.complaints(
      """
      {
        "name": "-rf", "sead": 1, "side": "by", "check": 1, "cap": 6, "cap": 7,
        "tiers": [{"upTo": 1.0}, 5], "title": "far too long"
      }
      """)
    #expect(
      complaints == [
        "2:65 \"cap\" is given twice; the first is at 2:55",
        "2:11 name cannot be named \"-rf\" (a name is 1 to 64 of A-Z a-z 0-9 . _ - and begins with a letter or digit)",
        "3:41 title is longer than 10 characters",
        "1:1 \"seed\" is missing",
        "2:37 side cannot be \"by\" (did you mean \"buy\"?)",
        "2:52 check must be true or false, found the number 1",
        "2:62 cap is 6; it must be from -5 to 5",
        "3:22 tiers[0].upTo must be an integer, found the number 1.0 (write it without fraction and exponent)",
        "3:13 \"rate\" is missing in tiers[0]",
        "3:28 tiers[1] must be an object, found the number 5",
        "2:18 unknown key \"sead\" (did you mean \"seed\"?)",
      ])
  }

  @Test func `a complaint is rendered with its line and caret`() {
    let text = "{\n  \(Self.least),\n  \"sied\": \"buy\"\n}"
    let diagnostics = #expect(throws: Diagnostics.self) { try Self.read(text) }
    #expect(
      diagnostics?.rendered() == """
        s:3:3: error: unknown key "sied"
          "sied": "buy"
          ^~~~~~
          hint: known keys: name, title, seed, side, check, cap, tiers, flows, balances

        """)
  }

  @Test func `a present key is not what an unknown one was meant to be`() {
    #expect(
      Self.complaints("{\(Self.least), \"seeds\": 2}").first?.hasSuffix(
        "unknown key \"seeds\" (known keys: name, title, seed, side, check, cap, tiers, flows, balances)") == true)
  }

  @Test(arguments: [
    (#""cap": "5""#, #"cap must be an integer, found the string "5" (write it without quotes)"#),
    (
      #""cap": "5s""#,
      #"cap must be an integer, found the string "5s" (write a number, without unit; a time is in nanoseconds)"#
    ),
    (#""cap": 1e0"#, "cap must be an integer, found the number 1e0 (write it without fraction and exponent)"),
    (#""cap": 99999999999999999999"#, "cap is 99999999999999999999; it must be from -5 to 5"),
    (#""cap": null"#, "cap must be an integer, found null"),
    (#""title": ["x"]"#, "title must be a string, found an array"),
    (#""flows": {}"#, "flows must be an array, found an object"),
    (
      #""flows": "a""#,
      #"flows must be an array, found the string "a" (write it between [ and ], even if there is only one)"#
    ),
    (#""flows": [{"size": 1}]"#, "\"kind\" is missing in flows[0]"),
    (#""flows": [{"kind": "limits", "sise": 1}]"#, "flows[0].kind cannot be \"limits\" (did you mean \"limit\"?)"),
    (#""flows": [{"kind": "stop"}]"#, "flows[0].kind cannot be \"stop\" (it can be \"market\" or \"limit\")"),
    (#""flows": [{"kind": 3}]"#, "flows[0].kind must be one of \"market\" or \"limit\", found the number 3"),
    (
      #""flows": [{"kind": "market", "size": 1, "sz": 0}]"#,
      "unknown key \"sz\" in flows[0] (known keys: kind, size)"
    ),
    (
      #""flows": [{"kind": "limit", "size": 1, "offset": 1e999}]"#,
      "flows[0].offset is 1e999; it must be from 0 to 1"
    ),
    (
      #""balances": {"alice": "0.001"}"#,
      "balances.alice is 0.001; it must be given with no more than 2 digits after the point"
    ),
    (
      #""balances": {"alice": "1e3"}"#,
      #"balances.alice must be a decimal number, found the string "1e3" (write it like "12.5", without exponent)"#
    ),
    (
      #""balances": {"alice": "5%"}"#,
      #"balances.alice must be a decimal number, found the string "5%" (write it "0.05")"#
    ),
    (
      #""balances": {"alice": "1,5"}"#,
      #"balances.alice must be a decimal number, found the string "1,5" (write it "1.5")"#
    ),
    (
      #""balances": {"аlice": 1}"#,
      "\"аlice\" is not a name (a name is 1 to 64 of A-Z a-z 0-9 . _ - and begins with a letter or digit; U+0430 is none of them)"
    ),
    (
      #""balances": {"=cmd": 1}"#,
      "\"=cmd\" is not a name (a name is 1 to 64 of A-Z a-z 0-9 . _ - and begins with a letter or digit)"
    ),
  ])
  func `each mistake has its own words`(member: String, complaint: String) {
    let complaints = Self.complaints("{\(Self.least), \(member)}")
    #expect(complaints.count == 1)
    #expect(complaints.first?.hasSuffix(" " + complaint) == true, "\(complaints)")
  }

  @Test func `the top level must be an object`() {
    #expect(Self.complaints("[]") == ["1:1 the top level must be an object, found an array"])
  }

  @Test func `an array too short or too long is refused at its bracket`() {
    #expect(
      Self.complaints(#"{"name": "a", "seed": 1, "side": "buy", "tiers": []}"#) == [
        "1:50 tiers has 0 elements; there must be 1 to 3"
      ])
  }

  @Test func `twenty of a thousand mistakes are told`() throws {
    let members = (0..<1_000).map { "\"x\($0)\": 0" }.joined(separator: ", ")
    let diagnostics = try #require(throws: Diagnostics.self) { try Self.read("{\(Self.least), \(members)}") }
    #expect(diagnostics.entries.count == 20)
    #expect(diagnostics.rendered().hasSuffix("\n980 more errors left out\n"))
  }

  @Test func `what only the caller knows is told at the value it is about`() {
    let text = SourceText(name: "s", #"{"account": "dave", "note": 1}"#)
    let diagnostics = #expect(throws: Diagnostics.self) {
      try ObjectReader.read(text) { reader -> Bool? in
        guard reader.has("note"), let account = reader.name("account") else { return nil }
        reader.refuse("no account named \(account)", at: "account", hint: "accounts: alice, bob")
        return true
      }
    }
    #expect(
      diagnostics?.rendered() == """
        s:1:13: error: no account named dave
        {"account": "dave", "note": 1}
                    ^~~~~~
          hint: accounts: alice, bob

        """)
  }

  @Test func `a hostile key is echoed harmlessly and cut short`() {
    let key = "\\u001b[2J" + String(repeating: "x", count: 10_000)
    let diagnostics = #expect(throws: Diagnostics.self) { try Self.read("{\(Self.least), \"\(key)\": 1}") }
    let rendered = diagnostics?.rendered() ?? ""
    #expect(rendered.hasPrefix("s:1:76: error: unknown key \"␛[2J" + String(repeating: "x", count: 36) + "…\"\n"))
    #expect(rendered.utf8.count < 1_000)
  }

  @Test(arguments: ["a", "9", "BTC-PERP.x_1", String(repeating: "a", count: 64)])
  func `a name is a name`(text: String) { #expect(isName(text)) }

  @Test(arguments: ["", "-a", ".a", "_a", "a b", "é", "a\n", "=1", String(repeating: "a", count: 65)])
  func `anything else is not`(text: String) { #expect(!isName(text)) }
}

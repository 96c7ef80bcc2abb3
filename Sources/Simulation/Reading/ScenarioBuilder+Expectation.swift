import MarketTypes
import Notation

/// What a scenario says a run should come to.
extension ScenarioBuilder {
  func expectation(_ object: inout ObjectReader) -> Expectation {
    var expectation = Expectation()
    expectation.rounds = Self.band("rounds", &object)
    expectation.liquidatedAccounts = Self.band("liquidatedAccounts", &object)
    expectation.forcedNotional = Self.band("forcedNotional", &object)
    expectation.takeovers = Self.band("takeovers", &object)
    expectation.deleveragings = Self.band("deleveragings", &object)
    expectation.uncovered = Self.band("uncovered", &object)
    expectation.fund = Self.band("fund", &object)
    expectation.balances = balances(&object)
    expectation.marks = marks(&object)
    if let digest = object.optional("digest"), !digest.isDescribed(asText: "^[0-9a-f]{32}$"),
      let text = digest.string(upTo: 64)
    {
      if text.utf8.count == 32, text.utf8.allSatisfy({ "0123456789abcdef".utf8.contains($0) }) {
        expectation.digest = text
      } else {
        digest.refuse("a digest is 32 hexadecimal digits, in lower case")
      }
    }
    return expectation
  }

  private func balances(_ object: inout ObjectReader) -> [ExpectedBalance] {
    var balances: [ExpectedBalance] = []
    for member in object.optional("balances")?.object({ $0.namedMembers() }) ?? [] {
      if indexOfAccount[member.name] == nil, !isOfRefusedBlock(member.name) {
        log.error(
          "no account named \"\(member.name)\"", at: member.keySpan,
          hint: accountHint(for: member.name))
      }
      guard let band = Self.band(member.value) else { continue }
      balances.append(ExpectedBalance(account: member.name, collateral: band))
    }
    return balances.sorted { $0.account < $1.account }
  }

  /// `{"BTC": {"lowest": [90, 95], "last": 100}}`.
  private func marks(_ object: inout ObjectReader) -> [ExpectedMark] {
    var marks: [ExpectedMark] = []
    for member in object.optional("marks")?.object({ $0.namedMembers() }) ?? [] {
      let index = indexOfInstrument[member.name]
      if index == nil {
        log.error(
          "no instrument named \"\(member.name)\"", at: member.keySpan,
          hint: suggestion(for: member.name, from: names.instruments))
      }
      let mark = member.value.object { inner in
        ExpectedMark(
          instrument: InstrumentID(number: UInt16(index ?? 0)), lowest: Self.band("lowest", &inner),
          highest: Self.band("highest", &inner), last: Self.band("last", &inner))
      }
      if let mark { marks.append(mark) }
    }
    return marks.sorted { $0.instrument < $1.instrument }
  }

  private static func band(_ key: String, _ object: inout ObjectReader) -> ClosedRange<Int64>? {
    object.optional(key).flatMap(band)
  }

  /// A number, or `[lowest, highest]`.
  private static func band(_ value: ValueReader) -> ClosedRange<Int64>? {
    let all = Int64.min...Int64.max
    guard value.isArray else { return value.integer(in: all).map { $0...$0 } }
    let ends = (value.elements(count: 2...2) ?? []).compactMap { $0.integer(in: all) }
    guard ends.count == 2 else { return nil }
    if ends[0] > ends[1] {
      value.refuse("the band begins at \(ends[0]), above its end \(ends[1])")
      return nil
    }
    return ends[0]...ends[1]
  }
}

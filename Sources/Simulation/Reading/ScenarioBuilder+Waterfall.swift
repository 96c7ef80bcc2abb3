import MarketTypes
import Notation

/// What happens to what the book does not take: backstop, deleveraging, layers of loss.
extension ScenarioBuilder {
  static func backstop(_ object: inout ObjectReader) -> BackstopRules {
    BackstopRules(
      below: object.rate("below", default: .zero), takesRest: object.boolean("takesRest", default: false),
      maximumNotional: object.optionalMoney("maximumNotional"), lossStop: object.optionalMoney("lossStop"),
      disposal: object.optional("disposal")?.object { disposal(&$0) })
  }

  private static func disposal(_ object: inout ObjectReader) -> DisposalRules {
    let lots = 0...InstrumentRules.positionLimit
    return DisposalRules(
      every: object.span("every", from: 1_000) ?? TimeSpan(nanoseconds: 1_000),
      portion: object.portion("portion", default: .one),
      wholeUpTo: Quantity(lots: object.integer("wholeUpTo", in: lots, default: 0)),
      bookShare: object.portion("bookShare", default: .one), range: object.portion("range", default: .one))
  }

  static func deleveraging(_ object: inout ObjectReader) -> DeleveragingRules {
    let ranking = object.choice(
      "ranking",
      from: [
        ("profitAndLeverage", DeleveragingRanking.profitAndLeverage), ("markOverEntry", .markOverEntry),
        ("proRata", .proRata), ("smallestOvershoot", .smallestOvershoot),
      ])
    return DeleveragingRules(
      ranking ?? .profitAndLeverage,
      at: object.choice(
        "price", from: [("bankruptcy", .bankruptcy), ("previousMark", .previousMark), ("mark", .mark)],
        default: .bankruptcy),
      when: object.choice(
        "when", from: [("insolvent", .insolvent), ("fundShort", .fundShort), ("unfilled", .unfilled)],
        default: .insolvent))
  }

  /// `"fund"`, `{"kind": "capital", "fund": "junior", "limit": 5000}`.
  func layer(_ value: ValueReader) -> LossLayer? {
    let plain: [(String, LossLayer.Kind)] = [
      ("fund", .fund), ("ownContribution", .ownContribution), ("members", .members), ("gains", .gains),
      ("openInterest", .openInterest),
    ]
    guard value.isObject else {
      return value.choice(from: plain, orObjectOf: ["capital", "assessment"]).map { LossLayer($0) }
    }
    let parametric: [(String, (inout ObjectReader) -> LossLayer.Kind?)] = [
      ("capital", { $0.required("fund").flatMap(self.fund).map { .capital($0) } }),
      (
        "assessment",
        { object in
          let one = Rate.one.partsPerBillion
          return object.decimal("multiple", scale: 9, in: 1...1_000 * one).map {
            .assessment(Rate(partsPerBillion: $0))
          }
        }
      ),
    ]
    return value.object { object in
      let kind = object.kind(plain.map { kind in (kind.0, { _ in kind.1 }) } + parametric)
      let limit = object.optionalMoney("limit")
      return kind.map { LossLayer($0, limit: limit) }
    }
  }

  /// Says that rules of a backstop are of no use without its account. Accounts were read.
  func checkBackstop(_ reader: ObjectReader) {
    if rules.liquidation.backstop == nil || accounts.contains(where: { $0.kind == .backstop }) { return }
    reader.refuse(
      "no account is the backstop that liquidation speaks of", at: "liquidation",
      hint: "add { \"name\": \"backstop\", \"kind\": \"backstop\", \"collateral\": … } to \"accounts\"")
  }

  // MARK: The default fund

  /// What an account has in the default fund at the start, out of its collateral.
  func readContribution(of account: AccountID, _ object: inout ObjectReader) {
    guard let value = object.optional("contribution") else { return }
    guard let amount = value.integer(in: 0...Self.moneyLimit) else { return }
    let collateral = deposits[account.index]
    if amount > collateral {
      value.refuse("the contribution of \(amount) is more than the collateral of \(collateral) that it comes out of")
    } else if amount > 0 {
      contributions.append((account, Money(units: amount)))
    }
  }

  /// Below zero what comes out again.
  func contribution(_ object: inout ObjectReader) -> (AccountID, Money)? {
    let account = account("account", &object)
    let amount = object.integer("amount", in: -Self.moneyLimit...Self.moneyLimit)
    if amount == 0 { object.refuse("a contribution of nothing", at: "amount") }
    guard let account, let amount else { return nil }
    return (account, Money(units: amount))
  }
}

extension ObjectReader {
  /// An amount; zero where it is left out.
  mutating func money(_ key: String) -> Money { optionalMoney(key) ?? .zero }

  /// An amount that may be left out.
  mutating func optionalMoney(_ key: String, from least: Int64 = 0) -> Money? {
    optional(key)?.integer(in: least...InstrumentRules.notionalLimit).map(Money.init(units:))
  }

  /// A share above 0 and at most 1, required unless there is a default.
  mutating func portion(_ key: String, default absent: Rate? = nil) -> Rate {
    let value = absent == nil ? required(key) : optional(key)
    return value?.decimal(scale: 9, in: 1...Rate.one.partsPerBillion).map(Rate.init(partsPerBillion:)) ?? absent ?? .one
  }

  /// A decimal number from 0 to 1,000 that may be left out.
  mutating func factor(_ key: String) -> Rate? {
    optional(key)?.decimal(scale: 9, in: 0...1_000 * Rate.one.partsPerBillion).map(Rate.init(partsPerBillion:))
  }
}

extension ValueReader {
  /// The meaning of a word that has no parameters, or what is read of an object of a kind that has.
  func wordOrObject<Meaning>(
    from plain: [(String, Meaning)], _ kinds: [(String, (inout ObjectReader) -> Meaning?)]
  ) -> Meaning? {
    guard isObject else { return choice(from: plain, orObjectOf: kinds.map(\.0)) }
    return object { $0.kind(kinds, orWordOf: plain.map(\.0)) }
  }
}

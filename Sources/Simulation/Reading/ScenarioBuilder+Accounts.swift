import MarketTypes
import Notation

/// Accounts with names of their own, and those that stand behind a single position.
extension ScenarioBuilder {
  func readAccounts(_ reader: inout ObjectReader) {
    for value in elements("accounts", of: .accounts, &reader) {
      _ = value.object { object in
        readAccount(&object)
        return true
      }
    }
  }

  private func readAccount(_ object: inout ObjectReader) {
    let name = accountName(&object)
    let kind = object.choice(
      "kind",
      from: [
        ("cross", AccountKind.cross), ("exempt", .exempt), ("isolated", .isolated), ("portfolio", .portfolio),
        ("backstop", .backstop),
      ], default: .cross)
    if kind == .backstop, let other = accounts.first(where: { $0.kind == .backstop })?.account {
      object.refuse("\"\(names.name(of: other))\" is the backstop, and there is one", at: "kind")
    }
    checkScenarios(for: kind, object, at: "kind")
    let only = kind == .isolated ? instrument(&object) : InstrumentID(number: 0)
    let owner = object.has("owner") ? self.owner(of: kind, &object) : nil
    let collateral = object.integer("collateral", in: 0...Self.moneyLimit, default: 0)
    let group = Int32(object.integer("group", in: 0...Int64(Int32.max), default: 0))
    let account = addAccount(
      name ?? "", kind, collateral: collateral, group: group, owner: owner, instrument: only ?? InstrumentID(number: 0))
    readAssets(of: account, &object)
    readContribution(of: account, &object)
    guard let value = object.optional("isolated") else { return }
    if kind == .isolated || owner != nil {
      value.refuse("a sub-account has no sub-accounts", hint: "its owner may have several")
    } else if !kind.isMargined {
      value.refuse("\(kind == .exempt ? "an exempt" : "the backstop") account has no margin that could be isolated")
    }
    readIsolated(of: account, named: name ?? "", group: group, value)
  }

  private func accountName(_ object: inout ObjectReader) -> String? {
    let name = object.name("name")
    if let name, indexOfAccount[name] != nil {
      object.refuse("there are two accounts named \"\(name)\"", at: "name")
    }
    return name
  }

  /// An account that is nobody's sub-account, margined like the one it owns or exempt like it.
  private func owner(of kind: AccountKind, _ object: inout ObjectReader) -> AccountID? {
    guard
      let owner = account(
        "owner", &object, else: "an owner stands before its sub-accounts, and is none of its own")
    else { return nil }
    if accounts[owner.index].owner != nil {
      object.refuse("\"\(names.name(of: owner))\" is a sub-account itself", at: "owner")
    } else if accounts[owner.index].kind.isMargined != kind.isMargined {
      object.refuse(
        "of an owner and its sub-account both are margined, or neither", at: "owner",
        hint: "\"\(names.name(of: owner))\" is \(accounts[owner.index].kind.isMargined ? "margined" : "exempt")")
    }
    return owner
  }

  /// Says that there are no scenarios by which an account's margin could be reckoned.
  func checkScenarios(for kind: AccountKind, _ object: ObjectReader, at key: String) {
    if kind == .portfolio, rules.portfolio == nil {
      object.refuse("there are no scenarios for portfolio margin", at: key, hint: "add \"portfolio\" to the scenario")
    }
  }

  /// `{"ETH": 40}`: what the account brings besides the settlement currency.
  private func readAssets(of account: AccountID, _ object: inout ObjectReader) {
    for member in object.optional("assets")?.object({ $0.namedMembers() }) ?? [] {
      let known = asset(named: member.name) { log.error($0, at: member.keySpan, hint: $1) }
      let amount = member.value.integer(in: amounts(of: known)) ?? 1
      guard let known else { continue }
      let index = known.index - 1
      if assetPrices[index] == nil {
        log.error(
          "\"\(member.name)\" has no price at the start", at: member.keySpan,
          hint: "add \"openingPrice\" to the asset, or let an event bring it later")
      }
      broughtOf[index] += Int128(amount)
      if let most = rules.assets[index].maximumTotal, broughtOf[index] > Int128(most.units) {
        log.error(
          "all accounts together bring more than the maximumTotal of \(most.units)", at: member.value.value.span)
      }
      placeOfAsset.append(Int32(places.count))
      places.append(member.keySpan)
      assetDeposits.append((account, Money(units: amount), known))
    }
  }

  /// `{"BTC-PERP": 500}`: for each instrument a sub-account `alice.BTC-PERP` of isolated margin with its collateral.
  private func readIsolated(of owner: AccountID, named name: String, group: Int32, _ value: ValueReader) {
    for member in value.object({ $0.namedMembers() }) ?? [] {
      let collateral = member.value.integer(in: 0...Self.moneyLimit) ?? 0
      guard let index = indexOfInstrument[member.name] else {
        log.error(
          "no instrument named \"\(member.name)\"", at: member.keySpan,
          hint: suggestion(for: member.name, from: names.instruments))
        continue
      }
      let sub = "\(name).\(member.name)"
      if !isName(sub) { log.error("the sub-account would be named \"\(sub)\", which is too long", at: member.keySpan) }
      if indexOfAccount[sub] != nil { log.error("there are two accounts named \"\(sub)\"", at: member.keySpan) }
      let instrument = InstrumentID(number: UInt16(index))
      isolatedAccounts[IsolatedPlace(owner: owner, instrument: instrument)] = addAccount(
        sub, .isolated, collateral: collateral, group: group, owner: owner, instrument: instrument)
    }
  }

  /// Who trades an instrument for the account that a member names: its sub-account there if it has one.
  func trader(_ key: String, _ object: inout ObjectReader, in instrument: InstrumentID?) -> AccountID? {
    guard let account = account(key, &object), let instrument else { return nil }
    if let isolated = isolatedAccounts[IsolatedPlace(owner: account, instrument: instrument)] { return isolated }
    let opening = accounts[account.index]
    if opening.kind == .isolated, opening.instrument != instrument {
      object.refuse(
        "\"\(names.name(of: account))\" trades \(names.name(of: opening.instrument)) and nothing else", at: key)
    }
    return account
  }
}

extension ScenarioBuilder {
  func margin(_ object: inout ObjectReader) -> AccountKind {
    let margin = object.choice(
      "margin",
      from: [
        ("cross", AccountKind.cross), ("isolated", .isolated), ("portfolio", .portfolio), ("exempt", .exempt),
      ],
      default: .cross)
    checkScenarios(for: margin, object, at: "margin")
    return margin
  }

  /// A member's account; one of isolated margin trades its block's instrument.
  func addMember(_ member: Int64, of block: Block, collateral: Int64) -> AccountID {
    addAccount(
      block.accountName(member), block.margin, collateral: collateral,
      instrument: block.margin == .isolated ? block.instrument ?? InstrumentID(number: 0) : InstrumentID(number: 0))
  }
}

/// A sub-account by whose it is and what it trades.
struct IsolatedPlace: Hashable {
  var owner: AccountID
  var instrument: InstrumentID
}

import MarketTypes
import Notation

/// Looking names up.
extension ScenarioBuilder {
  /// The account that a member names, or `nil` after saying that there is none.
  ///
  /// - Parameter hint: where no other hint can be given.
  func account(_ key: String, _ reader: inout ObjectReader, else hint: String? = nil) -> AccountID? {
    guard let value = reader.required(key), let name = value.name() else { return nil }
    if let index = indexOfAccount[name] { return AccountID(number: Int32(index)) }
    if isOfRefusedBlock(name) { return nil }
    value.refuse("no account named \"\(name)\"", hint: accountHint(for: name) ?? hint)
    return nil
  }

  /// Whether an account would be a member's of a block about which something was said.
  func isOfRefusedBlock(_ name: String) -> Bool {
    guard let hyphen = name.lastIndex(of: "-"), Int(name[name.index(after: hyphen)...]) != nil else { return false }
    return refusedBlockNames.contains(String(name[..<hyphen]))
  }

  /// Which members a block has, for what looks like one of them; else the account that was likely meant.
  func accountHint(for name: String) -> String? {
    let block = blocks.first { name.hasPrefix($0.name + "-") && Int(name.dropFirst($0.name.utf8.count + 1)) != nil }
    guard let block, let first = block.accounts.first, let last = block.accounts.last else {
      return suggestion(for: name, from: names.accounts)
    }
    return "the accounts of \"\(block.name)\" are \"\(names.accounts[first])\" to \"\(names.accounts[last])\""
  }

  /// The name that was likely meant, for the first few that are unknown: looking takes as long as there are names. Of a few
  /// names none of which is near, all.
  func suggestion(for name: String, from candidates: [String]) -> String? {
    guard hintsGiven < Diagnostics.limit else { return nil }
    hintsGiven += 1
    if let near = didYouMean(name, from: candidates.prefix(10_000)) { return "did you mean \"\(near)\"?" }
    if candidates.isEmpty || candidates.count > 6 { return nil }
    return "there \(candidates.count == 1 ? "is" : "are") \(Self.all(candidates))"
  }

  /// `"a", "b" and "c"`.
  private static func all(_ names: [String]) -> String {
    let quoted = names.map { "\"\($0)\"" }
    guard let last = quoted.last, quoted.count > 1 else { return quoted.joined() }
    return quoted.dropLast().joined(separator: ", ") + " and " + last
  }

  /// The instrument that a member names; with a single instrument it may be left out.
  func instrument(_ reader: inout ObjectReader) -> InstrumentID? {
    let isChoice = names.instruments.count > 1
    let hint = isChoice && names.instruments.count <= 6 ? "there are \(Self.all(names.instruments))" : nil
    guard let value = isChoice ? reader.required("instrument", hint: hint) : reader.optional("instrument") else {
      return names.instruments.count == 1 ? InstrumentID(number: 0) : nil
    }
    guard let name = value.name() else { return nil }
    if let index = indexOfInstrument[name] { return InstrumentID(number: UInt16(index)) }
    value.refuse("no instrument named \"\(name)\"", hint: suggestion(for: name, from: names.instruments))
    return nil
  }

  /// The prices that an instrument allows, or that any could.
  func prices(of instrument: InstrumentID?) -> ClosedRange<Int64> {
    1...(instrument.map { rules.instruments[$0.index].maximumPrice.ticks } ?? Self.highestPrice)
  }

  /// The lots that an instrument allows to one order or one position, or that any could.
  func lots(of instrument: InstrumentID?) -> ClosedRange<Int64> {
    1...(instrument.map { rules.instruments[$0.index].maximumPosition.lots } ?? InstrumentRules.notionalLimit)
  }

  func addAccount(
    _ name: String, _ kind: AccountKind, collateral: Int64, group: Int32 = 0, owner: AccountID? = nil,
    instrument: InstrumentID = InstrumentID(number: 0)
  ) -> AccountID {
    let account = AccountID(number: Int32(names.accounts.count))
    indexOfAccount[name] = names.accounts.count
    names.accounts.append(name)
    accounts.append(
      AccountOpening(account: account, kind: kind, group: group, owner: owner, instrument: instrument))
    deposits.append(collateral)
    return account
  }
}

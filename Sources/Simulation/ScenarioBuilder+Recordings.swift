import MarketTypes
import Notation

/// Recorded order flow.
extension ScenarioBuilder {
  func readRecordings(_ reader: inout ObjectReader) {
    for value in reader.optional("recordings")?.elements(count: 0...16) ?? [] {
      _ = value.object { object in
        let recording = object.kind(
          [("lobster", { self.readLobster(&$0) }), ("binance", { self.readBinance(&$0) })]
            as [(String, (inout ObjectReader) -> RecordingSpecification?)])
        if let recording { recordings.append(recording) }
        return true
      }
    }
  }

  private func readLobster(_ object: inout ObjectReader) -> RecordingSpecification? {
    let messages = object.required("messages").flatMap(Self.path) ?? ""
    let seedBook = object.optional("seedBook").flatMap(Self.path)
    let owners = readOwners(&object)
    let tickSize = object.integer("tickSize", in: 1...1_000_000_000, default: 100)
    guard let owners else { return nil }
    return RecordingSpecification(
      messages: messages, seedBook: seedBook, account: owners.account, aggressor: owners.aggressor,
      instrument: owners.instrument, tickSize: tickSize)
  }

  private func readBinance(_ object: inout ObjectReader) -> RecordingSpecification? {
    let messages = object.required("messages").flatMap(Self.path) ?? ""
    let owners = readOwners(&object)
    let tickSize = object.decimal("tickSize", scale: 8, in: 1...1_000_000_000_000_000)
    let lotSize = object.decimal("lotSize", scale: 8, in: 1...1_000_000_000_000_000)
    guard let owners, let tickSize, let lotSize else { return nil }
    return RecordingSpecification(
      messages: messages, seedBook: nil, account: owners.account, aggressor: owners.aggressor,
      instrument: owners.instrument, tickSize: tickSize, format: .binance(lotSize: lotSize))
  }

  /// A path that stays below the data root, as far as its words can say. Links are looked at when it is opened.
  private static func path(_ value: ValueReader) -> String? {
    guard let path = value.string() else { return nil }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    if parts.first == "" || parts.contains("..") || path.utf8.contains(0) {
      value.refuse("\"\(path.prefix(100))\" leads out of the data root", hint: "a path there is relative, without ..")
      return nil
    }
    return path
  }

  private struct Owners {
    var account: AccountID
    var aggressor: AccountID
    var instrument: InstrumentID
  }

  /// Who rests, who executes, and in what.
  private func readOwners(_ object: inout ObjectReader) -> Owners? {
    let account = account("account", &object)
    let aggressor = self.account("aggressor", &object)
    let instrument = instrument(&object)
    if let account, account == aggressor {
      object.refuse("the aggressor must be another account than the one that rests", at: "aggressor")
    }
    for (key, owner) in [("account", account), ("aggressor", aggressor)] {
      if let owner, accounts[owner.index].kind != .exempt {
        object.refuse(
          "\"\(names.name(of: owner))\" is margined; nobody knows what collateral a recorded crowd had", at: key,
          hint: "give that account \"kind\": \"exempt\"")
      }
    }
    guard let account, let aggressor, let instrument else { return nil }
    return Owners(account: account, aggressor: aggressor, instrument: instrument)
  }
}

import MarketTypes
import Notation

/// Reads commands from objects of JSON with the keys that `CommandTable` writes: what it wrote reads back equal.
///
/// More may be left out than the table leaves out: the time, which is then `now`; an instrument, where there is only one; the
/// time in force and the kind of a trigger, which have usual values. `docs/engine.md` says it key by key.
///
/// An account or instrument without a name is `#` and its number, as the table writes it. An account that is opened has a
/// name nobody had, or its number; its name is known from `takeNewAccounts()` on.
public final class CommandReader {
  public private(set) var names: Names
  /// The time of a command that says none.
  public var now = Time.start
  /// No command comes later than this, and nothing that one asks for ends later.
  public var latest = Time.never
  /// Whether a command that may be an account's first can name one that nobody opened, which gets the next number.
  public var takesNewNames = false
  /// Accounts that the object read last named first, in order of number; only `takeNewAccounts()` makes them known.
  public private(set) var newAccounts: [String] = []

  /// Whether that is so for the object being read.
  private var mayBeFirst = false
  private var accounts: [String: Int32] = [:]
  private var instruments: [String: UInt16] = [:]
  private var assets: [String: UInt16] = [:]

  public init(_ names: Names = Names()) {
    self.names = Names()
    for name in names.instruments { add(instrument: name) }
    for name in names.accounts { add(account: name) }
    for name in names.assets { add(asset: name) }
  }

  /// The next instrument's name.
  public func add(instrument name: String) {
    instruments[name] = UInt16(exactly: names.instruments.count)
    names.instruments.append(name)
  }

  /// The next asset's name; the first is asset 1.
  public func add(asset name: String) {
    names.assets.append(name)
    assets[name] = UInt16(exactly: names.assets.count)
  }

  /// The next account's name.
  public func add(account name: String) {
    accounts[name] = Int32(exactly: names.accounts.count)
    names.accounts.append(name)
  }

  /// Makes known whom the object read last named first, because its command was carried out.
  public func takeNewAccounts() {
    for name in newAccounts { add(account: name) }
    newAccounts = []
  }

  /// For `ObjectReader.kind`: what each kind of command is read with, and then made into.
  public func decoders<Meaning>(
    _ wrap: @escaping (Command) -> Meaning
  ) -> [(String, (inout ObjectReader) -> Meaning?)] {
    CommandKind.allCases.map { kind in
      (kind.phrase.code, { reader in self.command(kind, from: &reader).map(wrap) })
    }
  }

  /// The command of this kind that an object holds, or `nil` with the reason logged.
  public func command(_ kind: CommandKind, from reader: inout ObjectReader) -> Command? {
    newAccounts = []
    mayBeFirst = takesNewNames && kind.mayBeFirst
    let time = reader.optional(.time)?.integer(in: .min...latest.nanoseconds)
    let seen = reader.optional(.seen)?.integer(in: 0...(.max))
    guard let action = action(kind, from: &reader) else { return nil }
    return Command(
      action, at: time.map(Time.init(nanoseconds:)) ?? now, seen: seen.map(EventPosition.init(number:)))
  }
}

// MARK: - Names

extension CommandReader {
  /// The account that `account` names, which must be known; `nil` with the reason logged.
  public func knownAccount(_ reader: inout ObjectReader) -> AccountID? {
    newAccounts = []
    mayBeFirst = false
    return account(&reader)
  }

  func account(_ reader: inout ObjectReader, _ key: String = "account") -> AccountID? {
    reader.required(key).flatMap { account(named: $0, isNew: false) }
  }

  /// - Parameter isNew: whether a name that nobody has yet is meant to be one.
  func account(named value: ValueReader, isNew: Bool) -> AccountID? {
    guard let name = value.string() else { return nil }
    if let number = accounts[name] { return AccountID(number: number) }
    if let number = Int32(behindHash: name) { return AccountID(number: number) }
    if let index = newAccounts.firstIndex(of: name) { return AccountID(number: Int32(names.accounts.count + index)) }
    guard isNew || mayBeFirst else {
      let near = didYouMean(name, from: names.accounts).map { "did you mean \"\($0)\"?" }
      value.refuse("no account is named \"\(name)\"", hint: near ?? "open it first")
      return nil
    }
    guard value.name() != nil else { return nil }
    newAccounts.append(name)
    return AccountID(number: Int32(clamping: names.accounts.count + newAccounts.count - 1))
  }

  /// The instrument that `key` names, or the only one there is.
  public func instrument(_ reader: inout ObjectReader, _ key: String = "instrument") -> InstrumentID? {
    if let value = reader.optional(key) { return instrument(named: value) }
    if names.instruments.count == 1 { return InstrumentID(number: 0) }
    _ = reader.required(key)
    return nil
  }

  public func instrument(named value: ValueReader) -> InstrumentID? {
    guard let name = value.string() else { return nil }
    if let number = instruments[name] { return InstrumentID(number: number) }
    if let number = UInt16(behindHash: name) { return InstrumentID(number: number) }
    let near = didYouMean(name, from: names.instruments).map { "did you mean \"\($0)\"?" }
    value.refuse("no instrument is named \"\(name)\"", hint: near ?? "the instruments: \(names.instruments.list)")
    return nil
  }
}

extension CommandReader {
  /// What `asset` names; the settlement currency where it is left out.
  func asset(_ reader: inout ObjectReader) -> AssetID? {
    guard let value = reader.optional(.asset) else { return .settlement }
    return asset(named: value)
  }

  func asset(named value: ValueReader) -> AssetID? {
    guard let name = value.string() else { return nil }
    if let number = assets[name] { return AssetID(number: number) }
    if let number = UInt16(behindHash: name) { return AssetID(number: number) }
    let near = didYouMean(name, from: names.assets).map { "did you mean \"\($0)\"?" }
    value.refuse("no asset is named \"\(name)\"", hint: near ?? "the assets: \(names.assets.list)")
    return nil
  }
}

extension FixedWidthInteger {
  /// What `#17` names, digits as they are printed; `nil` for any other name, such as `#-1` and `#017`.
  fileprivate init?(behindHash name: String) {
    guard let number = Self(name.dropFirst()), number >= 0, name == "#\(number)" else { return nil }
    self = number
  }
}

extension CommandKind {
  /// Whether an account can begin with it; the others are about what it already has.
  fileprivate var mayBeFirst: Bool {
    switch self {
    case .deposit, .openHolding, .openOrder, .submit, .massQuote, .protect, .explainQuote: true
    case .openAccount, .fund, .withdraw, .openMark, .cancel, .amend, .reduce, .replace, .massCancel, .unblock, .bust,
      .setPhase, .setIndex, .clock, .report, .roll, .transfer, .movePosition, .setMarginFactor, .contribute,
      .settleContract:
      false
    }
  }
}

extension [String] {
  /// For a hint: no more than a few.
  fileprivate var list: String {
    isEmpty ? "none" : prefix(8).joined(separator: ", ") + (count > 8 ? ", …" : "")
  }
}

// MARK: - Columns as keys

extension ObjectReader {
  mutating func optional(_ column: Column) -> ValueReader? { optional(column.name) }
  mutating func required(_ column: Column) -> ValueReader? { required(column.name) }

  mutating func integer(_ column: Column) -> Int64? { integer(column.name, in: .min ... .max) }
  mutating func integer(_ column: Column, default absent: Int64) -> Int64 {
    integer(column.name, in: .min ... .max, default: absent)
  }

  /// A field of 32 bits.
  mutating func short(_ column: Column) -> Int32? {
    integer(column.name, in: Int64(Int32.min)...Int64(Int32.max)).map(Int32.init(truncatingIfNeeded:))
  }
  mutating func short(_ column: Column, from least: Int32 = .min, default absent: Int32) -> Int32 {
    Int32(truncatingIfNeeded: integer(column.name, in: Int64(least)...Int64(Int32.max), default: Int64(absent)))
  }

  mutating func price(_ column: Column = .price) -> Price? { integer(column).map(Price.init(ticks:)) }
  mutating func quantity(_ column: Column = .quantity) -> Quantity? { integer(column).map(Quantity.init(lots:)) }
  mutating func amount() -> Money? { integer(.amount).map(Money.init(units:)) }

  mutating func choice<Choice: Phrased>(_ column: Column, from choices: [Choice]) -> Choice? {
    choice(column.name, from: choices.map { ($0.phrase.code, $0) })
  }
  mutating func choice<Choice: Phrased>(_ column: Column, from choices: [Choice], default absent: Choice) -> Choice {
    choice(column.name, from: choices.map { ($0.phrase.code, $0) }, default: absent)
  }
}

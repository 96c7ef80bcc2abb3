import MarketTypes
import Notation

/// The names of one venue as lines use them, both ways.
///
/// A name that could be taken for something else (a word of the grammar, a number, the name of another) is not
/// used: whoever bears it is written `#` and its number, as is whoever has no name.
struct Roster: Sendable {
  private(set) var names: Names
  private var accounts: [String: Int] = [:]
  private var instruments: [String: Int] = [:]
  private var assets: [String: Int] = [:]

  init(_ names: Names) {
    self.names = Names()
    for name in names.accounts { add(account: name) }
    for name in names.instruments { add(instrument: name) }
    for name in names.assets { add(asset: name) }
  }

  mutating func add(account name: String) {
    if Self.isUsable(name), accounts[name] == nil { accounts[name] = names.accounts.count }
    names.accounts.append(name)
  }

  mutating func add(instrument name: String) {
    if Self.isUsable(name), instruments[name] == nil { instruments[name] = names.instruments.count }
    names.instruments.append(name)
  }

  mutating func add(asset name: String) {
    names.assets.append(name)
    if Self.isUsable(name), assets[name] == nil { assets[name] = names.assets.count }
  }

  /// Whether a line can use `name` for an account, an instrument or an asset.
  static func isUsable(_ name: String) -> Bool {
    isName(name) && Int64(name) == nil && !reservedWords.contains(name)
  }

  /// Words that can stand where a name can.
  private static let reservedWords: Set<String> = [
    "account", "accounts", "asset", "at", "base", "book", "bust", "buys", "by", "call", "clock", "continuous",
    "elsewhere", "factor", "from", "fund", "group", "halt", "index", "instrument", "limited", "liquidation", "lost",
    "mark", "of", "open", "portfolio", "report", "roll", "seen", "sells", "settle", "source", "to", "trigger", "until",
    "venue",
  ]
}

// MARK: - Writing

extension Roster {
  func text(of account: AccountID) -> String {
    let name = names.name(of: account)
    return accounts[name] == account.index ? name : "#\(account.number)"
  }

  func text(of instrument: InstrumentID) -> String {
    let name = names.name(of: instrument)
    return instruments[name] == instrument.index ? name : "#\(instrument.number)"
  }

  func text(of asset: AssetID) -> String {
    let name = names.name(of: asset)
    return assets[name] == Int(asset.number) ? name : "#\(asset.number)"
  }

  /// ` ETH` with a space before it, or nothing for the settlement currency, which goes without saying.
  func suffix(_ asset: AssetID) -> String { asset == .settlement ? "" : " " + text(of: asset) }

  /// Whether a line may leave the instrument out, because there is only one.
  var hasOneInstrument: Bool { names.instruments.count == 1 }

  /// The instrument's name with a space before it, or nothing if it goes without saying.
  func suffix(_ instrument: InstrumentID) -> String {
    hasOneInstrument && instrument.index == 0 ? "" : " " + text(of: instrument)
  }
}

// MARK: - Reading

extension Roster {
  func account(_ word: String) -> AccountID? {
    if word.hasPrefix("#") { return Int32(word.dropFirst()).map(AccountID.init(number:)) }
    return accounts[word].flatMap(Int32.init(exactly:)).map(AccountID.init(number:))
  }

  func instrument(_ word: String) -> InstrumentID? {
    if word.hasPrefix("#") { return UInt16(word.dropFirst()).map(InstrumentID.init(number:)) }
    return instruments[word].flatMap(UInt16.init(exactly:)).map(InstrumentID.init(number:))
  }

  func asset(_ word: String) -> AssetID? {
    if word.hasPrefix("#") { return UInt16(word.dropFirst()).map(AssetID.init(number:)) }
    return assets[word].flatMap(UInt16.init(exactly:)).map(AssetID.init(number:))
  }
}

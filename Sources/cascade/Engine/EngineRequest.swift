import Journaling
import MarketTypes
import Notation

/// One line of input, understood.
enum EngineRequest {
  case command(Command)
  /// What an order would do, without doing it.
  case preview(Command)
  case instrument(name: String, InstrumentRules)
  case asset(name: String, AssetRules)
  case venue(VenueDeclaration)
  case dump(DumpRequest)
  case queue(QueueRequest)
  case digest
}

/// What all instruments have in common, laid over what was declared before.
struct VenueDeclaration {
  var rules: VenueRules
  /// Whether accounts that are named and were not opened are opened without margin; `nil` leaves it as it was.
  var opensAccounts: Bool?
}

/// Which state is asked for.
struct DumpRequest {
  enum Depth: String, CaseIterable {
    case bestPrices = "L1"
    case eachPrice = "L2"
    case eachOrder = "L3"
  }

  /// `nil` for no books.
  var books: Depth?
  /// `nil` for all.
  var instrument: InstrumentID?
  /// Most prices or orders of a side.
  var limit: Int
  var accounts: Bool
  /// Only this one.
  var account: AccountID?
}

/// Which order's place is asked for: by the venue's number, or by its account's own.
enum QueueRequest {
  case order(OrderID)
  case client(ClientOrderID, AccountID)
}

// MARK: - Reading

/// Reads lines of input.
final class RequestReader {
  let commands: CommandReader
  /// What a declaration is laid over.
  var rules = VenueRules(instruments: [])
  /// The number that the line gave its command, for the line that closes the answer.
  private(set) var tag: Int64?

  private lazy var kinds: [(String, (inout ObjectReader) -> EngineRequest?)] =
    commands.decoders(EngineRequest.command) + [
      ("preview", { [commands] in commands.command(.submit, from: &$0).map(EngineRequest.preview) }),
      ("instrument", { Self.instrument(&$0) }),
      ("asset", { Self.asset(&$0) }),
      ("venue", { [unowned self] in venue(&$0) }),
      ("dump", { [unowned self] in dump(&$0) }),
      ("queue", { [unowned self] in queue(&$0) }),
      ("digest", { _ in .digest }),
    ]

  init(_ commands: CommandReader) {
    self.commands = commands
    commands.latest = .latest
  }

  /// Throws everything that is wrong with a line, and then nothing has changed.
  func request(_ bytes: [UInt8]) throws(Diagnostics) -> EngineRequest {
    tag = nil
    return try ObjectReader.read(SourceText(name: "input", line: bytes)) { reader in
      let tag = reader.optional("command")?.integer(in: 0...(.max))
      let request = reader.kind(kinds)
      self.tag = tag
      return request
    }
  }

  private static func instrument(_ reader: inout ObjectReader) -> EngineRequest? {
    let name = reader.name("name")
    let rules = InstrumentRules(declaredBy: &reader)
    return name.map { .instrument(name: $0, rules) }
  }

  private static func asset(_ reader: inout ObjectReader) -> EngineRequest? {
    let name = reader.name("name")
    let rules = AssetRules(declaredBy: &reader)
    return name.map { .asset(name: $0, rules) }
  }

  private func venue(_ reader: inout ObjectReader) -> EngineRequest? {
    var declaration = VenueDeclaration(rules: rules)
    declaration.rules.take(declaredBy: &reader)
    declaration.opensAccounts = reader.optional("opensAccounts")?.boolean()
    return .venue(declaration)
  }

  private func dump(_ reader: inout ObjectReader) -> EngineRequest? {
    let books = reader.optional("books")?.choice(from: DumpRequest.Depth.allCases.map { ($0.rawValue, $0) })
    let instrument = reader.optional("instrument").map { commands.instrument(named: $0) }
    let limit = reader.integer("limit", in: 1...Int64(Int32.max), default: Int64(Int32.max))
    let accounts = reader.boolean("accounts", default: false)
    let account = reader.has("account") ? commands.knownAccount(&reader) : nil
    if !reader.has("books"), !accounts, !reader.has("account") {
      reader.refuse("nothing is asked for", hint: "add books, \"L1\", \"L2\" or \"L3\", or accounts")
    }
    return .dump(
      DumpRequest(
        books: books, instrument: instrument ?? nil, limit: Int(limit), accounts: accounts || account != nil,
        account: account))
  }

  private func queue(_ reader: inout ObjectReader) -> EngineRequest? {
    if let order = reader.optional("order") {
      return order.integer(in: 0...(.max)).map { .queue(.order(OrderID(number: $0))) }
    }
    guard let client = reader.optional("client") else {
      reader.refuse("no order is named", hint: "add order, the venue's number, or client and account")
      return nil
    }
    let account = commands.knownAccount(&reader)
    guard let number = client.client(), let account else { return nil }
    return .queue(.client(number, account))
  }
}

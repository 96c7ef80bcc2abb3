import MarketTypes
import Notation
import Simulation
import Testing
import Venue

/// A small scenario under the rules of a preset, played to its end through a real venue.
///
/// One instrument `X` unless said otherwise, marked by its index, whose lot of one tick is one unit of money; `world` is
/// exempt and takes the other side, `vault` is the backstop.
struct PresetPlay {
  let names: Names
  /// What happened after the opening, with when.
  private(set) var told: [(time: Time, event: Event)] = []
  private var collateral: [Int64] = []
  private var positions: [Int64] = []
  private var costs: [Int64] = []
  private(set) var fund: Int128 = 0

  static let names = [
    "binance-like", "bitmex-like", "bybit-like", "ccp", "drift-like", "dydx-like", "hyperliquid-like", "vega-like",
  ]

  private static func around(_ maintenance: String, _ instrument: String) -> String {
    """
    {
      "version": 1, "name": "around", "duration": "1min",
      "instruments": [
        {"name": "X", "maximumPrice": 1000000, "maximumPosition": 1000000, "initialMargin": 1, "mark": "index",
         "maintenance": \(maintenance), \(instrument)}
      ],
      "accounts": [{"name": "world", "kind": "exempt"}, {"name": "vault", "kind": "backstop"}]
    }
    """
  }

  /// The scenario of a preset: what is common to all, the preset, then what a test says.
  static func scenario(
    _ preset: String, mark: Int64 = 100, maintenance: String = #"[{"rate": "0.1"}]"#, instrument: String = "",
    vault: Int64 = 0, accounts: String = "", _ rest: String
  ) throws -> Scenario {
    let text = """
      {
        "extends": ["around", "preset"],
        "accounts": [
          {"name": "world", "kind": "exempt"}, {"name": "vault", "kind": "backstop", "collateral": \(vault)}, \(accounts)
        ],
        \(rest)
      }
      """
    return try Scenario.read(SourceText(name: "test.jsonc", text)) { path in
      path == "around"
        ? SourceText(name: "around", around(maintenance, "\"openingMark\": \(mark), \(instrument)"))
        : try? repositoryText("fixtures/presets/\(preset).jsonc")
    }
  }

  init(
    _ preset: String, mark: Int64 = 100, maintenance: String = #"[{"rate": "0.1"}]"#, instrument: String = "",
    vault: Int64 = 0, accounts: String = "", _ rest: String
  ) throws {
    let scenario = try Self.scenario(
      preset, mark: mark, maintenance: maintenance, instrument: instrument, vault: vault, accounts: accounts, rest)
    names = scenario.names
    var simulation = MarketSimulation(scenario)
    simulation.checkEverything()
    while simulation.advance() {
      for index in 0..<simulation.events.count where !simulation.isOpening {
        told.append((simulation.command.time, simulation.events[index]))
      }
    }
    simulation.venue.checkInvariants()
    let first = InstrumentID(number: 0)
    for number in 0..<Int32(simulation.venue.accountCount) {
      let account = AccountID(number: number)
      collateral.append(simulation.venue.collateral(of: account).units)
      positions.append(simulation.venue.position(of: account, in: first).lots)
      costs.append(simulation.venue.costBasis(of: account, in: first).units)
    }
    fund = simulation.venue.balance(of: .fund(FundID(number: 0)))
  }

  // MARK: At the end

  func collateral(of name: String) -> Int64 { collateral[number(of: name)] }
  func position(of name: String) -> Int64 { positions[number(of: name)] }
  func cost(of name: String) -> Int64 { costs[number(of: name)] }

  private func number(of name: String) -> Int { names.accounts.firstIndex(of: name) ?? -1 }

  // MARK: What happened

  /// A forced fill, and when; time in milliseconds.
  struct ForcedFill: Equatable {
    var time: Int64
    var lots: Int64
    var price: Int64
  }

  /// Lots are below zero for a sale.
  var forcedFills: [ForcedFill] {
    told.compactMap { time, event in
      guard case .filled(let fill) = event.body, fill.isForced else { return nil }
      let lots = fill.quantity.lots
      return ForcedFill(
        time: time.nanoseconds / 1_000_000, lots: fill.takerSide == .buy ? lots : -lots, price: fill.price.ticks)
    }
  }

  /// Worst prices of the forced orders that entered the book.
  var forcedLimits: [Int64] {
    told.compactMap { _, event in
      guard case .accepted(let order) = event.body, order.terms.contains(.forced) else { return nil }
      return order.limit?.ticks
    }
  }

  /// Whom the backstop took over.
  var takenOver: [String] {
    told.compactMap { _, event in
      if case .takenOver(let takeover) = event.body { names.name(of: takeover.account) } else { nil }
    }
  }

  var declined: [String] {
    told.compactMap { _, event in
      if case .takeoverDeclined(let declined) = event.body { names.name(of: declined.account) } else { nil }
    }
  }

  /// `a gives 10 at 650`, in order.
  var deleveraged: [String] {
    told.compactMap { _, event in
      guard case .deleveraged(let pair) = event.body else { return nil }
      return "\(names.name(of: pair.counterparty)) gives \(pair.quantity.lots) at \(pair.price.ticks)"
    }
  }

  /// `bob pays 40`, `the fund pays 30`, of transfers for a reason, in order.
  func payments(_ reasons: TransferReason...) -> [String] {
    told.compactMap { _, event in
      guard case .transferred(let transfer) = event.body, reasons.contains(transfer.reason) else { return nil }
      let payer =
        switch transfer.from {
        case .collateral(let account): names.name(of: account)
        case .contribution(let account): "\(names.name(of: account))'s contribution"
        case .costBasis(let account, _): "\(names.name(of: account))'s gain"
        case .fund: "the fund"
        default: "\(transfer.from)"
        }
      return "\(payer) pays \(transfer.amount.units)"
    }
  }

  /// Events of one kind, counted.
  func count(_ isMeant: (Event.Body) -> Bool) -> Int { told.count { isMeant($0.event.body) } }

  var uncovered: Int64 {
    told.reduce(0) { sum, line in
      if case .lossUncovered(let loss) = line.event.body { sum + loss.amount.units } else { sum }
    }
  }
}

/// A line of `openings`: somebody's position against the world.
func holding(_ account: String, _ lots: Int64, at price: Int64, against other: String = "world") -> String {
  """
  {"kind": "holding", "account": "\(account)", "against": "\(other)", "position": \(lots), "price": \(price)}
  """
}

/// An order of the world's: of `openings`, or of `events` at a time.
func offer(_ side: String, _ lots: Int64, at price: Int64, time: String? = nil) -> String {
  let at = time.map { "\"at\": \"\($0)\", " } ?? ""
  return """
    {\(at)"kind": "order", "account": "world", "side": "\(side)", "quantity": \(lots), "limit": \(price)}
    """
}

/// A line of `events`: the index becomes another.
func index(_ price: Int64, at time: String) -> String {
  "{\"at\": \"\(time)\", \"kind\": \"index\", \"price\": \(price)}"
}

/// The members `openings` and `events`.
func play(_ openings: [String], _ events: [String]) -> String {
  """
  "openings": [\(openings.joined(separator: ", "))], "events": [\(events.joined(separator: ", "))]
  """
}

import Analysis
import MarketTypes
import Notation

/// How the accounts of a run stand, for a reader at a terminal: a table of accounts, the largest risk first, one of
/// positions, and one of requirements if they were asked for. Accounts under maintenance margin stand out.
public struct StandingSummary: Sendable {
  private let accounts: [AccountStanding]
  private let names: Names
  private let time: Time
  private let asked: Time?
  /// At most so many lines of accounts, and of positions.
  private let limit: Int

  /// - Parameters:
  ///   - time: of the last command that was carried out.
  ///   - asked: the moment that was asked for, not before that; `nil` where none was.
  ///   - limit: `nil` for no limit.
  public init(_ accounts: [AccountStanding], names: Names, time: Time, asked: Time? = nil, limit: Int?) {
    self.accounts = accounts.sorted { $0.isRiskier(than: $1) }
    self.names = names
    self.time = time
    self.asked = asked
    self.limit = limit ?? .max
  }

  /// Lines that all end with a line feed.
  ///
  /// - Parameter width: of the terminal in characters; columns that do not fit are left out.
  /// - Parameter styled: whether colour and weight may be used.
  public func text(width: Int, styled: Bool) -> String {
    let style = TextStyle(isStyled: styled)
    let shown = Array(accounts.prefix(limit))
    var lines = [style.heading(headline), ""]
    lines += table(accountTable(shown), width, style) { $0 < shown.count && shown[$0].standsOut }
    lines += more(accounts.count - shown.count, "account")
    let all = accounts.flatMap { account in account.positions.map { (account, $0) } }
    let positions = Array(all.prefix(limit))
    if !positions.isEmpty {
      lines += [""] + table(positionTable(positions), width, style) { positions[$0].0.standsOut }
      lines += more(all.count - positions.count, "position")
    }
    if accounts.contains(where: { $0.requirements != nil }) {
      lines += [""] + table(requirementTable(shown), width, style) { _ in false }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private var headline: String {
    let liquidatable = accounts.count(where: \.isLiquidatable)
    let isLater = asked.map { $0 > time } ?? false
    let moment = Wording.time(asked ?? time) + (isLater ? " (last command at \(Wording.time(time)))" : "")
    return "\(Wording.count(accounts.count, "account")) at \(moment), "
      + (liquidatable == 0 ? "none under maintenance margin" : "\(groupedText(liquidatable)) under maintenance margin")
  }

  private func table(
    _ table: TextTable, _ width: Int, _ style: TextStyle, isBad: (Int) -> Bool
  ) -> [String] {
    let lines = table.lines(width: width)
    return [style.quiet(lines[0])] + lines.dropFirst().enumerated().map { isBad($0) ? style.bad($1) : $1 }
  }

  private func more(_ count: Int, _ noun: String) -> [String] {
    count == 0 ? [] : ["and \(Wording.count(count, "more \(noun)")); --all shows them"]
  }

  private func name(_ account: AccountStanding) -> String { printable(names.name(of: account.account)) }
}

// MARK: - Tables

extension StandingSummary {
  private static let none = "–"

  /// One account's total is itself: nothing is added.
  private func withTotal(_ shown: [AccountStanding]) -> [AccountStanding] {
    accounts.count(where: \.isMargined) < 2 ? shown : shown + [accounts.total]
  }

  private func title(_ account: AccountStanding) -> String {
    account.account.number < 0 ? "all margined" : name(account)
  }

  private func accountTable(_ shown: [AccountStanding]) -> TextTable {
    let lines = withTotal(shown)
    func column(
      _ title: String, dispensability: Int = 0, alignment: ColumnAlignment = .right,
      _ cell: (AccountStanding) -> String
    ) -> TextTable.Column {
      TextTable.Column(
        title: title, cells: lines.map(cell), alignment: alignment, dispensability: dispensability)
    }
    func margin(_ value: @escaping (AccountStanding) -> String?) -> (AccountStanding) -> String {
      { $0.isMargined ? value($0) ?? Self.none : Self.none }
    }
    return TextTable(columns: [
      column("account", alignment: .left, title),
      column("kind", dispensability: 6, alignment: .left) { $0.account.number < 0 ? "" : "\($0.kind)" },
      column("equity") { groupedText($0.equity) },
      column("initial", dispensability: 3, margin { groupedText($0.initial) }),
      column("maintenance", dispensability: 1, margin { groupedText($0.maintenance) }),
      column("free", dispensability: 4, margin { groupedText($0.freeCollateral) }),
      column(
        "used", dispensability: 5,
        margin { $0.utilisation.map { Wording.hundredths($0.divided(by: 100, rounding: .up)) + " %" } }),
      column("health", margin { $0.health.map { Self.ratio($0) } }),
      column("leverage", dispensability: 2) { $0.leverage.map { Self.ratio($0) } ?? Self.none },
      // Cut off toward zero: nearer, not farther.
      column("distance", margin { $0.distance.map { Wording.hundredths($0.partsPerBillion / 100_000) + " %" } }),
    ])
  }

  private func positionTable(_ lines: [(AccountStanding, PositionStanding)]) -> TextTable {
    func column(
      _ title: String, dispensability: Int = 0, alignment: ColumnAlignment = .right,
      _ cell: (PositionStanding) -> String
    ) -> TextTable.Column {
      TextTable.Column(
        title: title, cells: lines.map { cell($0.1) }, alignment: alignment, dispensability: dispensability)
    }
    return TextTable(columns: [
      TextTable.Column(title: "account", cells: lines.map { name($0.0) }, alignment: .left),
      column("instrument", alignment: .left) { printable(names.name(of: $0.instrument)) },
      column("lots") { groupedText($0.position.lots) },
      column("cost", dispensability: 2) { groupedText($0.cost) },
      column("mark") { Wording.price($0.mark) },
      column("liquidation") { Wording.price($0.liquidationPrice) },
      column("bankruptcy", dispensability: 1) { Wording.price($0.bankruptcyPrice) },
    ])
  }

  /// Requirements side by side, with what pooling saves.
  private func requirementTable(_ shown: [AccountStanding]) -> TextTable {
    let lines = withTotal(shown).filter { $0.requirements != nil }
    func column(_ title: String, dispensability: Int = 0, _ cell: (MarginRequirements) -> String?) -> TextTable.Column {
      TextTable.Column(
        title: title, cells: lines.map { $0.requirements.flatMap(cell) ?? Self.none }, dispensability: dispensability)
    }
    func saved(_ saving: MarginSaving) -> String? { saving.share.map { Wording.percent($0) } }
    return TextTable(columns: [
      TextTable.Column(title: "account", cells: lines.map(title), alignment: .left),
      column("isolated") { groupedText($0.isolated) },
      column("cross") { groupedText($0.cross) },
      column("saved", dispensability: 2) { saved($0.savedByCross) },
      column("portfolio") { $0.portfolio.map { groupedText($0) } },
      column("saved", dispensability: 1) { $0.savedByPortfolio.flatMap(saved) },
    ])
  }

  /// Two decimals, the rest cut off toward minus infinity: a health of 0.9999 must not read 1.
  private static func ratio(_ millionths: Int128) -> String {
    Wording.hundredths(millionths.divided(by: 10_000, rounding: .down))
  }
}

extension AccountStanding {
  /// Under maintenance margin, or owing with nothing held.
  fileprivate var standsOut: Bool { isMargined && (isLiquidatable || equity < 0) }
}

import MarketTypes

/// What a venue looks like between two commands, for the lines under `> book` and `> accounts`.
///
/// Journaling knows no venue: whoever has one fills it in.
public enum Picture: Hashable, Sendable {
  /// What is shown at each price of a book, best first.
  case book(bids: [Level], asks: [Level])
  /// In order of number.
  case accounts([Standing])

  public struct Level: Hashable, Sendable {
    public var price: Price
    public var quantity: Quantity

    public init(_ price: Price, _ quantity: Quantity) {
      self.price = price
      self.quantity = quantity
    }
  }

  /// What one account has.
  public struct Standing: Hashable, Sendable {
    /// By instrument number, flat ones too.
    public var positions: [Position]
    public var collateral: Money
    /// Of each asset, from asset 1 on.
    public var assets: [Money]
    public var equity: Int128

    public init(positions: [Position], collateral: Money, assets: [Money] = [], equity: Int128) {
      self.positions = positions
      self.collateral = collateral
      self.assets = assets
      self.equity = equity
    }
  }

  /// A line that asks for one.
  public struct Request: Hashable, Sendable {
    public let subject: Subject
    /// How many of the transcript's commands stand before it.
    public let commandsBefore: Int
  }

  public enum Subject: Hashable, Sendable {
    case book(InstrumentID)
    case accounts
  }
}

// MARK: - Lines

extension Roster {
  /// `bid 5 at 99`, `alice: long 5 BTC, collateral 40 and 3 ETH, equity 35`.
  func lines(of picture: Picture) -> [String] {
    switch picture {
    case .book(let bids, let asks): lines(of: bids, "bid") + lines(of: asks, "ask")
    case .accounts(let standings): standings.indices.map { line(of: standings[$0], number: $0) }
    }
  }

  private func lines(of levels: [Picture.Level], _ side: String) -> [String] {
    if levels.isEmpty { return ["no \(side)s"] }
    return levels.map { "\(side) \($0.quantity.lots) at \($0.price.ticks)" }
  }

  private func line(of standing: Picture.Standing, number: Int) -> String {
    let held = standing.positions.indices.filter { standing.positions[$0].lots != 0 }.map { index in
      text(of: standing.positions[index]) + suffix(InstrumentID(number: UInt16(index)))
    }
    let assets = standing.assets.indices.filter { standing.assets[$0] != .zero }.map { index in
      " and \(standing.assets[index].units)\(suffix(AssetID(number: UInt16(index + 1))))"
    }
    let account = text(of: AccountID(number: Int32(number)))
    return "\(account): \(held.isEmpty ? "flat" : held.joined(separator: " and ")),"
      + " collateral \(standing.collateral.units)\(assets.joined()), equity \(standing.equity)"
  }
}

// MARK: - Reading

extension CommandParser {
  /// Takes a line that asks for a picture; `nil` if it is none.
  func picture(_ words: inout LineWords) throws(LineFault) -> Picture.Subject? {
    let subject: Picture.Subject
    if words.take("book") {
      let start = words
      let instrument = try instrument(&words)
      if instrument.index >= roster.names.instruments.count { throw start.fault("there is no such instrument") }
      subject = .book(instrument)
    } else if words.take("accounts") {
      subject = .accounts
    } else {
      return nil
    }
    try words.expectEnd()
    return subject
  }
}

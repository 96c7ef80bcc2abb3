import MarketTypes

/// How much forced notional in one place follows from forced notional in another: for display.
///
/// `self[i, j]` is forced notional in i that j made fall ÷ forced notional in j. With one place it is the share of the
/// forced notional that forced orders caused, n of models C1. Source: models E and C7, whose B it is but for the depths:
/// M_ij = B_ij × D_i ÷ D_j, with the same spectral radius.
public struct ContagionMatrix: Hashable, Sendable {
  /// How many rows, and as many columns.
  public let size: Int
  /// Of each place, in units of money at the prices filled.
  public internal(set) var forced: [Int128]
  /// Forced notional in i that nobody's forced orders made fall.
  public internal(set) var exogenous: [Double]
  /// Forced notional in i that j made fall, row by row.
  private var amounts: [Double]

  init(size: Int) {
    self.size = size
    forced = Array(repeating: 0, count: size)
    exogenous = Array(repeating: 0, count: size)
    amounts = Array(repeating: 0, count: size * size)
  }

  /// `nil` where nothing was forced in j.
  public subscript(row: Int, column: Int) -> Double? {
    forced[column] == 0 ? nil : amounts[row * size + column] / Double(forced[column])
  }

  mutating func add(_ amount: Double, to row: Int, from column: Int) { amounts[row * size + column] += amount }

  /// The largest size of an eigenvalue: below 1 the cascade dies out. By Gelfand's formula, ‖M^k‖^(1/k) with k = 2^40,
  /// over the places where anything was forced; O(places³). `nil` where that is nowhere.
  public var spectralRadius: Double? {
    let places = forced.indices.filter { forced[$0] != 0 }
    if places.isEmpty { return nil }
    return Self.spectralRadius(places.map { row in places.map { self[row, $0] ?? 0 } })
  }

  static func spectralRadius(_ matrix: [[Double]]) -> Double {
    var power = matrix
    var radius = 1.0
    for step in 0..<40 {
      // M^(2^step) is `power` times norms taken out on the way.
      let norm = power.reduce(0) { max($0, $1.reduce(0) { $0 + $1.magnitude }) }
      if norm == 0 { return 0 }
      radius *= root(of: norm, squareRoots: step)
      for row in power.indices {
        for column in power.indices { power[row][column] /= norm }
      }
      power = square(power)
    }
    return radius
  }

  private static func root(of number: Double, squareRoots count: Int) -> Double {
    var root = number
    for _ in 0..<count { root = root.squareRoot() }
    return root
  }

  private static func square(_ matrix: [[Double]]) -> [[Double]] {
    matrix.map { row in
      matrix.indices.map { column in
        matrix.indices.reduce(0) { sum, index in sum + row[index] * matrix[index][column] }
      }
    }
  }
}

extension CausalTree {
  /// Between instruments: a fall's forced notional is split over the marks of the set that made it fall, by what each
  /// cost the account. Marks that no forced order moved are exogenous, and so is a fall that no mark caused.
  public var instrumentContagion: ContagionMatrix {
    var matrix = ContagionMatrix(size: displacements.count)
    for fall in falls {
      let whole = fall.losses.reduce(Int128(0)) { $0 + $1.amount }
      for trade in fall.forced {
        let row = trade.instrument.index
        matrix.forced[row] += trade.notional
        if whole == 0 { matrix.exogenous[row] += Double(trade.notional) }
        for loss in fall.losses {
          let amount = Double(trade.notional) * Double(loss.amount) / Double(whole)
          if loss.isForced {
            matrix.add(amount, to: row, from: loss.instrument.index)
          } else {
            matrix.exogenous[row] += amount
          }
        }
      }
    }
    return matrix
  }

  /// Between groups of accounts: a fall's forced notional is split over who moved the mark that made it fall, by their
  /// shares above zero. What was no forced order is exogenous.
  public func groupContagion(_ groups: AccountGroups) -> ContagionMatrix {
    var matrix = ContagionMatrix(size: groups.count)
    for fall in falls where !fall.forced.isEmpty {
      let notional = fall.notional
      let row = groups.group(of: log.records[fall.index].account)
      matrix.forced[row] += notional
      for (source, weight) in movers(of: fall) {
        let amount = Double(notional) * weight
        if case .fall(let other) = source {
          matrix.add(amount, to: row, from: groups.group(of: log.records[other].account))
        } else {
          matrix.exogenous[row] += amount
        }
      }
    }
    return matrix
  }

  /// Who made an account fall, with weights that sum to 1: the shares above zero of the mark's move, or the parent alone.
  public func movers(of fall: Fall) -> [(source: MarkSource, weight: Double)] {
    guard case .mark(let place) = fall.cause else { return [(fall.parent, 1)] }
    let shares = moves[place].shares.filter(moves[place].isWith)
    let whole = shares.reduce(Int128(0)) { $0 + $1.part }
    return shares.map { ($0.source, Double($0.part) / Double(whole)) }
  }
}

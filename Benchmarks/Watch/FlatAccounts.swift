import Storage

/// The full scan: every account is valued at every mark, four at a time, over arrays that lie in the order of reading.
///
/// In 200ths of a unit of money a long takes 199 a lot and tick from the slack when the mark falls, a short 201 when it
/// rises, and every sum is a whole number that a `Double` holds exactly. Each maintenance margin is rounded up; only
/// an account that this can decide is looked at by itself.
struct FlatAccounts: ~Copyable {
  /// Cash less cost; infinite for who was found.
  private var cash = Pool<SIMD4<Double>>()
  /// Weights of four accounts in the first instrument, the second, and so on.
  private var weights = Pool<SIMD4<Int32>>()
  let instruments: Int
  let count: Int

  init(accounts: Int, instruments: Int) {
    self.instruments = instruments
    count = accounts
    var population = WatchPopulation(instruments: instruments)
    for block in 0..<(accounts + 3) / 4 {
      cash.append(SIMD4(repeating: .infinity))
      for _ in 0..<instruments { weights.append(SIMD4()) }
      for lane in 0..<min(4, accounts - block * 4) {
        let account = population.next()
        cash[block][lane] = Double(account.cash * 200)
        for instrument in 0..<instruments {
          let lots = account.lots[instrument]
          weights[block * instruments + instrument][lane] = lots * (lots > 0 ? 199 : 201)
        }
      }
    }
  }

  /// Appends who is liquidatable at these marks and was not found before, lowest number first.
  mutating func scan(_ marks: SIMD8<Int64>, into found: inout Pool<Int32>) {
    if instruments == 1 {
      scan(mark: marks[0], into: &found)
    } else {
      scanAll(marks, into: &found)
    }
  }

  @inline(never)
  private mutating func scan(mark: Int64, into found: inout Pool<Int32>) {
    let price = Double(mark)
    for block in 0..<cash.count {
      let health = cash[block] + SIMD4<Double>(weights[block]) * price
      if anyIsBelow(200, health) { look(at: health, in: block, SIMD8(mark, 0, 0, 0, 0, 0, 0, 0), into: &found) }
    }
  }

  @inline(never)
  private mutating func scanAll(_ marks: SIMD8<Int64>, into found: inout Pool<Int32>) {
    let prices = SIMD8<Double>(marks)
    let limit = 200 * Double(instruments)
    for block in 0..<cash.count {
      var health = cash[block]
      for instrument in 0..<8 {
        health += SIMD4<Double>(weights[block &* 8 &+ instrument]) * prices[instrument]
      }
      if anyIsBelow(limit, health) { look(at: health, in: block, marks, into: &found) }
    }
  }

  private mutating func look(
    at health: SIMD4<Double>, in block: Int, _ marks: SIMD8<Int64>, into found: inout Pool<Int32>
  ) {
    for lane in 0..<4 {
      let account = block * 4 + lane
      if isLiquidatable(account, health: health[lane], marks) {
        cash[block][lane] = .infinity
        found.append(Int32(account))
      }
    }
  }

  /// Decides exactly, given the health before any margin is rounded up.
  @inline(__always)
  func isLiquidatable(_ account: Int, health: Double, _ marks: SIMD8<Int64>) -> Bool {
    if health < 0 { return true }
    if health >= 200 * Double(instruments) { return false }
    var rounding: Int64 = 0
    for instrument in 0..<instruments {
      let weight = Int64(weights[account / 4 * instruments + instrument][account % 4])
      let lots = weight > 0 ? weight / 199 : -weight / 201
      let rest = lots * marks[instrument] % 200
      if rest > 0 { rounding += 200 - rest }
    }
    return health < Double(rounding)
  }

  /// How many accounts are liquidatable at these marks.
  func foundCount(at marks: SIMD8<Int64>) -> Int {
    var copy = clone()
    var found = Pool<Int32>()
    copy.scan(marks, into: &found)
    return found.count
  }

  borrowing func clone() -> FlatAccounts { FlatAccounts(copying: self) }

  private init(copying accounts: borrowing FlatAccounts) {
    cash = accounts.cash.clone()
    weights = accounts.weights.clone()
    instruments = accounts.instruments
    count = accounts.count
  }
}

/// Whether one of four is below a limit, by the signs alone: `min()` asks for what is no number first.
@inline(__always)
func anyIsBelow(_ limit: Double, _ values: SIMD4<Double>) -> Bool {
  let signs = unsafe unsafeBitCast(values - limit, to: SIMD4<Int64>.self)
  let halves = signs.lowHalf | signs.highHalf
  return halves.x | halves.y < 0
}

import Storage

/// The holders' scan: an account's health is kept, and a mark adds weight × change to that of each who holds the
/// instrument. Counted as `FlatAccounts` counts; who needs an exact look is asked there.
struct FlatHolders: ~Copyable {
  /// By account; infinite for who was found.
  private var health = Pool<Double>()
  /// The same, four at a time, where there is one instrument and everybody holds it.
  private var blocks = Pool<SIMD4<Double>>()
  private var weights = Pool<SIMD4<Int32>>()
  private var holders: Shelf<Pool<Holder>>
  private let accounts: FlatAccounts
  private var marks: SIMD8<Int64>

  struct Holder: BitwiseCopyable {
    var account: Int32
    var weight: Int32
  }

  init(accounts count: Int, instruments: Int) {
    holders = Shelf(count: instruments) { _ in Pool() }
    accounts = FlatAccounts(accounts: count, instruments: instruments)
    marks = WatchPath.start(instruments: instruments)
    var population = WatchPopulation(instruments: instruments)
    if instruments == 1 {
      blocks.extend(to: (count + 3) / 4, with: SIMD4(repeating: .infinity))
      weights.extend(to: (count + 3) / 4, with: SIMD4())
    }
    for number in 0..<count {
      let account = population.next()
      var own = account.cash * 200
      for instrument in 0..<instruments where account.lots[instrument] != 0 {
        let lots = account.lots[instrument]
        let weight = lots * (lots > 0 ? 199 : 201)
        own += Int64(weight) * marks[instrument]
        if instruments == 1 {
          weights[number / 4][number % 4] = weight
        } else {
          holders[instrument].append(Holder(account: Int32(number), weight: weight))
        }
      }
      if instruments == 1 { blocks[number / 4][number % 4] = Double(own) } else { health.append(Double(own)) }
    }
  }

  /// Appends who becomes liquidatable by this mark and was not found before, lowest number first.
  mutating func mark(_ mark: WatchMark, into found: inout Pool<Int32>) {
    let change = Double(Int64(mark.ticks) - marks[Int(mark.instrument)])
    marks[Int(mark.instrument)] = Int64(mark.ticks)
    if holders.count == 1 {
      addToAll(change, into: &found)
    } else {
      addToHolders(of: Int(mark.instrument), change, into: &found)
    }
  }

  @inline(never)
  private mutating func addToAll(_ change: Double, into found: inout Pool<Int32>) {
    for block in 0..<blocks.count {
      let health = blocks[block] + SIMD4<Double>(weights[block]) * change
      blocks[block] = health
      if anyIsBelow(200, health) {
        for lane in 0..<4 where accounts.isLiquidatable(block * 4 + lane, health: health[lane], marks) {
          blocks[block][lane] = .infinity
          found.append(Int32(block * 4 + lane))
        }
      }
    }
  }

  @inline(never)
  private mutating func addToHolders(of instrument: Int, _ change: Double, into found: inout Pool<Int32>) {
    for index in 0..<holders[instrument].count {
      let holder = holders[instrument][index]
      let now = health[holder.account] + Double(holder.weight) * change
      health[holder.account] = now
      if now < 1_600, accounts.isLiquidatable(Int(holder.account), health: now, marks) {
        health[holder.account] = .infinity
        found.append(holder.account)
      }
    }
  }
}

import Files
import MarketTypes
import Storage

/// Watch and both scans of one case, in turns.
struct WatchMeasurement {
  let marks: Int
  let positions: Int
  let accountBytes: Int
  let positionBytes: Int
  /// What a house takes that has just this many accounts and positions, and no room for more.
  let heldBytes: Int
  let found: Int
  /// Of (mark, account) for everybody found, mark by mark, lowest account first.
  let digest: UInt64
  private(set) var watch = Rounds()
  private(set) var scan = Rounds()
  private(set) var holders = Rounds()
  /// The longest single mark of each round, from passes of their own.
  private(set) var longestWatch = Rounds()
  private(set) var longestScan = Rounds()

  /// - Throws: `DifferentFindings` when watch and scans do not find the same accounts at some mark.
  init(_ options: WatchOptions) throws {
    let (accounts, instruments) = (options.accountCount, options.instruments)
    // First, so that what it adds to the peak is its own.
    let house = WatchHouse(accounts: accounts, instruments: instruments)
    (positions, accountBytes, positionBytes) = (house.positions, house.accountBytes, house.positionBytes)
    heldBytes = Self.heldBytes(house)
    let flat = FlatAccounts(accounts: accounts, instruments: instruments)
    let path = Self.path(options, flat)
    marks = path.marks.count
    let expected = try WatchComparison(house, flat, path.marks)
    (found, digest) = (expected.tally.found, expected.digest)
    // The scans cost the same at every mark unless many are found.
    let sample = options.market == .crash ? marks : min(marks, max(16, 20_000_000 / (accounts * instruments)))
    for round in 1...options.rounds {
      watch.append(nanoseconds: try Self.timeWatch(house, path.marks, expected.tally, round), operations: marks)
      let scanned = Self.timeScan(flat, path.marks, sample)
      scan.append(nanoseconds: scanned.all, operations: sample)
      longestScan.append(nanoseconds: scanned.longest, operations: 1)
      let added = Self.timeHolders(accounts, instruments, path.marks, sample)
      holders.append(nanoseconds: added, operations: sample)
      longestWatch.append(nanoseconds: Self.longestMark(house, path.marks), operations: 1)
    }
  }

  /// By how much the peak grows with a third copy: two bring it above whatever building took for a while.
  private static func heldBytes(_ house: borrowing WatchHouse) -> Int {
    let first = house.clone()
    let second = house.clone()
    let before = peakMemoryBytes()
    let third = house.clone()
    invariant(first.positions + second.positions == 2 * third.positions, "copies differ")  // keeps them alive
    return peakMemoryBytes() - before
  }

  private static func path(_ options: WatchOptions, _ flat: borrowing FlatAccounts) -> WatchPath {
    let instruments = options.instruments
    /// The smallest fall of all marks, in millionths, that finds so many accounts.
    func fall(finding count: Int) -> Int64 {
      var (low, high): (Int64, Int64) = (0, 900_000)
      while high - low > 1 {
        let middle = (low + high) / 2
        let found = flat.foundCount(at: WatchPath.fallen(by: middle, instruments: instruments))
        if found < count { low = middle } else { high = middle }
      }
      return high
    }
    switch options.market {
    case .trend:
      return .trend(options.markCount, to: fall(finding: options.accountCount / 100), instruments: instruments)
    case .crash: return .crash(to: fall(finding: options.accountCount / 2), instruments: instruments)
    default: return .quiet(options.markCount, instruments: instruments)
    }
  }

  private static func timeWatch(
    _ prepared: borrowing WatchHouse, _ marks: borrowing Pool<WatchMark>, _ expected: WatchTally, _ round: Int
  ) throws -> UInt64 {
    var house = prepared.clone()
    let start = monotonicNanoseconds()
    let tally = house.drive(marks)
    let nanoseconds = monotonicNanoseconds() - start
    if tally != expected { throw DifferentFindings(place: "round \(round)") }
    return nanoseconds
  }

  private static func longestMark(_ prepared: borrowing WatchHouse, _ marks: borrowing Pool<WatchMark>) -> UInt64 {
    var house = prepared.clone()
    var found = Pool<Int32>()
    var longest: UInt64 = 0
    for index in 0..<marks.count {
      found.removeAll()
      let start = monotonicNanoseconds()
      house.mark(marks[index], number: index, into: &found)
      longest = max(longest, monotonicNanoseconds() - start)
    }
    return longest
  }

  private static func timeScan(
    _ prepared: borrowing FlatAccounts, _ marks: borrowing Pool<WatchMark>, _ count: Int
  ) -> (all: UInt64, longest: UInt64) {
    var flat = prepared.clone()
    var found = Pool<Int32>()
    var now = WatchPath.start(instruments: flat.instruments)
    var (all, longest): (UInt64, UInt64) = (0, 0)
    for index in 0..<count {
      now[Int(marks[index].instrument)] = Int64(marks[index].ticks)
      let start = monotonicNanoseconds()
      flat.scan(now, into: &found)
      let nanoseconds = monotonicNanoseconds() - start
      all += nanoseconds
      longest = max(longest, nanoseconds)
    }
    return (all, longest)
  }

  private static func timeHolders(
    _ accounts: Int, _ instruments: Int, _ marks: borrowing Pool<WatchMark>, _ count: Int
  ) -> UInt64 {
    var flat = FlatHolders(accounts: accounts, instruments: instruments)
    var found = Pool<Int32>()
    let start = monotonicNanoseconds()
    for index in 0..<count { flat.mark(marks[index], into: &found) }
    return monotonicNanoseconds() - start
  }
}

/// Watch and both scans, mark by mark, side by side.
private struct WatchComparison {
  private(set) var tally = WatchTally()
  private(set) var digest: UInt64 = 0xCBF2_9CE4_8422_2325

  init(
    _ prepared: borrowing WatchHouse, _ accounts: borrowing FlatAccounts, _ marks: borrowing Pool<WatchMark>
  ) throws {
    var house = prepared.clone()
    var flat = accounts.clone()
    var holders = FlatHolders(accounts: accounts.count, instruments: accounts.instruments)
    var now = WatchPath.start(instruments: accounts.instruments)
    var watched = Pool<Int32>()
    var scanned = Pool<Int32>()
    var added = Pool<Int32>()
    for index in 0..<marks.count {
      watched.removeAll()
      scanned.removeAll()
      added.removeAll()
      now[Int(marks[index].instrument)] = Int64(marks[index].ticks)
      house.mark(marks[index], number: index, into: &watched)
      watched.sort { $0 < $1 }
      flat.scan(now, into: &scanned)
      holders.mark(marks[index], into: &added)
      guard watched.count == scanned.count, watched.count == added.count else {
        throw DifferentFindings(
          place: "mark \(index)",
          counts: "\(watched.count) by the watch, \(scanned.count) and \(added.count) by the scans")
      }
      for place in 0..<watched.count {
        let account = watched[place]
        if scanned[place] != account || added[place] != account { throw DifferentFindings(place: "mark \(index)") }
        tally.add(account, atMark: index)
        digest = (digest ^ (UInt64(index) << 32 | UInt64(account))) &* 0x0000_0100_0000_01B3
        digest ^= digest >> 32
      }
    }
  }
}

/// Watch and scans do not find the same accounts: a fault of ours.
struct DifferentFindings: Error, CustomStringConvertible {
  let place: String
  var counts = "the counts agree"

  var description: String { "\(place): watch and scans do not find the same accounts: \(counts)" }
}

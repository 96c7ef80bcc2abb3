import Files
import MarketTypes
import Storage

/// The case margin by the clearing house and by the scan, in turns.
struct MarginMeasurement {
  let accounts: Int
  let marks: Int
  let found: Int
  let digest: UInt64
  /// What the insurance fund holds at the end, in hundredths.
  let fund: Int64
  private(set) var house = Rounds()
  private(set) var scan = Rounds()

  /// - Throws: `DifferentFindings` when they do not close the same accounts at some mark, or pay another sum for them.
  init(accounts: Int, rounds: Int) throws {
    self.accounts = accounts
    let job = MarginJob(accounts: accounts)
    marks = job.marks.count
    let compared = try MarginComparison(job)
    (found, digest, fund) = (compared.found, compared.digest, compared.fund)
    for round in 1...rounds {
      house.append(nanoseconds: try Self.timeHouse(job, compared, round), operations: marks)
      scan.append(nanoseconds: try Self.timeScan(job, compared, round), operations: marks)
    }
  }

  private static func timeHouse(
    _ job: borrowing MarginJob, _ compared: MarginComparison, _ round: Int
  ) throws -> UInt64 {
    var house = MarginHouse(job)
    var found = Pool<Int32>()
    let start = monotonicNanoseconds()
    for index in 0..<job.marks.count { house.mark(job.marks[index], number: index, into: &found) }
    let nanoseconds = monotonicNanoseconds() - start
    if found.count != compared.found || house.fund != Int128(compared.fund) {
      throw DifferentFindings(place: "round \(round) of the house")
    }
    return nanoseconds
  }

  private static func timeScan(
    _ job: borrowing MarginJob, _ compared: MarginComparison, _ round: Int
  ) throws -> UInt64 {
    var scan = MarginScan(job)
    var found = Pool<Int32>()
    let start = monotonicNanoseconds()
    for index in 0..<job.marks.count { scan.mark(job.marks[index], into: &found) }
    let nanoseconds = monotonicNanoseconds() - start
    if found.count != compared.found || scan.fund != compared.fund {
      throw DifferentFindings(place: "round \(round) of the scan")
    }
    return nanoseconds
  }
}

/// House and scan, mark by mark, side by side.
private struct MarginComparison {
  private(set) var found = 0
  private(set) var digest: UInt64 = 0xCBF2_9CE4_8422_2325
  let fund: Int64

  init(_ job: borrowing MarginJob) throws {
    var house = MarginHouse(job)
    var scan = MarginScan(job)
    var closed = Pool<Int32>()
    var scanned = Pool<Int32>()
    for index in 0..<job.marks.count {
      closed.removeAll()
      scanned.removeAll()
      house.mark(job.marks[index], number: index, into: &closed)
      scan.mark(job.marks[index], into: &scanned)
      closed.sort { $0 < $1 }
      guard closed.count == scanned.count else {
        throw DifferentFindings(
          place: "mark \(index)", counts: "\(closed.count) by the house, \(scanned.count) by the scan")
      }
      for place in 0..<closed.count {
        if closed[place] != scanned[place] { throw DifferentFindings(place: "mark \(index)") }
        digest = (digest ^ (UInt64(index) << 32 | UInt64(closed[place]))) &* 0x0000_0100_0000_01B3
        digest ^= digest >> 32
      }
      found += closed.count
    }
    if house.fund != Int128(scan.fund) {
      throw DifferentFindings(place: "the end", counts: "the funds hold \(house.fund) and \(scan.fund)")
    }
    fund = scan.fund
  }
}

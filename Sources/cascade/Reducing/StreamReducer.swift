import Files
import Notation

/// Makes a stream that fails as short and as plain as can be, while it still fails.
///
/// First delta debugging by Zeller and Hildebrandt ("Simplifying and isolating failure-inducing input", IEEE TSE 28, 2002): parts
/// are left out, first halves, then ever smaller ones, until no single line can go. Then each line is made plainer: members left
/// out, accounts made one, numbers smaller, prices nearer to 100. Both again, until nothing changes. The order of trials
/// depends on the stream alone, so the same stream and the same answers give the same result.
struct StreamReducer: ~Copyable {
  /// Whether requests fail; one that cannot be judged does not.
  private let fails: ([JSONValue]) throws -> Bool
  private var progress: ProgressBar
  /// How many streams have been tried.
  private(set) var trials = 0
  /// The shortest and plainest that failed.
  private(set) var best: [JSONValue] = []
  /// Short streams that did not fail, so that none is tried twice.
  private var innocent: Set<[UInt8]> = []

  init(quiet: Bool, _ fails: @escaping ([JSONValue]) throws -> Bool) {
    self.fails = fails
    progress = ProgressBar("reduce", unit: "trials", total: nil, quiet: quiet)
  }

  /// Leaves what it came to in `best`, also where a trial throws.
  ///
  /// - Parameter requests: a stream that fails.
  mutating func reduce(_ requests: [JSONValue]) throws {
    best = requests
    defer { progress.erase() }
    while true {
      let before = best
      if try simplified(try shortened(before)) == before { return }
    }
  }

  private mutating func stillFails(_ requests: [JSONValue]) throws -> Bool {
    let key = requests.count <= 64 ? requests.flatMap { $0.bytes } : []
    if innocent.contains(key) { return false }
    trials += 1
    progress.show(trials)
    let isFailing = try fails(requests)
    // Ctrl-C at a terminal ends what is tried too, which says nothing of the stream.
    try Interruption.check()
    if isFailing { best = requests }
    if !isFailing, !key.isEmpty { innocent.insert(key) }
    return isFailing
  }

  // MARK: Fewer lines

  private mutating func shortened(_ requests: [JSONValue]) throws -> [JSONValue] {
    var best = requests
    var parts = 2
    while best.count > 1 {
      parts = min(parts, best.count)
      var part = 0
      var hasShrunk = false
      while part < parts {
        let (start, end) = (best.count * part / parts, best.count * (part + 1) / parts)
        let rest = Array(best[..<start] + best[end...])
        if try stillFails(rest) {
          best = rest
          parts = max(2, parts - 1)
          hasShrunk = true
          break
        }
        part += 1
      }
      if hasShrunk { continue }
      if parts == best.count { break }
      parts *= 2
    }
    return best
  }

  // MARK: Plainer lines

  private mutating func simplified(_ requests: [JSONValue]) throws -> [JSONValue] {
    var best = try withFewerAccounts(requests)
    try moveLots(&best)
    try movePrices(&best)
    for index in best.indices {
      for key in best[index].members.map(\.key) where key != "kind" {
        try simplify(&best, at: index, key)
      }
    }
    return best
  }

  /// Leaves a member out, or makes its number plainer.
  private mutating func simplify(_ best: inout [JSONValue], at index: Int, _ key: String) throws {
    var candidate = best
    candidate[index] = best[index].without(key)
    if try stillFails(candidate) {
      best = candidate
      return
    }
    var isSimpler = true
    while isSimpler, let number = best[index][member: key]?.integer {
      isSimpler = false
      for plainer in Self.plainer(than: number, key) {
        candidate[index] = best[index].with(key, .number("\(plainer)"))
        if try stillFails(candidate) {
          best = candidate
          isSimpler = true
          break
        }
      }
    }
  }

  /// Takes lots off two lines together: a smaller stream may need both. At most twelve trials for each line.
  private mutating func moveLots(_ best: inout [JSONValue]) throws {
    var first = 0
    while first < best.count {
      let count = best.count
      for second in Self.partners(of: first, in: best) where best.count == count {
        try moveLots(&best, from: first, and: second)
      }
      // A line that is gone has another in its place.
      if best.count == count { first += 1 }
    }
  }

  /// All of the first line's lots, and the line with them, if that can be; otherwise all but one.
  private mutating func moveLots(_ best: inout [JSONValue], from first: Int, and second: Int) throws {
    guard let lots = best[first][member: "quantity"]?.integer, let others = best[second][member: "quantity"]?.integer,
      lots > 0, others >= lots
    else { return }
    var candidate = best
    if others > lots {
      candidate[second] = best[second].with("quantity", .number("\(others - lots)"))
      candidate.remove(at: first)
      if try stillFails(candidate) {
        best = candidate
        return
      }
    }
    if lots == 1 { return }
    candidate = best
    candidate[first] = best[first].with("quantity", .number("1"))
    candidate[second] = best[second].with("quantity", .number("\(others - lots + 1)"))
    if try stillFails(candidate) { best = candidate }
  }

  /// Whose lots may belong with a line's: before it and behind it the nearest line with lots that buys, that sells, and that
  /// does neither.
  private static func partners(of line: Int, in requests: [JSONValue]) -> [Int] {
    let sides: [String?] = [nil, "buy", "sell"]
    let nearest = sides.flatMap { side -> [Int?] in
      func isOne(_ request: JSONValue) -> Bool {
        request[member: "quantity"]?.integer != nil && request[member: "side"]?.string == side
      }
      return [requests[..<line].lastIndex(where: isOne), requests[(line + 1)...].firstIndex(where: isOne)]
    }
    return nearest.compactMap { $0 }
  }

  /// Makes a price plainer wherever it stands.
  private mutating func movePrices(_ best: inout [JSONValue]) throws {
    let prices = Set(best.flatMap { request in Self.priceKeys.compactMap { request[member: $0]?.integer } }).sorted()
    for price in prices {
      for plainer in Self.plainer(than: price, "price") {
        let candidate = best.map { request in
          Self.priceKeys.reduce(request) { request, key in
            request[member: key]?.integer == price ? request.with(key, .number("\(plainer)")) : request
          }
        }
        if try stillFails(candidate) {
          best = candidate
          break
        }
      }
    }
  }

  private static let priceKeys = ["price", "trigger", "bid", "ask"]

  /// Numbers to try in the place of one, plainest first: always strictly plainer, so that trying ends.
  static func plainer(than number: Int64, _ key: String) -> [Int64] {
    let isPrice = priceKeys.contains(key)
    let plain: Int64 = isPrice ? 100 : 0
    func distance(_ number: Int64) -> UInt64 {
      // Above is plainer than below.
      number.subtractingReportingOverflow(plain).partialValue.magnitude.multipliedReportingOverflow(by: 2).partialValue
        + (number < plain ? 1 : 0)
    }
    let near: [Int64] = isPrice ? [100, 101, 99, 102, 98] : [0, 1, 2, 3]
    let half = plain + (number - plain) / 2
    let next = number > plain ? number - 1 : number + 1
    var seen: Set<Int64> = []
    return (near + [half, next]).filter { distance($0) < distance(number) && seen.insert($0).inserted }
  }

  /// Has accounts do what others did, each the work of one that came before it, where that still fails.
  private mutating func withFewerAccounts(_ requests: [JSONValue]) throws -> [JSONValue] {
    var best = requests
    var names: [String] = []
    for request in best {
      for key in Self.accountKeys {
        if let name = request[member: key]?.string, !names.contains(name) { names.append(name) }
      }
    }
    for (index, name) in names.enumerated().reversed() {
      for earlier in names[..<index] {
        let candidate = best.compactMap { request -> JSONValue? in
          if request.kind == "openAccount", request[member: "account"]?.string == name { return nil }
          return Self.accountKeys.reduce(request) { request, key in
            request[member: key]?.string == name ? request.with(key, .string(earlier)) : request
          }
        }
        if candidate != best, try stillFails(candidate) {
          best = candidate
          break
        }
      }
    }
    return best
  }

  private static let accountKeys = ["account", "counterparty", "owner"]
}

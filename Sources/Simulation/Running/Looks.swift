import MarketTypes
import Storage

/// When each participant looks next: one moment each, of which the earliest is wanted again and again.
///
/// A tournament: the leaves are participants, each node above holds the smaller of its two keys, the root the smallest. A new
/// moment replays one path, so that giving one costs a comparison for each level and no search. A key is
/// time, sequence, participant, in 64, 40 and 24 bits; ties in time go by sequence.
struct Looks: ~Copyable {
  /// Node n stands over 2n and 2n + 1; leaves begin at `leaves`.
  private var nodes: Pool<Int128>
  private var leaves: Int

  private static let never = Int128.max

  init() {
    leaves = 2
    nodes = Pool(count: 4, filledWith: Self.never)
  }

  private init(copying looks: borrowing Looks) {
    nodes = looks.nodes.clone()
    leaves = looks.leaves
  }

  borrowing func clone() -> Looks { Looks(copying: self) }

  /// The earliest look's key, the greatest there is if nobody looks again.
  var firstKey: Int128 {
    @inline(__always) get { nodes[known: 1] }
  }

  /// The earliest look's time; `never` if nobody looks again.
  var firstTime: Time {
    @inline(__always) get { Time(nanoseconds: Int64(truncatingIfNeeded: nodes[known: 1] >> 64)) }
  }

  /// Who looks first, if anybody does.
  var first: Int {
    @inline(__always) get { Int(truncatingIfNeeded: nodes[known: 1]) & 0xFF_FFFF }
  }

  /// A moment and a sequence as one number that is in their order. No two have the same sequence, so the low bits are free.
  @inline(__always)
  static func key(at time: Time, _ sequence: UInt64) -> Int128 {
    Int128(time.nanoseconds) << 64 | Int128(sequence << 24)
  }

  /// Gives a participant its next look.
  @inline(__always)
  mutating func set(_ participant: Int, at time: Time, _ sequence: UInt64) {
    let key = Self.key(at: time, sequence) | Int128(participant)
    if participant >= leaves { grow(to: participant + 1) }
    replay(participant, key)
  }

  /// A participant does not look again.
  mutating func clear(_ participant: Int) {
    if participant < leaves { replay(participant, Self.never) }
  }

  /// When a participant looks next, if it does.
  func time(of participant: Int) -> Time? {
    isSet(participant) ? Time(nanoseconds: Int64(truncatingIfNeeded: nodes[leaves + participant] >> 64)) : nil
  }

  /// Whether a participant is to look again.
  func isSet(_ participant: Int) -> Bool { participant < leaves && nodes[leaves + participant] != Self.never }

  @inline(__always)
  private mutating func replay(_ participant: Int, _ key: Int128) {
    var place = leaves + participant
    var winner = key
    nodes[known: place] = winner
    while place > 1 {
      // The smaller of two without a branch: who wins is news at most nodes.
      let lead = nodes[known: place ^ 1] &- winner
      winner &+= lead & (lead >> 127)
      place >>= 1
      nodes[known: place] = winner
    }
  }

  private mutating func grow(to count: Int) {
    invariant(count <= 1 << 24, "\(count) participants are more than an agenda has numbers for")
    var larger = leaves
    while larger < count { larger *= 2 }
    var next = Pool(count: 2 * larger, filledWith: Self.never)
    for index in 0..<leaves { next[larger + index] = nodes[leaves + index] }
    for place in stride(from: larger - 1, through: 1, by: -1) {
      next[place] = min(next[2 * place], next[2 * place + 1])
    }
    nodes = next
    leaves = larger
  }
}

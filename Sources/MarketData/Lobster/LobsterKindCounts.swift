/// How many messages of each kind there were.
public struct LobsterKindCounts: Hashable, Sendable {
  /// By the number of the kind; there is no kind 0.
  private var counts = [Int](repeating: 0, count: 1 + LobsterMessage.Kind.allCases.count)

  public init() {}

  public internal(set) subscript(kind: LobsterMessage.Kind) -> Int {
    get { counts[Int(kind.rawValue)] }
    set { counts[Int(kind.rawValue)] = newValue }
  }

  public var total: Int { counts.reduce(0, +) }
}

extension LobsterKindCounts: CustomStringConvertible {
  /// `1: 27845, 2: 16, …`, kinds that did not occur left out.
  public var description: String {
    LobsterMessage.Kind.allCases.filter { self[$0] > 0 }.map { "\($0.rawValue): \(self[$0])" }.joined(separator: ", ")
  }
}

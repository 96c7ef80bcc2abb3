/// Whether data show a fact.
public enum FactVerdict: String, Sendable {
  /// All that is judged lies within what is accepted; something does not.
  case pass, fail
  /// The data do not tell.
  case notApplicable = "n/a"
}

/// One figure of a fact.
public struct FactStatistic: Hashable, Sendable {
  /// Short, in words, as tables show it.
  public let name: String
  /// `nil` where there is none; infinite for a tail that ends at once.
  public let value: Double?
  /// `nil` for what is shown and not judged.
  public let accepted: AcceptedRange?
  /// Why there is no value.
  public let reason: String?

  init(
    _ name: String, _ accepted: AcceptedRange?, _ measure: () throws(NotApplicable) -> Double
  ) {
    self.name = name
    self.accepted = accepted
    do throws(NotApplicable) {
      (value, reason) = (try measure(), nil)
    } catch {
      (value, reason) = (nil, error.reason)
    }
  }

  /// How far outside of what is accepted the value is; `nil` where nothing is judged.
  public var distance: Double? { accepted.flatMap { range in value.map { range.distance(of: $0) } } }

  /// `nil` for what is not judged.
  public var verdict: FactVerdict? {
    accepted.map { range in value.map { range.contains($0) ? .pass : .fail } ?? .notApplicable }
  }
}

/// One row of the validation table: a fact that markets show, with the figures it is judged by.
public struct StylisedFact: Hashable, Sendable {
  /// From 1.
  public let row: Int
  /// Short, in words, as tables show it.
  public let name: String
  /// The figures, in the order in which tables show them.
  public let statistics: [FactStatistic]

  init(_ row: Int, _ name: String, _ statistics: [FactStatistic]) {
    self.row = row
    self.name = name
    self.statistics = statistics
  }

  /// One figure outside its range fails the fact; else one that cannot be had leaves it open.
  public var verdict: FactVerdict {
    let verdicts = statistics.compactMap(\.verdict)
    if verdicts.contains(.fail) { return .fail }
    return verdicts.isEmpty || verdicts.contains(.notApplicable) ? .notApplicable : .pass
  }

  /// Why what is missing is missing, each reason once.
  public var reasons: [String] {
    var reasons: [String] = []
    for reason in statistics.compactMap(\.reason) where !reasons.contains(reason) { reasons.append(reason) }
    return reasons
  }
}

import Notation
import Participants

/// What participants set aside before they begin: tables and windows can be large, and there can be many participants.
extension ScenarioBuilder {
  /// Whether all participants so far and the members of a block have no more numbers of 8 bytes together than there may be.
  func hasRoom(for settings: ParticipantSettings?, of block: Block, _ object: ObjectReader) -> Bool {
    guard let each = settings?.numbersKept, each > 0 else { return true }
    // No more than 2^24 participants with a few million numbers each.
    numbersKept += each * Int(block.count)
    return allows(
      numbersKept, .numbers, object, at: "count", in: "the tables and windows of all participants would have")
  }
}

extension ParticipantSettings {
  /// How many numbers a participant of these settings sets aside at its beginning, beyond what every one does.
  fileprivate var numbersKept: Int {
    switch self {
    case .maker(let settings):
      // An estimator keeps up to four sums of its window.
      4 * (settings.estimator?.window ?? 0) + (settings.toxicity?.window ?? 0)
    case .quoter(let settings): settings.model.tableSize
    case .poissonFlow(let settings): 2 * settings.limits.distances.count
    case .hawkesFlow(let settings): 2 * settings.limits.distances.count
    case .queueReactiveFlow(let settings): settings.levels.reduce(0) { $0 + $1.plain.stationary.count }
    case .splittingFlow(let settings): 2 * settings.hiddenOrders
    case .grid, .taker, .forecaster, .momentum, .informed, .herding, .trader, .targeter, .arbitrageur, .execution: 0
    }
  }
}

extension QuoteModel {
  /// Distances worked out before the first quote.
  fileprivate var tableSize: Int {
    switch self {
    case .gueantLehalleFernandezTapiaTable(_, let limit, _, let steps): (steps + 1) * (2 * limit + 1)
    case .carteaJaimungal(let formula, _, let steps): (steps + 1) * (2 * formula.limit + 1)
    case .constant, .avellanedaStoikov, .gueantLehalleFernandezTapia, .glostenMilgrom, .hummingbot, .drift: 0
    }
  }
}

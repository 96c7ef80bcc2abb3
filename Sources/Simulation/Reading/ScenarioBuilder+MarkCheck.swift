import MarketTypes

/// Marks that never come, or never go anywhere.
extension ScenarioBuilder {
  /// Says which instruments keep the mark that they open with, or have none, whatever happens: nobody is ever liquidated there.
  ///
  /// Nothing has been found wrong with the scenario.
  func warnOfStillMarks(in scenario: Scenario) {
    let isTold = hasIndex(in: scenario)
    let isAnybodyExempt = accounts.contains { $0.kind == .exempt }
    for (index, instrument) in rules.instruments.enumerated() where !isTold[index] {
      let name = names.instruments[index]
      if instrument.mark.needsIndex {
        let outcome = marks[index].map { "the mark of \"\(name)\" stays at \($0.ticks)" } ?? "\"\(name)\" has no mark"
        warnings.warning(
          "nothing tells the index, and \(outcome)", at: placeOfInstrument[index],
          hint: "add one of \"indexProcesses\" or events of the kind \"index\", or take a mark that needs no index")
      } else if marks[index] == nil, !isAnybodyExempt,
        scenario.participants.contains(where: { $0.seat.instrument.index == index })
      {
        warnings.warning(
          "nobody can trade \"\(name)\": accounts with margin need a mark, and only trades would make one",
          at: placeOfInstrument[index], hint: "add \"openingMark\" to the instrument")
      }
    }
  }

  /// Of each instrument, whether a process or the script says what its index is.
  private func hasIndex(in scenario: Scenario) -> [Bool] {
    var isTold = Array(repeating: false, count: rules.instruments.count)
    for process in scenario.processes {
      switch process.destination {
      case .index(let instrument), .source(.instrument(let instrument), _): isTold[instrument.index] = true
      case .source: break
      }
    }
    for event in scenario.script {
      guard let action = event.action else { continue }
      switch action {
      case .setIndex(let update): isTold[update.instrument.index] = true
      case .report(let report):
        if case .instrument(let instrument) = report.subject { isTold[instrument.index] = true }
      default: break
      }
    }
    return isTold
  }
}

extension MarkPolicy {
  /// Whether it says nothing as long as there is no index (MRK-8). Those of several ingredients may do without.
  fileprivate var needsIndex: Bool {
    switch self {
    case .index, .blend, .fair, .indexPlusBasis, .fairMedian: true
    case .last, .mid, .bestBid, .bestAsk, .impactMid, .sampledLast, .robustMedian, .composite: false
    }
  }
}

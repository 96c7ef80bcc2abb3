import MarketTypes
import Reporting
import Simulation

extension Scenario {
  /// What the script does outside the venue, in order of time, under the names that the file gives.
  var outsideEvents: [OutsideEvent] {
    script.flatMap { event in
      switch event.happening {
      case .command: [] as [OutsideEvent]
      case .disturbance(.jump(let jumping, let factor)):
        jumping.map { OutsideEvent(.jump(factor: factor), of: processes[$0].name, at: event.time) }
      case .disturbance(.indexJump(let instrument, _, let factor)):
        [OutsideEvent(.jump(factor: factor), of: "the index of \(names.name(of: instrument))", at: event.time)]
      case .disturbance(.silence(let process, let end)):
        [OutsideEvent(.silence(until: end), of: processes[process].name, at: event.time)]
      case .disturbance(.pause(let members, let end)):
        [OutsideEvent(.pause(until: end), of: blockName(of: members.lowerBound), at: event.time)]
      }
    }
  }

  private func blockName(of participant: Int) -> String {
    let account = participants[participant].account.index
    return blocks.first { $0.accounts.contains(account) }?.name ?? participants[participant].name
  }
}

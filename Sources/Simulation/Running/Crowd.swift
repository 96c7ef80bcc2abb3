import MarketTypes
import Mathematics
import Participants

/// Everybody who acts, each kind in an array of its own.
///
/// One more kind is one more array and one more line in each of these functions.
struct Crowd {
  private var makers: [DynamicSpreadMaker] = []
  private var quoters: [FormulaMaker] = []
  private var grids: [GridMaker] = []
  private var takers: [ZeroIntelligenceTaker] = []
  private var traders: [LeveragedTrader] = []
  private var targeters: [LeverageTargeter] = []
  private var executions: [ExecutionTrader] = []

  /// A participant among those of its kind.
  struct Place: Hashable, BitwiseCopyable {
    let kind: ParticipantKind
    let index: Int32
  }

  /// Makes a participant.
  mutating func add(
    _ seat: Seat, _ settings: ParticipantSettings, _ stream: (DrawPurpose) -> SeededGenerator
  ) -> Place {
    func join<Member: Participant>(_ members: inout [Member], _ own: Member.Settings) -> Place {
      members.append(Member(seat, own, stream))
      return Place(kind: settings.kind, index: Int32(members.count - 1))
    }
    return switch settings {
    case .maker(let own): join(&makers, own)
    case .quoter(let own): join(&quoters, own)
    case .grid(let own): join(&grids, own)
    case .taker(let own): join(&takers, own)
    case .trader(let own): join(&traders, own)
    case .targeter(let own): join(&targeters, own)
    case .execution(let own): join(&executions, own)
    }
  }

  /// Which news of its account a participant wants.
  static func news(of kind: ParticipantKind) -> News {
    switch kind {
    case .maker: DynamicSpreadMaker.news
    case .quoter: FormulaMaker.news
    case .grid: GridMaker.news
    case .taker: ZeroIntelligenceTaker.news
    case .trader: LeveragedTrader.news
    case .targeter: LeverageTargeter.news
    case .execution: ExecutionTrader.news
    }
  }

  /// Gives a participant other settings, of its own kind.
  mutating func adopt(_ settings: ParticipantSettings, at place: Place) {
    let index = Int(place.index)
    switch (place.kind, settings) {
    case (.maker, .maker(let own)): makers[index].adopt(own)
    case (.quoter, .quoter(let own)): quoters[index].adopt(own)
    case (.grid, .grid(let own)): grids[index].adopt(own)
    case (.taker, .taker(let own)): takers[index].adopt(own)
    case (.trader, .trader(let own)): traders[index].adopt(own)
    case (.targeter, .targeter(let own)): targeters[index].adopt(own)
    case (.execution, .execution(let own)): executions[index].adopt(own)
    default: invariantFailed("a \(place.kind) was to become a \(settings.kind)")
    }
  }

  mutating func firstLook(of place: Place, after begin: Time) -> Time? {
    let index = Int(place.index)
    return switch place.kind {
    case .maker: makers[index].firstLook(after: begin)
    case .quoter: quoters[index].firstLook(after: begin)
    case .grid: grids[index].firstLook(after: begin)
    case .taker: takers[index].firstLook(after: begin)
    case .trader: traders[index].firstLook(after: begin)
    case .targeter: targeters[index].firstLook(after: begin)
    case .execution: executions[index].firstLook(after: begin)
    }
  }

  @inline(__always)
  mutating func look(
    _ place: Place, at outlook: borrowing Outlook, _ actions: inout [Command.Action]
  ) -> Time? {
    let index = Int(place.index)
    return switch place.kind {
    case .maker: makers[index].look(at: outlook, &actions)
    case .quoter: quoters[index].look(at: outlook, &actions)
    case .grid: grids[index].look(at: outlook, &actions)
    case .taker: takers[index].look(at: outlook, &actions)
    case .trader: traders[index].look(at: outlook, &actions)
    case .targeter: targeters[index].look(at: outlook, &actions)
    case .execution: executions[index].look(at: outlook, &actions)
    }
  }

  @inline(__always)
  mutating func observe(_ event: Event, by place: Place) {
    let index = Int(place.index)
    switch place.kind {
    case .maker: makers[index].observeOwn(event)
    case .quoter: quoters[index].observeOwn(event)
    case .grid: grids[index].observeOwn(event)
    case .taker: takers[index].observeOwn(event)
    case .trader: traders[index].observeOwn(event)
    case .targeter: targeters[index].observeOwn(event)
    case .execution: executions[index].observeOwn(event)
    }
  }
}

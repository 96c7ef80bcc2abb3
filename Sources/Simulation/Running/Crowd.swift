import MarketTypes
import Mathematics
import Participants
import Storage

/// Everybody who acts, each kind in a row of its own.
///
/// One more kind is one more row and one more line in each of these functions.
struct Crowd: ~Copyable {
  private var makers: Shelf<DynamicSpreadMaker>
  private var quoters: Shelf<FormulaMaker>
  private var grids: Shelf<GridMaker>
  private var takers: Shelf<ZeroIntelligenceTaker>
  private var poissonFlows: Shelf<PoissonFlow>
  private var queueReactiveFlows: Shelf<QueueReactiveFlow>
  private var hawkesFlows: Shelf<HawkesFlow>
  private var splittingFlows: Shelf<SplittingFlow>
  private var forecasters: Shelf<Forecaster>
  private var momentumTraders: Shelf<MomentumTrader>
  private var informedTraders: Shelf<InformedTrader>
  private var herdingTraders: Shelf<HerdingTrader>
  private var traders: Shelf<LeveragedTrader>
  private var targeters: Shelf<LeverageTargeter>
  private var arbitrageurs: Shelf<Arbitrageur>
  private var executions: Shelf<ExecutionTrader>

  /// A participant among those of its kind.
  struct Place: Hashable, BitwiseCopyable {
    let kind: ParticipantKind
    let index: Int32
  }

  // Without defaults, so that no initializer forgets a kind.

  init() {
    makers = Shelf()
    quoters = Shelf()
    grids = Shelf()
    takers = Shelf()
    poissonFlows = Shelf()
    queueReactiveFlows = Shelf()
    hawkesFlows = Shelf()
    splittingFlows = Shelf()
    forecasters = Shelf()
    momentumTraders = Shelf()
    informedTraders = Shelf()
    herdingTraders = Shelf()
    traders = Shelf()
    targeters = Shelf()
    arbitrageurs = Shelf()
    executions = Shelf()
  }

  private init(copying crowd: borrowing Crowd) {
    makers = crowd.makers.clone { $0 }
    quoters = crowd.quoters.clone { $0 }
    grids = crowd.grids.clone { $0 }
    takers = crowd.takers.clone { $0 }
    poissonFlows = crowd.poissonFlows.clone { $0 }
    queueReactiveFlows = crowd.queueReactiveFlows.clone { $0 }
    hawkesFlows = crowd.hawkesFlows.clone { $0 }
    splittingFlows = crowd.splittingFlows.clone { $0 }
    forecasters = crowd.forecasters.clone { $0 }
    momentumTraders = crowd.momentumTraders.clone { $0 }
    informedTraders = crowd.informedTraders.clone { $0 }
    herdingTraders = crowd.herdingTraders.clone { $0 }
    traders = crowd.traders.clone { $0 }
    targeters = crowd.targeters.clone { $0 }
    arbitrageurs = crowd.arbitrageurs.clone { $0 }
    executions = crowd.executions.clone { $0 }
  }

  borrowing func clone() -> Crowd { Crowd(copying: self) }

  /// Makes a participant.
  mutating func add(
    _ seat: Seat, _ settings: ParticipantSettings, _ stream: (DrawPurpose) -> SeededGenerator
  ) -> Place {
    func join<Member: Participant>(_ members: inout Shelf<Member>, _ own: Member.Settings) -> Place {
      // A block's members stand side by side, and mostly have the same settings.
      let before = members.count > 0 ? members[members.count - 1] : nil
      members.append(Member(seat, own, like: before, stream))
      return Place(kind: settings.kind, index: Int32(members.count - 1))
    }
    return switch settings {
    case .maker(let own): join(&makers, own)
    case .quoter(let own): join(&quoters, own)
    case .grid(let own): join(&grids, own)
    case .taker(let own): join(&takers, own)
    case .poissonFlow(let own): join(&poissonFlows, own)
    case .queueReactiveFlow(let own): join(&queueReactiveFlows, own)
    case .hawkesFlow(let own): join(&hawkesFlows, own)
    case .splittingFlow(let own): join(&splittingFlows, own)
    case .forecaster(let own): join(&forecasters, own)
    case .momentum(let own): join(&momentumTraders, own)
    case .informed(let own): join(&informedTraders, own)
    case .herding(let own): join(&herdingTraders, own)
    case .trader(let own): join(&traders, own)
    case .targeter(let own): join(&targeters, own)
    case .arbitrageur(let own): join(&arbitrageurs, own)
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
    case .poissonFlow: PoissonFlow.news
    case .queueReactiveFlow: QueueReactiveFlow.news
    case .hawkesFlow: HawkesFlow.news
    case .splittingFlow: SplittingFlow.news
    case .forecaster: Forecaster.news
    case .momentum: MomentumTrader.news
    case .informed: InformedTrader.news
    case .herding: HerdingTrader.news
    case .trader: LeveragedTrader.news
    case .targeter: LeverageTargeter.news
    case .arbitrageur: Arbitrageur.news
    case .execution: ExecutionTrader.news
    }
  }

  /// Gives a participant other settings, of its own kind.
  mutating func adopt(_ settings: ParticipantSettings, at place: Place) {
    let index = Int(place.index)
    switch (place.kind, settings) {
    case (.maker, .maker(let own)): makers[index].adopt(own)
    case (.quoter, .quoter(let own)):
      let before = index > 0 ? quoters[index - 1] : nil
      quoters[index].adopt(own, like: before)
    case (.grid, .grid(let own)): grids[index].adopt(own)
    case (.taker, .taker(let own)): takers[index].adopt(own)
    case (.poissonFlow, .poissonFlow(let own)): poissonFlows[index].adopt(own)
    case (.queueReactiveFlow, .queueReactiveFlow(let own)): queueReactiveFlows[index].adopt(own)
    case (.hawkesFlow, .hawkesFlow(let own)): hawkesFlows[index].adopt(own)
    case (.splittingFlow, .splittingFlow(let own)): splittingFlows[index].adopt(own)
    case (.forecaster, .forecaster(let own)): forecasters[index].adopt(own)
    case (.momentum, .momentum(let own)): momentumTraders[index].adopt(own)
    case (.informed, .informed(let own)): informedTraders[index].adopt(own)
    case (.herding, .herding(let own)): herdingTraders[index].adopt(own)
    case (.trader, .trader(let own)): traders[index].adopt(own)
    case (.targeter, .targeter(let own)): targeters[index].adopt(own)
    case (.arbitrageur, .arbitrageur(let own)): arbitrageurs[index].adopt(own)
    case (.execution, .execution(let own)): executions[index].adopt(own)
    default: invariantFailed("a \(place.kind) was to become a \(settings.kind)")
    }
  }

  /// Tells crowds that they are paused. Who acts once a look does when the pause is over, and needs no word.
  mutating func pause(_ place: Place, until end: Time) {
    let index = Int(place.index)
    switch place.kind {
    case .poissonFlow: poissonFlows[index].pause(until: end)
    case .queueReactiveFlow: queueReactiveFlows[index].pause(until: end)
    case .hawkesFlow: hawkesFlows[index].pause(until: end)
    case .splittingFlow: splittingFlows[index].pause(until: end)
    default: break
    }
  }

  mutating func firstLook(of place: Place, after begin: Time) -> Time? {
    let index = Int(place.index)
    return switch place.kind {
    case .maker: makers[index].firstLook(after: begin)
    case .quoter: quoters[index].firstLook(after: begin)
    case .grid: grids[index].firstLook(after: begin)
    case .taker: takers[index].firstLook(after: begin)
    case .poissonFlow: poissonFlows[index].firstLook(after: begin)
    case .queueReactiveFlow: queueReactiveFlows[index].firstLook(after: begin)
    case .hawkesFlow: hawkesFlows[index].firstLook(after: begin)
    case .splittingFlow: splittingFlows[index].firstLook(after: begin)
    case .forecaster: forecasters[index].firstLook(after: begin)
    case .momentum: momentumTraders[index].firstLook(after: begin)
    case .informed: informedTraders[index].firstLook(after: begin)
    case .herding: herdingTraders[index].firstLook(after: begin)
    case .trader: traders[index].firstLook(after: begin)
    case .targeter: targeters[index].firstLook(after: begin)
    case .arbitrageur: arbitrageurs[index].firstLook(after: begin)
    case .execution: executions[index].firstLook(after: begin)
    }
  }

  @inline(__always)
  mutating func look(
    _ place: Place, at outlook: borrowing Outlook, _ actions: inout Outbox
  ) -> Time? {
    let index = Int(place.index)
    return switch place.kind {
    case .maker: makers[index].look(at: outlook, &actions)
    case .quoter: quoters[index].look(at: outlook, &actions)
    case .grid: grids[index].look(at: outlook, &actions)
    case .taker: takers[index].look(at: outlook, &actions)
    case .poissonFlow: poissonFlows[index].look(at: outlook, &actions)
    case .queueReactiveFlow: queueReactiveFlows[index].look(at: outlook, &actions)
    case .hawkesFlow: hawkesFlows[index].look(at: outlook, &actions)
    case .splittingFlow: splittingFlows[index].look(at: outlook, &actions)
    case .forecaster: forecasters[index].look(at: outlook, &actions)
    case .momentum: momentumTraders[index].look(at: outlook, &actions)
    case .informed: informedTraders[index].look(at: outlook, &actions)
    case .herding: herdingTraders[index].look(at: outlook, &actions)
    case .trader: traders[index].look(at: outlook, &actions)
    case .targeter: targeters[index].look(at: outlook, &actions)
    case .arbitrageur: arbitrageurs[index].look(at: outlook, &actions)
    case .execution: executions[index].look(at: outlook, &actions)
    }
  }

  // Out of line: in the loop over news the optimizer would lay out every row's address before it looks at the kind.
  @inline(never)
  mutating func observe(_ event: Event, by place: Place) {
    let index = Int(place.index)
    switch place.kind {
    case .maker: makers[index].observeOwn(event)
    case .quoter: quoters[index].observeOwn(event)
    case .grid: grids[index].observeOwn(event)
    case .taker: takers[index].observeOwn(event)
    case .poissonFlow: poissonFlows[index].observeOwn(event)
    case .queueReactiveFlow: queueReactiveFlows[index].observeOwn(event)
    case .hawkesFlow: hawkesFlows[index].observeOwn(event)
    case .splittingFlow: splittingFlows[index].observeOwn(event)
    case .forecaster: forecasters[index].observeOwn(event)
    case .momentum: momentumTraders[index].observeOwn(event)
    case .informed: informedTraders[index].observeOwn(event)
    case .herding: herdingTraders[index].observeOwn(event)
    case .trader: traders[index].observeOwn(event)
    case .targeter: targeters[index].observeOwn(event)
    case .arbitrageur: arbitrageurs[index].observeOwn(event)
    case .execution: executions[index].observeOwn(event)
    }
  }
}

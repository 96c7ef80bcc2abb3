import MarketTypes

/// What kind of participant somebody is, with all that is fixed about it. Cases are named as in `ParticipantKind`.
public enum ParticipantSettings: Hashable, Sendable {
  case maker(DynamicSpreadMaker.Settings)
  case quoter(FormulaMaker.Settings)
  case grid(GridMaker.Settings)
  case taker(ZeroIntelligenceTaker.Settings)
  case poissonFlow(PoissonFlow.Settings)
  case queueReactiveFlow(QueueReactiveFlow.Settings)
  case hawkesFlow(HawkesFlow.Settings)
  case splittingFlow(SplittingFlow.Settings)
  case forecaster(Forecaster.Settings)
  case momentum(MomentumTrader.Settings)
  case informed(InformedTrader.Settings)
  case herding(HerdingTrader.Settings)
  case trader(LeveragedTrader.Settings)
  case targeter(LeverageTargeter.Settings)
  case arbitrageur(Arbitrageur.Settings)
  case execution(ExecutionTrader.Settings)

  /// The case without its settings.
  public var kind: ParticipantKind {
    switch self {
    case .maker: .maker
    case .quoter: .quoter
    case .grid: .grid
    case .taker: .taker
    case .poissonFlow: .poissonFlow
    case .queueReactiveFlow: .queueReactiveFlow
    case .hawkesFlow: .hawkesFlow
    case .splittingFlow: .splittingFlow
    case .forecaster: .forecaster
    case .momentum: .momentum
    case .informed: .informed
    case .herding: .herding
    case .trader: .trader
    case .targeter: .targeter
    case .arbitrageur: .arbitrageur
    case .execution: .execution
    }
  }

  /// What it wants to see.
  public var interests: Interests {
    switch self {
    case .maker(let settings): settings.interests
    case .queueReactiveFlow: Interests(depth: true)
    case .targeter(let settings): Interests(others: settings.legs.map(\.facts.instrument))
    case .arbitrageur(let settings): settings.interests
    case .quoter, .grid, .taker, .poissonFlow, .hawkesFlow, .splittingFlow, .forecaster, .momentum, .informed, .herding,
      .trader, .execution:
      Interests()
    }
  }
}

/// The kinds of participants. Scenarios call them by the same names, but for `targeter`: there it is a `trader` with
/// another strategy than `position`.
public enum ParticipantKind: String, Hashable, Sendable, BitwiseCopyable, CaseIterable {
  case maker, quoter, grid
  case taker, poissonFlow, queueReactiveFlow, hawkesFlow, splittingFlow
  case forecaster, momentum, informed, herding
  case trader, targeter, arbitrageur, execution
}

/// What a participant wants to see besides its own instrument's best quotes and prices.
public struct Interests: Hashable, Sendable {
  /// Instruments that it also follows, in the order in which its outlook shows them.
  public var others: [InstrumentID]
  /// Whether it follows the price levels of its own instrument's book.
  public var depth: Bool

  public init(others: [InstrumentID] = [], depth: Bool = false) {
    self.others = others
    self.depth = depth
  }
}

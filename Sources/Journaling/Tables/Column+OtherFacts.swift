import Notation

// MARK: - What became of it, books, margin and prices

extension Column {
  /// Of those behind an order's own terms.
  var otherFacts: Facts {
    switch self {
    case .keptPriority: Facts(.flag, of: "amended", "whether the order kept its place in the queue")
    case .from:
      Facts(
        .text,
        of: "transferred",
        "ledger account: `collateral:alice`, `costBasis:alice:BTC`, `contribution:alice`, `fees`, `fund`, "
          + "`fund:2`, `rounding`, `uncovered`, `outside`")
    case .to: Facts(.text, of: "transferred", "likewise")
    case .action: Facts(.text, of: "refused", "kind of the command that was refused")
    case .reason: Facts(.text, of: "transferred, cancelled, refused, takeoverDeclined", "one of the names above")
    case .phase: Facts(.text, of: "setPhase, phaseChanged", "`continuous`, `call`, `halted` or `limited`")
    case .surplus:
      Facts(
        .integer, in: .lots,
        of: "auctionIndicated, auctioned",
        "lots wanted beyond what is sold; below zero offered beyond what is wanted")
    case .occasion: Facts(.text, of: "massCancel", "`request`, `disconnect` or `kill`")
    case .entry: Facts(.integer, of: "massQuote", "number of the quote, from 0")
    case .window:
      Facts(
        .integer, in: .nanoseconds,
        of: "protect, protectionSet",
        "nanoseconds in which fills are counted")
    case .pause:
      Facts(
        .integer, in: .nanoseconds,
        of: "protect, protectionSet",
        "nanoseconds for which quotes are refused; 0 until it is set again")
    case .bid: Facts(.integer, in: .ticks, of: "quoted, massQuote", "best bid; absent if there is none")
    case .bidQuantity: Facts(.integer, in: .lots, of: "quoted, massQuote", "what stands there, or is to")
    case .ask: Facts(.integer, in: .ticks, of: "quoted, massQuote", "best ask; absent if there is none")
    case .askQuantity: Facts(.integer, in: .lots, of: "quoted, massQuote", "what stands there, or is to")
    case .previous: Facts(.integer, in: .ticks, of: "marked, assetPriced", "the mark before; absent for the first")
    case .level: Facts(.text, of: "marginLevelChanged", "`sufficient`, `alerted` or `called`")
    case .equity: Facts(.integer, in: .money, of: "liquidatable, recovered, marginLevelChanged, takenOver", "")
    case .maintenance:
      Facts(
        .integer, in: .money,
        of: "liquidatable, recovered, marginLevelChanged",
        "maintenance margin")
    case .notional: Facts(.integer, in: .money, of: "takenOver", "gross, of all that was taken over")
    case .limit: Facts(.integer, of: "roundLimitReached", "how many rounds a command may have")
    case .waiting: Facts(.integer, of: "roundLimitReached", "how many forced orders wait")
    case .source: Facts(.integer, of: "report, roll, sourceReported, sourceRolled", "number of the source, from 0")
    case .elsewhere:
      Facts(
        .flag,
        of: "report, roll, sourceReported, sourceRolled",
        "`true` where the price is that of the same contract at other venues")
    case .fund: Facts(.integer, of: "fund", "number of the insurance fund; absent for the common one")
    case .factor: Facts(.decimal, scale: 9, of: "setMarginFactor, marginFactorSet", "a decimal number, 1 or more")
    case .rate:
      Facts(
        .decimal, scale: 12,
        of: "funded",
        "a decimal number: of the notional, for this interval; above zero longs pay")
    case .cost: Facts(.integer, in: .money, of: "positionMoved", "what the position cost, and costs there")
    case .base:
      Facts(
        .integer, in: .milliticks,
        of: "explainQuote, quoteExplained",
        "part of the half-spread, thousandths of a tick")
    case .volatility:
      Facts(
        .integer, in: .milliticks,
        of: "explainQuote, quoteExplained",
        "part of the half-spread, thousandths of a tick")
    case .inventory:
      Facts(
        .integer, in: .milliticks,
        of: "explainQuote, quoteExplained",
        "part of the half-spread, thousandths of a tick")
    case .toxicity:
      Facts(
        .integer, in: .milliticks,
        of: "explainQuote, quoteExplained",
        "part of the half-spread, thousandths of a tick")
    case .depth:
      Facts(
        .integer, in: .milliticks,
        of: "explainQuote, quoteExplained",
        "part of the half-spread, thousandths of a tick")
    case .stress:
      Facts(
        .integer, in: .milliticks,
        of: "explainQuote, quoteExplained",
        "part of the half-spread, thousandths of a tick")
    case .skew:
      Facts(
        .integer, in: .milliticks,
        of: "explainQuote, quoteExplained",
        "how far the centre moved, thousandths of a tick")
    case .withdrawn:
      Facts(
        .integer, in: .thousandths,
        of: "explainQuote, quoteExplained",
        "share of its size the maker withdrew, thousandths")
    case .withdrawal:
      Facts(
        .text,
        of: "explainQuote, quoteExplained",
        "why: `nothing`, `volatility`, `margin`, `silence` or `order`")
    case .halfSpread:
      Facts(
        .integer, in: .ticks,
        of: "explainQuote, quoteExplained",
        "as quoted, ticks; 0 if nothing is quoted")
    default: Facts(.text, of: "", "")
    }
  }
}

import MarketTypes

/// What a refusal's account and instrument mean: for some actions nothing.
extension RefusedAction {
  var hasAccount: Bool {
    switch self {
    case .fund, .openMark, .setIndex, .clock: false
    case .openAccount, .deposit, .withdraw, .openHolding, .openOrder, .submit, .cancel, .amend, .reduce, .explainQuote:
      true
    }
  }

  var hasInstrument: Bool {
    switch self {
    case .openAccount, .deposit, .fund, .withdraw, .clock: false
    case .openHolding, .openMark, .openOrder, .submit, .cancel, .amend, .reduce, .setIndex, .explainQuote: true
    }
  }
}

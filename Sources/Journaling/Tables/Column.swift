/// The columns of the tables of commands and events, in their order; what each means stands in `docs/formats.md`.
///
/// A name here is the name in a CSV header and the key in an object of JSON. An event fills those that its kind has.
enum Column: Int, CaseIterable {
  // Where it stands
  case command
  case position
  case time
  case seen
  case round
  case cause
  // What it is about
  case kind
  case account
  case accountKind
  case owner
  case group
  case instrument
  case side
  case price
  case quantity
  case holding
  case amount
  case asset
  case order
  case client
  case counterparty
  case counterpartyOrder
  case replacedOrder
  case replacedClient
  case timeInForce
  case terms
  // Rare terms
  case trigger
  case triggerKind
  case triggerSource
  case peg
  case pegOffset
  case display
  case minimum
  case prevention
  case until
  // What became of it
  case keptPriority
  case from
  case to
  case action
  case reason
  // Phases and auctions
  case phase
  case surplus
  // Quotes of a maker
  case occasion
  case entry
  case window
  case pause
  // Top of a book
  case bid
  case bidQuantity
  case ask
  case askQuantity
  case previous
  // Margin and liquidation
  case level
  case equity
  case maintenance
  case notional
  case limit
  case waiting
  // Prices from outside, funding, insurance
  case source
  case elsewhere
  case fund
  case factor
  case rate
  case cost
  // What a quote is made of
  case base
  case volatility
  case inventory
  case toxicity
  case depth
  case stress
  case skew
  case withdrawn
  case withdrawal
  case halfSpread

  /// Those that only commands have.
  private static let ofCommands: Set<Column> = [
    .command, .seen, .replacedOrder, .replacedClient, .occasion, .entry, .fund,
  ]
  /// Those of the table of events: all others.
  static let ofEvents = allCases.filter { !ofCommands.contains($0) }
  /// The place of each column among those of events, by its raw value; −1 for none of them.
  static let placesOfEvents = allCases.map { column in ofEvents.firstIndex(of: column) ?? -1 }

  /// The name of each, by its raw value.
  static let names = allCases.map { "\($0)" }
  var name: String { Self.names[rawValue] }
}

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
  case instrument
  case side
  case price
  case quantity
  case holding
  case amount
  case order
  case client
  case counterparty
  case counterpartyOrder
  case timeInForce
  case terms
  case keptPriority
  case from
  case to
  case action
  case reason
  // Top of a book
  case bid
  case bidQuantity
  case ask
  case askQuantity
  case previous
  // Margin and liquidation
  case equity
  case maintenance
  case limit
  case waiting
  // What a quote is made of
  case base
  case volatility
  case inventory
  case skew
  case withdrawn
  case halfSpread

  /// Those of the table of events: all but the two that only commands have.
  static let ofEvents = allCases.filter { $0 != .command && $0 != .seen }

  /// The name of each, by its raw value.
  static let names = allCases.map { "\($0)" }
  var name: String { Self.names[rawValue] }
}

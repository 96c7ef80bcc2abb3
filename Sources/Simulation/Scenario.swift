import MarketTypes
import Notation
import Participants

/// Everything a run is made from, read from one file and resolved: the same scenario and seed give the same bytes.
public struct Scenario: Sendable {
  public var name: String
  public var seed: UInt64
  /// What would happen later than this does not.
  public var duration: TimeSpan
  public var rules: VenueRules
  public var names: Names
  /// What stands before the first command, in order: accounts, money, marks, holdings, resting orders.
  public var opening: [Command.Action]
  public var participants: [ParticipantSpecification]
  /// In order of time; at equal times as written.
  public var script: [ScriptedEvent]
  public var recordings: [RecordingSpecification]
  /// Prices from outside that move by themselves.
  public var processes: [PriceProcess]
  public var expectation: Expectation?
  /// The scenario as one JSON object without comments or `extends`.
  public var resolved: JSONValue
  /// How many accounts each population block has, in order; named accounts not counted.
  public var blocks: [PopulationCount]
}

/// One block of the population and the accounts it became.
public struct PopulationCount: Hashable, Sendable {
  public var name: String
  public var kind: String
  public var accounts: Range<Int>
}

/// Who acts, and how late.
public struct ParticipantSpecification: Sendable {
  /// What it does.
  public var settings: ParticipantSettings
  /// Its account, which is its own, and the instrument it trades.
  public var seat: Seat
  /// Its account's name.
  public var name: String
  /// Hash of its block's name: with its index in the block, the key to its random draws and nobody else's.
  public var blockHash: UInt32
  public var index: UInt32
  /// It first acts this long after the scenario's start, or later.
  public var start: TimeSpan
  public var connection: Connection

  /// The account it trades with.
  public var account: AccountID { seat.account }
}

/// A recorded order flow that plays in the book beside everybody else. The caller reads the files.
public struct RecordingSpecification: Hashable, Sendable {
  /// Which recorder's files they are.
  public enum Format: Hashable, Sendable {
    case lobster
    /// The recording's decimal number that is one lot, in hundred-millionths.
    case binance(lotSize: Int64)
  }

  /// Relative to the data root.
  public var messages: String
  /// Of LOBSTER alone.
  public var seedBook: String?
  /// The account it trades with.
  public var account: AccountID
  public var aggressor: AccountID
  public var instrument: InstrumentID
  /// Of LOBSTER in ten-thousandths of the recording's currency unit, of Binance in hundred-millionths.
  public var tickSize: Int64
  public var format = Format.lobster
}

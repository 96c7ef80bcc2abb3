import MarketTypes
import Notation
import Participants

/// Everything a run is made from, read from one file and resolved: the same scenario and seed give the same bytes.
public struct Scenario: Sendable {
  /// By which reports call it.
  public var name: String
  /// The root of every random draw of the run.
  public var seed: UInt64
  /// What would happen later than this does not.
  public var duration: TimeSpan
  /// Instruments, assets, margin, fees, liquidation and funds of the venue.
  public var rules: VenueRules
  /// Of accounts, instruments, assets and funds, by their numbers.
  public var names: Names
  /// What stands before the first command, in order: accounts, money, marks, holdings, resting orders.
  public var opening: [Command.Action]
  /// In the order of blocks, then of members; those left out are not there.
  public var participants: [ParticipantSpecification]
  /// In order of time; at equal times as written.
  public var script: [ScriptedEvent]
  public var recordings: [RecordingSpecification]
  /// Prices from outside that move by themselves.
  public var processes: [PriceProcess]
  /// What a run should come to; `nil` where the file says nothing.
  public var expectation: Expectation?
  /// The scenario as one JSON object without comments or `extends`.
  public var resolved: JSONValue
  /// How many accounts each population block has, in order; named accounts not counted.
  public var blocks: [PopulationCount]
  /// What was taken, but is probably not meant so.
  public var warnings = Diagnostics()
}

/// One block of the population and the accounts it became.
public struct PopulationCount: Hashable, Sendable {
  /// The block's.
  public var name: String
  /// As the file says it.
  public var kind: String
  /// Their numbers in a row; members left out have none.
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
  /// Its place in its block, from 0, those left out counted.
  public var index: UInt32
  /// It first acts this long after the scenario's start, or later.
  public var start: TimeSpan
  /// Its latencies and its throttle.
  public var connection: Connection

  /// The account it trades with.
  public var account: AccountID { seat.account }
}

/// A recorded order flow that plays in the book beside everybody else. The caller reads the files.
public struct RecordingSpecification: Hashable, Sendable {
  /// Which recorder's files they are.
  public enum Format: Hashable, Sendable {
    /// LOBSTER's message and order book files.
    case lobster
    /// The recording's decimal number that is one lot, in hundred-millionths.
    case binance(lotSize: Int64)
  }

  /// Path of the messages, relative to the data root.
  public var messages: String
  /// Path of the order book file, of LOBSTER alone: its first row is the book at the start; `nil` for none.
  public var seedBook: String?
  /// Owns the recorded resting orders.
  public var account: AccountID
  /// Sends the orders that took from them; another account.
  public var aggressor: AccountID
  /// Where it plays.
  public var instrument: InstrumentID
  /// The recording's price of one tick: of LOBSTER in ten-thousandths of the recording's currency unit, of Binance in hundred-millionths.
  public var tickSize: Int64
  /// Says how to read the files.
  public var format = Format.lobster
}

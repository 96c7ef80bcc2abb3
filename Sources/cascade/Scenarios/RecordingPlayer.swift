import Files
import MarketData
import MarketTypes
import Notation
import Simulation

/// Plays one recording of a scenario as order flow.
///
/// A value, so that a copy goes on by itself. The simulation takes commands from it without ever expecting an error: what
/// is wrong with the file is kept in a place that all copies share until whoever runs the simulation asks.
struct RecordingPlayer: IteratorProtocol {
  private final class Fault {
    var diagnostics: Diagnostics?
  }

  private let fault = Fault()
  /// One of the two is there. Not cases of one: taking a flow out of a case and putting it back copies its book.
  private var lobster: LobsterFlow?
  private var binance: BinanceFlow?

  /// What stopped the flow before its end.
  var failure: Diagnostics? { fault.diagnostics }

  /// Reads the files of `recording`, which are named relative to `root`.
  init(_ recording: RecordingSpecification, root: String, _ limits: Limits) throws {
    let messages = try Self.read(recording.messages, root, limits)
    switch recording.format {
    case .lobster:
      let book = try recording.seedBook.map { try Self.read($0, root, limits) }
      let terms = LobsterFlowTerms(
        account: recording.account, aggressor: recording.aggressor, instrument: recording.instrument,
        tickSize: LobsterPrice(tenThousandths: recording.tickSize))
      lobster = try LobsterFlow(messages: messages, book: book, terms: terms)
    case .binance(let lotSize):
      let terms = BinanceFlowTerms(
        account: recording.account, aggressor: recording.aggressor, instrument: recording.instrument,
        units: BinanceUnits(tickSize: recording.tickSize, lotSize: lotSize))
      binance = try BinanceFlow(messages, terms: terms)
    }
  }

  mutating func next() -> Command? {
    do throws(Diagnostics) {
      return lobster != nil ? try lobster?.next() : try binance?.next()
    } catch {
      fault.diagnostics = error
      return nil
    }
  }

  private static func read(_ name: String, _ root: String, _ limits: Limits) throws -> SourceText {
    let isThere = try FileSystem.kind(of: root) == .directory
    if isThere, !Path.isInside(name, base: root) {
      throw Failure(.badInput, "the recording \"\(name)\" is not inside \(root)", hint: "its path is relative to there")
    }
    do throws(Failure) {
      return try readRecording(Path.join(root, name), limits)
    } catch {
      if error.status != .noInput { throw error }
      throw Failure(.noInput, error.diagnostics.entries.first?.message ?? "", hint: DataRoot.hint)
    }
  }
}

/// Where the recordings are that scenarios name.
struct DataRoot: Sendable {
  /// `nil` if nobody said where.
  private let path: String?
  /// How large a recording may be.
  private let limits: Limits

  /// What `--data` says, else CASCADE_DATA.
  init(_ arguments: Arguments) throws(Failure) {
    let path = arguments[.data] ?? environment("CASCADE_DATA") ?? ""
    self.path = path.isEmpty ? nil : path
    limits = try arguments.limits
  }

  static let hint = "say with --data or CASCADE_DATA which folder the recordings are in; they must be unpacked"

  /// Opens all recordings of a scenario.
  func players(of scenario: Scenario) throws -> [RecordingPlayer] {
    guard let first = scenario.recordings.first else { return [] }
    guard let path else {
      throw Failure(.noInput, "the scenario plays the recording \"\(first.messages)\"", hint: Self.hint)
    }
    return try scenario.recordings.map { try RecordingPlayer($0, root: path, limits) }
  }
}

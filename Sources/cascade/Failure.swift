import Files
import Journaling
import Notation
import Simulation

/// Why the program leaves before its work is done: with which status, and what it says on standard error.
struct Failure: Error {
  let status: ExitStatus
  /// Empty if there is nothing to say, as to whoever closed the pipe.
  let diagnostics: Diagnostics

  init(_ status: ExitStatus, _ diagnostics: Diagnostics) {
    self.status = status
    self.diagnostics = diagnostics
  }

  init(_ status: ExitStatus, _ message: String, hint: String? = nil) {
    self.init(status, Diagnostics(message, hint: hint))
  }

  init(usage message: String, hint: String? = nil) {
    self.init(.usage, message, hint: hint)
  }

  /// What became of any error: the one place where the rooms' errors get their exit status.
  init(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let refusal as Diagnostics: self.init(.badInput, refusal)
    case let error as FileError where error.exitStatus == .closedPipe: self.init(.closedPipe, Diagnostics())
    case let error as FileError: self.init(error.exitStatus, error.description, hint: error.hint)
    default: self.init(.ourFault, "an error that nobody foresaw: \(error)")
    }
  }

  /// A journal's own error does not know the name of its file.
  init(_ error: JournalError, in path: String, hint: String? = nil) {
    self.init(.badInput, "\(path): \(error)", hint: hint)
  }

  /// A number that a Parquet file has no room for.
  ///
  /// - Parameter path: of what the table was made from.
  init(_ misfit: ParquetWriter.Misfit, in path: String) {
    self.init(
      .badInput, "\(path): in the column \(misfit.column) stands \(misfit.value), more than Parquet's 64 bits hold",
      hint: "csv and jsonl hold numbers of any size")
  }

  /// Says it on standard error, in colour where that is welcome.
  func report(_ color: ColorChoice) {
    Console.note(of: diagnostics, color)
  }
}

extension Diagnostics {
  /// One error that is about no place in a text.
  init(_ message: String, hint: String? = nil) {
    self.init()
    add(.error, message, hint: hint)
  }
}

extension FileError {
  /// What has a file read that is too large, or written that is there already; `nil` where something else is wrong.
  var hint: String? {
    if isThereAlready {
      return "choose another name, or replace it with --force where the verb has that"
    }
    guard case .isLargerThan(let limit, let size) = reason else { return nil }
    return size.map { Scenario.Limits.Resource.bytes.hint(for: $0) }
      ?? "--limit bytes=\(2 * limit) allows twice as many"
  }
}

extension Interruption {
  /// Throws where somebody wishes that the program end.
  static func check() throws(Failure) {
    if let requested { throw Failure(requested.exitStatus, "\(requested)") }
  }

  /// The wish because of which work ended with an error; `nil` if that was not why.
  init?(behind error: any Error) {
    guard let requested = Self.requested, Failure(error).status == requested.exitStatus else { return nil }
    self = requested
  }
}

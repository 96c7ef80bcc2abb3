/// Why something could not be done with a file, and the status the program should leave with.
///
///     cannot write results/events.csv: No space left on device
public struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What was tried, as the verb of the message.
  public enum Operation: String, Sendable {
    case open, read, list, inspect
    case create, write, synchronize, close, rename, remove
    /// Of another program.
    case start
  }

  public enum Reason: Equatable, Sendable {
    /// The system said no, with this `errno`.
    case system(Int32)
    case isDirectory
    case isNotRegularFile
    /// A link to a file that is not there.
    case leadsNowhere
    /// With its size, where that is known before it is read.
    case isLargerThan(limit: Int, size: Int?)
    case holdsUnreadableName
    /// A name that would have to be replaced, which is not a folder that a run wrote.
    case isNotRunDirectory
    /// A run's folder with something in it that the run did not write.
    case holdsForeign(String)
    case interrupted(Interruption)
  }

  public let operation: Operation
  public let path: String
  public let reason: Reason

  init(_ operation: Operation, _ path: String, _ reason: Reason) {
    self.operation = operation
    self.path = path
    self.reason = reason
  }

  /// Whether what was to be created stands in its own way.
  public var isThereAlready: Bool { operation == .create && reason == .system(SystemError.exists) }

  public var description: String {
    // At which file the wish came is chance.
    if case .interrupted(let interruption) = reason { return "\(interruption)" }
    return "cannot \(operation.rawValue) \(path): \(reason)"
  }

  /// The first line that applies. A closed pipe is no news to whoever closed it: leave without a word.
  public var exitStatus: ExitStatus {
    switch reason {
    case .interrupted(let interruption): interruption.exitStatus
    case .isLargerThan: .badInput
    case .holdsUnreadableName: isAboutOutput ? .cannotCreate : .badInput
    case .isDirectory, .isNotRegularFile, .leadsNowhere, .isNotRunDirectory, .holdsForeign:
      isAboutOutput ? .cannotCreate : .noInput
    case .system(let code) where code == SystemError.closedPipe: .closedPipe
    case .system(let code) where SystemError.comesFromDevice(code): .inputOutput
    case .system: statusOfRefusal
    }
  }

  private var isAboutOutput: Bool {
    switch operation {
    case .open, .read, .list, .inspect, .start: false
    case .create, .write, .synchronize, .close, .rename, .remove: true
    }
  }

  private var statusOfRefusal: ExitStatus {
    switch operation {
    case .open, .list, .inspect, .start: .noInput
    case .create, .rename, .remove: .cannotCreate
    case .read, .write, .synchronize, .close: .inputOutput
    }
  }
}

extension FileError.Reason: CustomStringConvertible {
  public var description: String {
    switch self {
    case .system(let code): SystemError.text(of: code)
    case .isDirectory: "it is a directory"
    case .isNotRegularFile: "it is not a regular file"
    case .leadsNowhere: "it is a link that leads nowhere"
    case .isLargerThan(let limit, _): "it is larger than the limit of \(limit) bytes"
    case .holdsUnreadableName: "it holds a name that is not UTF-8"
    case .holdsForeign(let name): "it holds '\(name)', which no run wrote: move that away first"
    case .isNotRunDirectory: "it is there already and is not a folder that a run wrote"
    case .interrupted(let interruption): "\(interruption)"
    }
  }
}

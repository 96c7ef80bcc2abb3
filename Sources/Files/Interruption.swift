import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// A wish from outside that the program end: Ctrl-C (SIGINT) or SIGTERM.
///
///     Interruption.install()
///     while let command = next() {
///       if let interruption = Interruption.requested { … leave with interruption.exitStatus }
///
/// The first one only sets a flag, so that whoever asks can put things in order: flush a valid prefix,
/// drop the `RunDirectory`. A Ctrl-C after that leaves at once, with 130, and temporary names may remain.
/// A second SIGTERM changes nothing: `timeout` sends two.
public enum Interruption: Sendable {
  case interrupt
  case terminate

  public var exitStatus: ExitStatus {
    switch self {
    case .interrupt: .interrupted
    case .terminate: .terminated
    }
  }

  /// The first wish received since `install`, or `nil`. Cheap enough for every turn of a loop.
  public static var requested: Interruption? {
    switch firstSignal.load(ordering: .relaxed) {
    case 0: nil
    case SIGINT: .interrupt
    default: .terminate
    }
  }

  /// Installs the handlers. A signal that whoever started us had ignored stays ignored.
  public static func install() {
    // Touched here so that the handler finds it initialized.
    firstSignal.store(0, ordering: .relaxed)
    for signal in [SIGINT, SIGTERM] {
      var earlier = sigaction()
      unsafe sigaction(signal, nil, &earlier)
      if isIgnored(earlier) { continue }
      var action = handling(with: receive)
      unsafe sigaction(signal, &action, nil)
    }
  }

  /// Runs inside the signal: an atomic exchange and `_exit`, and nothing that might lock or allocate.
  private static let receive: @convention(c) (Int32) -> Void = { signal in
    let (isFirst, _) = firstSignal.compareExchange(expected: 0, desired: signal, ordering: .relaxed)
    if !isFirst && signal == SIGINT { _exit(ExitStatus.interrupted.rawValue) }
  }

  /// Zero until a signal came.
  private static let firstSignal = Atomic<Int32>(0)
}

extension Interruption: CustomStringConvertible {
  /// What became of the work: `interrupted`, `terminated`.
  public var description: String {
    switch self {
    case .interrupt: "interrupted"
    case .terminate: "terminated"
    }
  }
}

/// Without SA_RESTART, so that a signal ends a read that waits for a pipe or a terminal.
private func handling(with handler: @escaping @convention(c) (Int32) -> Void) -> sigaction {
  var action = sigaction()
  #if canImport(Darwin)
    unsafe action.__sigaction_u.__sa_handler = handler
  #else
    unsafe action.__sigaction_handler.sa_handler = handler
  #endif
  return action
}

private func isIgnored(_ action: sigaction) -> Bool {
  #if canImport(Darwin)
    let handler = unsafe action.__sigaction_u.__sa_handler
  #else
    let handler = unsafe action.__sigaction_handler.sa_handler
  #endif
  return unsafe unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
}

import Synchronization

#if canImport(Darwin)
  @unsafe @preconcurrency import Darwin
#elseif canImport(Glibc)
  // `environ` is a variable of the C library; nothing here ever writes it.
  @unsafe @preconcurrency import Glibc
#endif

/// A process, and this side of its pipes.
struct StartedProcess: ~Copyable {
  let process: pid_t
  let input: PipeEnd
  let output: PipeEnd
  let errors: PipeEnd

  /// Starts the program that the first of `words` names.
  init(_ words: [String]) throws(FileError) {
    // One at a time: what another thread starts must inherit no end of these pipes.
    self = try Self.turn.withLock { _ throws(FileError) in try StartedProcess(one: words) }
  }

  private static let turn = Mutex(())

  private init(one words: [String]) throws(FileError) {
    let name = words.first ?? ""
    let toChild = try Pipe(name)
    let fromChild = try Pipe(name)
    let errorsOfChild = try Pipe(name)
    process = try spawn(words, [toChild.reading.number, fromChild.writing.number, errorsOfChild.writing.number])
    input = toChild.writing
    output = fromChild.reading
    errors = errorsOfChild.reading
    for number in [input.number, output.number, errors.number] {
      _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK)
    }
  }
}

/// Starts a program with these descriptors as its standard streams.
private func spawn(_ words: [String], _ streams: [Int32]) throws(FileError) -> pid_t {
  let name = words.first ?? ""
  #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
    var attributes: posix_spawnattr_t?
  #else
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
  #endif
  var defaults = sigset_t()
  var mask = sigset_t()
  unsafe posix_spawn_file_actions_init(&actions)
  unsafe posix_spawnattr_init(&attributes)
  defer {
    unsafe posix_spawn_file_actions_destroy(&actions)
    unsafe posix_spawnattr_destroy(&attributes)
  }
  for (target, stream) in streams.enumerated() {
    unsafe posix_spawn_file_actions_adddup2(&actions, stream, Int32(target))
  }
  // What this process ignores or blocks is its own affair.
  unsafe sigemptyset(&mask)
  unsafe sigemptyset(&defaults)
  for signal in [SIGPIPE, SIGXFSZ, SIGINT, SIGTERM] { unsafe sigaddset(&defaults, signal) }
  unsafe posix_spawnattr_setsigmask(&attributes, &mask)
  unsafe posix_spawnattr_setsigdefault(&attributes, &defaults)
  unsafe posix_spawnattr_setpgroup(&attributes, 0)
  let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
  unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
  var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
  defer { for index in unsafe arguments.indices { unsafe free(arguments[index]) } }
  var process: pid_t = 0
  let failure = unsafe posix_spawnp(&process, name, &actions, &attributes, &arguments, environ)
  if failure != 0 { throw FileError(.start, name, .system(failure)) }
  return process
}

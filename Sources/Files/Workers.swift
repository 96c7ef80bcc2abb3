import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// Does independent pieces of work on several threads, and returns what came of them in their order.
///
/// As `piecesInParallel`, but throws the error of the first piece that failed.
public func inParallel<Value: Sendable>(
  _ count: Int, threads: Int, _ work: @escaping @Sendable (Int) throws -> Value, progress: (Int) -> Void = { _ in }
) throws -> [Value] {
  let pieces = piecesInParallel(count, threads: threads, work, progress: progress)
  if let failure = pieces.failure { throw failure }
  return pieces.values
}

/// What came of pieces of work, as far as they were done.
public struct PiecesDone<Value: Sendable>: Sendable {
  /// In order, those before the first that failed; all of them if none did.
  public let values: [Value]
  /// Of the piece after these.
  public let failure: (any Error)?
}

/// Does independent pieces of work on several threads, and keeps what was done when one fails.
///
/// The pieces are numbered from 0 and begun in that order; which thread does which is nobody's business. So the outcome is
/// the same for any number of threads as long as a piece depends on its number alone. None is begun after an error; those under
/// way are waited for, and what comes of pieces after the first that failed is dropped.
///
/// - Parameters:
///   - threads: how many at most. The calling one waits meanwhile.
///   - progress: is told on the calling thread, every few milliseconds and at the end, how many pieces are done; one that
///     failed is not.
public func piecesInParallel<Value: Sendable>(
  _ count: Int, threads: Int, _ work: @escaping @Sendable (Int) throws -> Value, progress: (Int) -> Void = { _ in }
) -> PiecesDone<Value> {
  let outcomes = Outcomes<Value>(count: count)
  let crew = Crew(count: count) { piece in
    let outcome = Result { try work(piece) }
    outcomes.store(outcome, for: piece)
    if case .failure = outcome { return false }
    return true
  }
  var members: [pthread_t] = []
  while members.count < min(threads, count), let member = startThread({ crew.work() }) { members.append(member) }
  // Where there can be no thread, the work is done here.
  if members.isEmpty { crew.work() }
  while crew.leavers.load(ordering: .acquiring) < members.count {
    progress(crew.done.load(ordering: .relaxed))
    usleep(2_000)
  }
  for member in members { pthread_join(member, nil) }
  progress(crew.done.load(ordering: .relaxed))
  return outcomes.done()
}

/// How many threads can run at a time.
public func processorCount() -> Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

/// Who shares the work.
private final class Crew: Sendable {
  /// How many pieces came to something.
  let done = Atomic<Int>(0)
  /// How many have found nothing more to do.
  let leavers = Atomic<Int>(0)
  private let next = Atomic<Int>(0)
  private let isStopped = Atomic<Bool>(false)
  private let count: Int
  private let piece: @Sendable (Int) -> Bool

  /// - Parameter piece: does one; `false` if none is to be begun after it.
  init(count: Int, piece: @escaping @Sendable (Int) -> Bool) {
    self.count = count
    self.piece = piece
  }

  func work() {
    while !isStopped.load(ordering: .relaxed) {
      let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
      if number >= count { break }
      if !piece(number) {
        isStopped.store(true, ordering: .relaxed)
        break
      }
      done.wrappingAdd(1, ordering: .relaxed)
    }
    leavers.wrappingAdd(1, ordering: .releasing)
  }
}

/// What came of each piece, where any thread can put it.
private final class Outcomes<Value: Sendable>: Sendable {
  private let slots: Mutex<[Result<Value, any Error>?]>

  init(count: Int) { slots = Mutex(Array(repeating: nil, count: count)) }

  func store(_ outcome: Result<Value, any Error>, for piece: Int) { slots.withLock { $0[piece] = outcome } }

  func done() -> PiecesDone<Value> {
    slots.withLock { slots in
      var values: [Value] = []
      for case let outcome? in slots {
        switch outcome {
        case .success(let value): values.append(value)
        case .failure(let error): return PiecesDone(values: values, failure: error)
        }
      }
      return PiecesDone(values: values, failure: nil)
    }
  }
}

/// What a thread is handed.
private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

/// As large as the main thread's usually is: a simulation has large structs.
private let stackSize = 8 << 20

/// `nil` if the system has none to give.
private func startThread(_ run: @escaping @Sendable () -> Void) -> pthread_t? {
  var attributes = pthread_attr_t()
  if unsafe pthread_attr_init(&attributes) != 0 { return nil }
  defer { unsafe pthread_attr_destroy(&attributes) }
  if unsafe pthread_attr_setstacksize(&attributes, stackSize) != 0 { return nil }
  let body = unsafe Unmanaged.passRetained(ThreadBody(run))
  #if canImport(Darwin)
    var thread: pthread_t?
    let status = unsafe pthread_create(&thread, &attributes, { begin($0) }, body.toOpaque())
    if status == 0, let thread = unsafe thread { return unsafe thread }
  #else
    var thread = pthread_t()
    let status = unsafe pthread_create(&thread, &attributes, { unsafe begin($0) }, body.toOpaque())
    if status == 0 { return thread }
  #endif
  unsafe body.release()
  return nil
}

/// What the system calls on a new thread.
private func begin(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let argument = unsafe argument else { return nil }
  unsafe Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run()
  return nil
}

import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// What Files asks of the system. Every such question goes through `ask`, so that a test can have any of them refused.
enum SystemCall: CaseIterable, Sendable {
  case open, read, write, synchronize, close, rename, inspect, list, createDirectory, removeFile, removeDirectory,
    permit
}

/// Asks the system, or says no in its stead as the system would: a number below zero, and `errno`.
func ask<Answer: SignedInteger>(_ call: SystemCall, _ question: () -> Answer) -> Answer {
  guard let code = PlannedFaults.refusal(of: call) else { return question() }
  // What is to be closed is closed all the same: the system says no only to the news of it.
  if call == .close { _ = question() }
  errno = code
  return -1
}

/// The faults that a test plans for a process of its own. Nothing in the product ever plans any, and to see that none
/// are costs each call of the system one load.
enum PlannedFaults {
  struct Plan: Sendable {
    /// Which of the calls to come is refused, from 0; none if it is the largest number.
    var refused = Int.max
    /// The `errno` of the refusal.
    var code = EIO
    /// How many bytes the device has room for in all.
    var room = Int.max
    /// The most bytes a write takes at once.
    var longestWrite = Int.max
  }

  private struct Course: Sendable {
    var plan = Plan()
    var calls: [SystemCall] = []
  }

  private static let isPlanned = Atomic<Bool>(false)
  private static let course = Mutex(Course())

  /// Lets `plan` take its course from the next call on.
  static func begin(_ plan: Plan) {
    course.withLock { $0 = Course(plan: plan) }
    isPlanned.store(true, ordering: .sequentiallyConsistent)
  }

  /// Lets everything be as it was.
  ///
  /// - Returns: the calls since `begin`, in order.
  @discardableResult
  static func end() -> [SystemCall] {
    isPlanned.store(false, ordering: .sequentiallyConsistent)
    return course.withLock { $0.calls }
  }

  /// The `errno` with which this call is to be refused, `nil` if it is to be asked.
  fileprivate static func refusal(of call: SystemCall) -> Int32? {
    guard isPlanned.load(ordering: .relaxed) else { return nil }
    return course.withLock { course in
      course.calls.append(call)
      if course.calls.count - 1 == course.plan.refused { return course.plan.code }
      return call == .write && course.plan.room == 0 ? ENOSPC : nil
    }
  }

  /// How many of `count` bytes are written at once: fewer where the device is about to be full.
  static func allowedCount(of count: Int) -> Int {
    guard isPlanned.load(ordering: .relaxed) else { return count }
    return course.withLock { course in
      let allowed = min(count, course.plan.longestWrite, max(1, course.plan.room))
      course.plan.room -= min(allowed, course.plan.room)
      return allowed
    }
  }
}

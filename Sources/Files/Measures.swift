#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// Nanoseconds since some moment, never going back. For benchmarks and the progress bar only: time in a
/// simulation is a value in the command, and nothing read here may reach a file.
public func monotonicNanoseconds() -> UInt64 {
  var time = timespec()
  unsafe clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

/// The most memory this process ever held, in bytes, as the system counts pages present.
///
/// On Linux it is inherited: a process started by a large one begins with the size of that one.
public func peakMemoryBytes() -> Int {
  var usage = rusage()
  #if canImport(Darwin)
    unsafe getrusage(RUSAGE_SELF, &usage)
    return usage.ru_maxrss
  #else
    unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  #endif
}

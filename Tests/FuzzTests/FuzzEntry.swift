// The fuzzer's way in: only built by .ci/check-fuzz, which asks for it by CASCADE_FUZZ. Not part of the tests.

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// Which reader is fuzzed, as CASCADE_FUZZ_TARGET says.
private let target: FuzzTarget = {
  // Nothing that is fuzzed writes; what it might say goes nowhere.
  let silent = open("/dev/null", O_RDWR)
  dup2(silent, STDIN_FILENO)
  dup2(silent, STDOUT_FILENO)
  guard let name = getenv("CASCADE_FUZZ_TARGET"), let target = FuzzTarget(rawValue: String(cString: name)) else {
    fatalError("CASCADE_FUZZ_TARGET is none of \(FuzzTarget.allCases.map(\.rawValue))")
  }
  return target
}()

/// libFuzzer calls this with one input after another.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  target.take(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}

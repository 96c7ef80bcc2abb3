/// Stops the program with the values that broke a rule of ours. Speaks in release builds too.
///
/// For faults of this program alone: bad input is a typed error, a market's refusal is an event.
@inlinable
public func invariant(
  _ condition: @autoclosure () -> Bool, _ message: @autoclosure () -> String,
  file: StaticString = #fileID, line: UInt = #line
) {
  if !condition() { invariantFailed(message(), file: file, line: line) }
}

/// The cold end of `invariant`, kept out of line so that a check costs one branch.
@inline(never)
public func invariantFailed(_ message: String, file: StaticString = #fileID, line: UInt = #line) -> Never {
  fatalError("invariant broken: \(message)", file: file, line: line)
}

/// Reads options and their values from left to right: `--repeat 9` or `--repeat=9`.
struct ArgumentReader {
  private var rest: ArraySlice<String>
  /// What stood behind the `=` of the option read last.
  private var attached: String?
  private let options: [String]

  /// - Parameter options: every option there is, for the hint when one is misspelt.
  init(_ arguments: [String], options: [String]) {
    rest = arguments[...]
    self.options = options
  }

  /// The next option, or `nil` at the end.
  mutating func next() throws(UsageError) -> String? {
    guard let word = rest.popFirst() else { return nil }
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard name.hasPrefix("--") else { throw UsageError("\(word) is not an option") }
    guard options.contains(name) else { throw UsageError(unknown: "option", name, among: options) }
    attached = parts.count == 2 ? String(parts[1]) : nil
    return name
  }

  /// The value of the option just read.
  mutating func value(of option: String) throws(UsageError) -> String {
    if let attached { return attached }
    guard let value = rest.popFirst() else { throw UsageError("\(option) needs a value") }
    return value
  }

  /// The value of the option just read, a whole number within `range`.
  mutating func integer(of option: String, in range: ClosedRange<Int>) throws(UsageError) -> Int {
    let text = try value(of: option)
    guard let number = Int(text), range.contains(number) else {
      throw UsageError("\(option) is a whole number from \(range.lowerBound) to \(range.upperBound), not \(text)")
    }
    return number
  }

  /// Refuses a value behind an option that has none.
  func refuseValue(of option: String) throws(UsageError) {
    if let attached { throw UsageError("\(option) has no value, not even \(attached)") }
  }
}

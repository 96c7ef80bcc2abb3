/// Something of a scenario that a sweep varies. Its column in a table bears its path, in words it has a shorter name.
public struct VariedPath: Hashable, Sendable {
  /// As it was typed: `population.maker.ladder.size`.
  public var path: String
  /// Its end, as much of it as tells it apart from the others: `ladder.size`.
  public var name: String
  /// As they were typed.
  public var values: [String]

  /// - Parameters:
  ///   - path: as it was typed.
  ///   - name: its end, or all of it.
  ///   - values: at least one, none twice.
  public init(path: String, name: String, values: [String]) {
    (self.path, self.name, self.values) = (path, name, values)
  }

  /// How many places its values need if all are decimal numbers; `nil` if any is not, or has too many digits for a table.
  var scale: Int? {
    let places = values.compactMap(Self.places)
    let (scale, digits) = (places.max() ?? 0, values.map(\.count).max() ?? 0)
    return places.count == values.count && scale + digits <= 18 ? scale : nil
  }

  /// A decimal number times 10 to the power of `scale`, which is at least the number of its places. Exact.
  static func number(_ text: String, scale: Int) -> Int128 {
    let zeros = String(repeating: "0", count: scale - (places(of: text) ?? scale))
    return Int128(text.filter { $0 != "." } + zeros) ?? 0
  }

  /// How many digits stand behind the point of a decimal number; `nil` for anything else.
  private static func places(of text: String) -> Int? {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let isNumber = parts.allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
    return isNumber ? parts.count == 2 ? parts[1].count : 0 : nil
  }
}

extension [VariedPath] {
  /// How many combinations of their values there are.
  var combinations: Int { reduce(1) { $0 * $1.values.count } }

  /// Which value a path has in a combination, the last path varying fastest.
  func value(of place: Int, in combination: Int) -> String {
    let stride = self[(place + 1)...].reduce(1) { $0 * $1.values.count }
    return self[place].values[combination / stride % self[place].values.count]
  }
}

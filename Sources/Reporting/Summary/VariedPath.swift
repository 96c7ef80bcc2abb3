import Notation

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

  /// How many places its values need if all are plain decimal numbers; `nil` if any is not, or has too many digits for a table.
  var scale: Int? {
    (0...17).first { scale in
      values.allSatisfy { text in decimalValue(of: text, scale: scale).map { $0.magnitude < 1 << 59 } ?? false }
    }
  }
}

extension [VariedPath] {
  /// How many combinations of their values there are.
  public var combinations: Int { reduce(1) { $0 * $1.values.count } }

  /// Which value a path has in a combination, the last path varying fastest.
  public func value(of place: Int, in combination: Int) -> String {
    let stride = self[(place + 1)...].reduce(1) { $0 * $1.values.count }
    return self[place].values[combination / stride % self[place].values.count]
  }
}

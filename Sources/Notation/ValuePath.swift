/// The way from the top of a tree to one of its values, as messages name it: `population[2].leverage`.
///
/// Built link by link while reading, and spelt out only for a message.
public indirect enum ValuePath: Sendable {
  /// The whole text's value.
  case top
  /// A member of an object, by its key as written.
  case member(of: ValuePath, key: String)
  /// An element of an array, from 0.
  case element(of: ValuePath, index: Int)
}

extension ValuePath: CustomStringConvertible {
  public var description: String {
    switch self {
    case .top: "the top level"
    case .member(of: .top, let key): clipped(key)
    case .member(of: let parent, let key): "\(parent).\(clipped(key))"
    case .element(of: .top, let index): "[\(index)]"
    case .element(of: let parent, let index): "\(parent)[\(index)]"
    }
  }

  /// ` in population[2]`, or nothing at the top.
  var suffix: String {
    if case .top = self { return "" }
    return " in \(self)"
  }
}

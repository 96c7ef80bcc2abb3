/// A number that is not below zero, with an exponent of its own beside a double: what lies between 2^−(2^60) and 2^(2^60)
/// neither overflows nor vanishes. For tables of which only ratios count.
public struct WideNumber: Hashable, Sendable, BitwiseCopyable {
  /// From 1 up to, not including, 2; or 0.
  let significand: Double
  /// Of 2; the lowest for zero.
  let exponent: Int

  static let lowestExponent = -1 << 60

  /// Zero.
  static let zero = WideNumber(0, times: 0)

  /// `number` × 2^`exponent`.
  ///
  /// - Parameters:
  ///   - number: not below zero, finite.
  ///   - exponent: at most 2^61 either way; what is too small is held at the smallest there is.
  init(_ number: Double, times exponent: Int) {
    significand = number == 0 ? 0 : number.significand
    self.exponent = number == 0 ? Self.lowestExponent : max(Int(number.exponent) + exponent, Self.lowestExponent)
  }

  /// e to the power `x`, right to 2^-52 of `x` or of itself, whichever is more. `x` is held between −2^59 and 2^59.
  public init(exponentialOf x: Double) {
    let held = max(-0x1p59, min(0x1p59, x))
    let exponent = (held / (LogarithmOf2.high + LogarithmOf2.low)).rounded(.toNearestOrEven)
    self.init(exp((held - exponent * LogarithmOf2.high) - exponent * LogarithmOf2.low), times: Int(exponent))
  }

  /// The natural logarithm; −∞ of zero.
  public var logarithm: Double {
    if significand == 0 { return -.infinity }
    let exponent = Double(exponent)
    return exponent * LogarithmOf2.high + (exponent * LogarithmOf2.low + log(significand))
  }

  /// Divided by 2^`exponent`.
  func lowered(by exponent: Int) -> WideNumber { WideNumber(significand, times: self.exponent - exponent) }

  /// Σ left × right, term by term. No term is lost beside others but those below 2^-1022 of the largest.
  static func dot(_ left: ArraySlice<WideNumber>, _ right: ArraySlice<WideNumber>) -> WideNumber {
    let shift = right.startIndex - left.startIndex
    var highest = 2 * lowestExponent
    for index in left.indices { highest = max(highest, left[index].exponent + right[index + shift].exponent) }
    var sum = 0.0
    for index in left.indices {
      let (one, other) = (left[index], right[index + shift])
      sum += one.significand * other.significand * powerOf2(Int64(max(one.exponent + other.exponent - highest, -1023)))
    }
    return WideNumber(sum, times: highest)
  }
}

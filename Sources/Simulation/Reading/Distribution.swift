import Mathematics
import Notation

/// Where a number of a population comes from.
enum Distribution: Hashable, Sendable {
  case fixed(Double)
  case uniform(from: Double, to: Double)
  /// `sigma` is the standard deviation of the logarithm.
  case logNormal(median: Double, sigma: Double)
  case choice([Double], weights: [UInt64])
  case exponential(mean: Double)

  /// What no draw is below; `nil` where draws come as near to zero as can be.
  var least: Double? {
    switch self {
    case .fixed(let value): value
    case .uniform(let from, _): from
    case .choice(let values, _): values.min()
    case .logNormal(let median, let sigma): sigma == 0 ? median : nil
    case .exponential: nil
    }
  }

  /// One draw, held inside `bounds`.
  ///
  /// Takes one value, a fixed number too, so that what is drawn next does not depend on which distribution this is. (A
  /// choice takes another with a chance below 2^-34.)
  func draw(from generator: inout SeededGenerator, in bounds: ClosedRange<Double>) -> Double {
    let value: Double
    switch self {
    case .fixed(let fixed):
      _ = generator.next()
      value = fixed
    case .uniform(let from, let to): value = from + (to - from) * generator.uniform()
    case .logNormal(let median, let sigma): value = median * exp(sigma * generator.normal())
    case .choice(let values, let weights): value = values[generator.choice(weightedBy: weights)]
    case .exponential(let mean): value = generator.exponential(mean: mean)
    }
    return min(max(value, bounds.lowerBound), bounds.upperBound)
  }
}

extension ObjectReader {
  /// A number, or an object that names a distribution. All that is written lies in `bounds`.
  mutating func distribution(_ key: String, in bounds: ClosedRange<Double>) -> Distribution? {
    guard let reader = required(key) else { return nil }
    guard reader.isObject else {
      var isNumber = reader.isDescribed
      switch reader.value.content {
      case .number: isNumber = true
      // The reader of numbers says what to do about the quotes.
      case .string(let text): isNumber = isNumber || Double(text)?.isFinite ?? false
      default: break
      }
      if isNumber { return reader.double(in: bounds).map { .fixed($0) } }
      reader.mismatch(
        expected: "a number or a distribution",
        hint: "one is written like { \"kind\": \"uniform\", \"from\": 1, \"to\": 6 }")
      return nil
    }
    return reader.object { inner in
      inner.kind([
        (
          "uniform",
          { object in
            let from = object.double("from", in: bounds)
            let to = object.double("to", in: bounds)
            guard let from, let to else { return nil }
            if from > to {
              object.refuse("\"from\" is \(numberText(from)), more than \"to\", which is \(numberText(to))", at: "from")
            }
            return .uniform(from: from, to: to)
          }
        ),
        (
          "logNormal",
          { object in
            let median = object.double("median", in: bounds)
            let sigma = object.double("sigma", in: 0...10)
            guard let median, let sigma else { return nil }
            return .logNormal(median: median, sigma: sigma)
          }
        ),
        ("exponential", { object in object.double("mean", in: bounds).map { .exponential(mean: $0) } }),
        (
          "choice",
          { object in
            let values = object.array("values", count: 1...1_000)
            let weights = object.array("weights", count: 1...1_000)
            guard let values, let weights else { return nil }
            if values.count != weights.count {
              object.refuse(
                "values are \(values.count) and weights \(weights.count); each value has one", at: "weights")
              return nil
            }
            let (numbers, shares) = (
              values.compactMap { $0.double(in: bounds) }, weights.compactMap { $0.integer(in: 1...1_000_000) }
            )
            // Of nothing there is no draw.
            guard numbers.count == values.count, shares.count == weights.count else { return nil }
            return .choice(numbers, weights: shares.map(UInt64.init))
          }
        ),
      ])
    }
  }
}

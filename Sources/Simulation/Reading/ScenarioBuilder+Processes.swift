import MarketTypes
import Mathematics
import Notation

/// Prices that come from outside by themselves.
extension ScenarioBuilder {
  func readProcesses(_ reader: inout ObjectReader, _ duration: TimeSpan) {
    for value in reader.optional("indexProcesses")?.elements(count: 0...1_000) ?? [] {
      _ = value.object { object in
        if let process = self.process(&object, duration) { processes.append(process) }
        return true
      }
    }
  }

  private func process(_ object: inout ObjectReader, _ duration: TimeSpan) -> PriceProcess? {
    let name = object.name("name")
    let hash = SeededGenerator.nameHash((name ?? "").utf8)
    if let name {
      checkStream(name, hash, object, at: "name")
      refusedProcessNames.insert(name)
    }
    let place = destination(&object)
    let start = object.span("start", default: .zero)
    let interval = object.span("interval", from: 1_000)
    let unit = object.span("unit", from: 1_000, default: TimeSpan(nanoseconds: 1_000_000_000))
    let highest = place?.highest ?? Self.highestPrice
    let motion = object.kind(
      [
        ("brownian", { Movement(&$0, highest) { .brownian(drift: $0.drift, volatility: $0.volatility) } }),
        (
          "geometric",
          { Movement(&$0, highest) { .geometric(drift: $0.drift, volatility: $0.volatility, Self.jumps(&$0)) } }
        ),
        ("heston", { Movement(&$0, highest) { .heston(drift: $0.drift, Self.heston(&$0), Self.jumps(&$0)) } }),
        ("recorded", { Movement(recorded: &$0, highest) }),
      ] as [(String, (inout ObjectReader) -> Movement?)])
    let factor = object.optional("factor")?.object { self.factor(&$0) }
    guard let name, let place, let start, let interval, let unit, let motion else { return nil }
    let process = PriceProcess(
      name: name, nameHash: hash, destination: place.destination, motion: motion.motion, factor: factor,
      initial: motion.initial, highest: Price(ticks: highest), start: start, interval: interval, unit: unit)
    guard check(process, duration, object) else { return nil }
    refusedProcessNames.remove(name)
    return process
  }

  /// An index that no sources make is set; else one of them reports.
  private func destination(
    _ object: inout ObjectReader
  ) -> (destination: PriceProcess.Destination, highest: Int64)? {
    let hasSource = object.has("asset") || object.has("source") || object.has("elsewhere")
    if !hasSource {
      guard let instrument = instrument(&object) else { return nil }
      let rules = rules.instruments[instrument.index]
      if rules.indexSources == nil { return (.index(instrument), rules.maximumPrice.ticks) }
    }
    return source(&object).map { (.source($0.subject, $0.number), $0.highest) }
  }

  /// Says what is wrong with a process beside those before it. `false` if anything is.
  private func check(_ process: PriceProcess, _ duration: TimeSpan, _ object: ObjectReader) -> Bool {
    if let other = processes.first(where: { $0.destination == process.destination }) {
      object.refuse(
        "\"\(other.name)\" already says this price", at: "name",
        hint: "each index, and each source of one, has one process")
      return false
    }
    if let factor = process.factor {
      let other = processes.first { $0.factor?.name == factor.name }
      if let other, (other.start, other.interval) != (process.start, process.interval) {
        object.refuse(
          "\"\(other.name)\" has the same factor but another start or interval", at: "factor",
          hint: "what is correlated moves at the same times")
        return false
      }
    }
    let count = duration.nanoseconds / process.interval.nanoseconds
    if count > Self.mostPrices {
      object.refuse("there would be more than \(Self.mostPrices) prices in the scenario's duration", at: "interval")
      return false
    }
    let jumps: PriceProcess.Jumps? =
      switch process.motion {
      case .geometric(_, _, let jumps), .heston(_, _, let jumps): jumps
      case .brownian, .recorded: nil
      }
    let mean = (jumps?.intensity ?? 0) * Double(process.interval.nanoseconds) / Double(process.unit.nanoseconds)
    if mean > Self.mostJumps {
      object.refuse(
        "there would be \(numberText(mean)) jumps between two prices; at most \(numberText(Self.mostJumps))",
        at: "jumps")
    }
    return mean <= Self.mostJumps
  }

  /// So many prices with so many jumps are less than a stream has values.
  private static let mostPrices: Int64 = 100_000_000
  private static let mostJumps = 50.0

  /// A stream of random numbers of its own.
  private func checkStream(_ name: String, _ hash: UInt32, _ object: ObjectReader, at key: String) {
    if let other = blockHashes[hash] {
      object.refuse(
        other == name
          ? "there are two streams of random numbers named \"\(name)\""
          : "the names \"\(name)\" and \"\(other)\" draw the same random numbers", at: key,
        hint: "blocks, index processes and their factors need names of their own")
    } else {
      blockHashes[hash] = name
    }
  }

  private func factor(_ object: inout ObjectReader) -> PriceProcess.CommonFactor? {
    let name = object.name("name")
    let correlation = object.double("correlation", in: -1...1)
    guard let name, let correlation else { return nil }
    let hash = SeededGenerator.nameHash(name.utf8)
    if !factorNames.contains(name) { checkStream(name, hash, object, at: "name") }
    factorNames.insert(name)
    return PriceProcess.CommonFactor(name: name, nameHash: hash, correlation: correlation)
  }

  /// From where, and how.
  private struct Movement {
    var initial: Price
    var motion: PriceProcess.Motion

    init?(
      _ object: inout ObjectReader, _ highest: Int64, _ read: (inout ObjectReader) -> PriceProcess.Motion
    ) {
      let initial = object.integer("initial", in: 1...highest)
      motion = read(&object)
      guard let initial else { return nil }
      self.initial = Price(ticks: initial)
    }

    init?(recorded object: inout ObjectReader, _ highest: Int64) {
      let prices = object.array("prices", count: 1...1_000_000) { $0.integer(in: 1...highest) }
      guard let first = prices?.first else { return nil }
      (initial, motion) = (Price(ticks: first), .recorded((prices ?? []).map { Price(ticks: $0) }))
    }
  }

  private static func heston(_ object: inout ObjectReader) -> PriceProcess.Heston {
    PriceProcess.Heston(
      variance: object.double("variance", in: 0...1e6) ?? 0, reversion: object.double("reversion", in: 0...1e6) ?? 0,
      longVariance: object.double("longVariance", in: 0...1e6) ?? 0,
      volatilityOfVariance: object.double("volatilityOfVariance", in: 0...1e6) ?? 0,
      correlation: object.double("correlation", in: -1...1, default: 0))
  }

  private static func jumps(_ object: inout ObjectReader) -> PriceProcess.Jumps? {
    object.optional("jumps")?.object { inner in
      PriceProcess.Jumps(
        intensity: inner.double("intensity", in: 0...1e6) ?? 0, meanOfLog: inner.double("meanOfLog", in: -10...10) ?? 0,
        deviationOfLog: inner.double("deviationOfLog", in: 0...10) ?? 0)
    }
  }
}

extension ObjectReader {
  fileprivate var drift: Double {
    mutating get { double("drift", in: -1e6...1e6, default: 0) }
  }

  fileprivate var volatility: Double {
    mutating get { double("volatility", in: 0...1e6) ?? 0 }
  }
}

import MarketTypes
import Notation
import Participants

/// When a participant begins and how it is connected.
extension ScenarioBuilder {
  struct Timing {
    var start = TimeSpan.zero
    var connection = Connection()
  }

  /// What everybody can know of an instrument.
  func facts(of instrument: InstrumentID) -> InstrumentFacts {
    let rules = rules.instruments[instrument.index]
    let tick = rules.orders.tickSize.ticks
    return InstrumentFacts(
      instrument: instrument, steps: OrderSteps(lot: rules.orders.lotSize, tick: rules.orders.tickSize),
      // The highest at which an order may stand.
      maximumPrice: Price(ticks: rules.maximumPrice.ticks / tick * tick), maximumPosition: rules.maximumPosition,
      tickValue: rules.contract == .linear ? rules.tickValue : .zero,
      inverseValue: rules.contract == .inverse ? rules.tickValue : .zero,
      maintenanceMargin: rules.maintenanceTiers.first?.rate ?? Rate(partsPerBillion: 0))
  }

  func timing(_ object: inout ObjectReader) -> Timing {
    var timing = Timing(start: object.span("start", default: .zero) ?? .zero)
    if let connection = object.optional("latency")?.object({ self.connection(&$0) }) { timing.connection = connection }
    return timing
  }

  private func connection(_ object: inout ObjectReader) -> Connection {
    var connection = Connection()
    connection.data = latency("data", &object) ?? .zero
    connection.orders = latency("orders", &object) ?? .zero
    let jitter = object.span("jitter", default: .zero) ?? .zero
    if jitter > .zero {
      if case .fixed(let span) = connection.orders {
        connection.orders = .uniform(from: span, jitter: jitter)
      } else {
        object.refuse("\"orders\" is drawn already", at: "jitter", hint: "leave \"jitter\" out")
      }
    }
    connection.compute = object.span("compute", default: .zero) ?? .zero
    connection.asks = object.boolean("asks", default: false)
    connection.throttle = object.optional("throttle")?.object {
      let messages = $0.integer("messages", in: 1...1_000_000_000) ?? 1
      let window = $0.span("window", from: messages) ?? TimeSpan(nanoseconds: messages)
      return Throttle(messages: messages, window: window)
    }
    return connection
  }

  /// A span, or an object that says how it is drawn.
  func latency(_ key: String, _ object: inout ObjectReader) -> Latency? {
    guard let reader = object.optional(key) else { return nil }
    guard reader.isObject else { return reader.span().map { .fixed($0) } }
    return reader.object { inner in
      inner.kind([
        (
          "uniform",
          { object in
            let from = object.span("from", default: .zero)
            let to = object.span("to")
            guard let from, let to else { return nil }
            if from > to { object.refuse("the latency would end before it begins", at: "to") }
            return .uniform(from: from, jitter: TimeSpan(nanoseconds: max(0, to.nanoseconds - from.nanoseconds)))
          }
        ),
        (
          "logNormal",
          { object in
            let median = object.span("median", from: 1)
            let sigma = object.double("sigma", in: 0...5)
            let longest = object.span("longest", from: 1)
            guard let median, let sigma, let longest else { return nil }
            return .logNormal(median: median, sigma: sigma, longest: longest)
          }
        ),
        (
          "recorded",
          { object in object.array("values", count: 1...100_000) { $0.span() }.map { .recorded($0) } }
        ),
      ])
    }
  }
}

import MarketTypes
import Notation

/// Events that are no commands: what befalls prices from outside, and participants.
extension ScenarioBuilder {
  /// A relative jump of what one process says, or all that an index or an asset has; of the index itself where nothing makes it.
  func jump(_ object: inout ObjectReader) -> Disturbance? {
    let factor = object.double("factor", in: 1e-6...1e6)
    if object.has("process") {
      let index = process(&object)
      return index.flatMap { index in factor.map { .jump(processes: [index], factor: $0) } }
    }
    if object.has("asset") {
      guard let asset = asset(&object), let factor else { return nil }
      let jumping = processes.indices.filter { processes[$0].subject == .asset(asset) }
      if jumping.isEmpty { refuseJump(of: names.name(of: asset), "asset", object) }
      return .jump(processes: jumping, factor: factor)
    }
    guard let instrument = instrument(&object), let factor else { return nil }
    let jumping = processes.indices.filter {
      processes[$0].subject == .instrument(instrument) || processes[$0].subject == .otherVenues(instrument)
    }
    if !jumping.isEmpty { return .jump(processes: jumping, factor: factor) }
    let rules = rules.instruments[instrument.index]
    if rules.indexSources != nil { refuseJump(of: names.name(of: instrument), "instrument", object) }
    return .indexJump(instrument, highest: rules.maximumPrice, factor: factor)
  }

  private func refuseJump(of name: String, _ key: String, _ object: ObjectReader) {
    object.refuse(
      "no process says what \"\(name)\" is worth", at: key,
      hint: "add one to \"indexProcesses\", or tell a price with an event of kind \"report\"")
  }

  /// A process that nobody hears of for a while.
  func silence(_ object: inout ObjectReader, from begin: Time) -> Disturbance? {
    let index = process(&object)
    let span = object.span("for", from: 1)
    guard let index, let span else { return nil }
    return .silence(process: index, until: begin + span)
  }

  private func process(_ object: inout ObjectReader) -> Int? {
    guard let value = object.required("process"), let name = value.name() else { return nil }
    if let index = processes.firstIndex(where: { $0.name == name }) { return index }
    if refusedProcessNames.contains(name) { return nil }
    value.refuse("no index process named \"\(name)\"", hint: suggestion(for: name, from: processes.map(\.name)))
    return nil
  }

  /// A block's participants who withdraw for a while.
  func pause(_ object: inout ObjectReader, from begin: Time) -> Disturbance? {
    let name = object.required("block")
    let span = object.span("for", from: 1)
    guard let name, let text = name.name() else { return nil }
    if refusedBlockNames.contains(text) { return nil }
    guard let block = blocks.first(where: { $0.name == text }) else {
      name.refuse("no population block named \"\(text)\"", hint: suggestion(for: text, from: blocks.map(\.name)))
      return nil
    }
    let members = participants.indices.filter { block.accounts.contains(participants[$0].account.index) }
    guard let first = members.first, let last = members.last else {
      // Of another kind, something was said about the block already.
      if block.kind == "leveraged" { name.refuse("nobody of \"\(text)\" acts: they only hold what they have") }
      return nil
    }
    return span.map { .pause(first..<last + 1, until: begin + $0) }
  }
}

extension PriceProcess {
  /// What it says the price of.
  fileprivate var subject: PriceSubject {
    switch destination {
    case .index(let instrument): .instrument(instrument)
    case .source(let subject, _): subject
    }
  }
}

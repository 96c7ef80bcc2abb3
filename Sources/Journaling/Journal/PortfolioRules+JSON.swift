import MarketTypes
import Notation

/// The rules of portfolio margin in a journal's header.
extension JSONWriter {
  mutating func members(of rules: PortfolioRules) {
    list("scenarios", rules.scenarios) { object, scenario in
      object.member("move", scenario.move)
      object.member("coverage", scenario.coverage)
    }
    list("instruments", rules.instruments) { object, instrument in
      object.member("scanRange", instrument.scanRange)
      object.member("group", Int64(instrument.group))
      object.member("minimumRate", instrument.minimumRate)
      object.member("isInverse", instrument.isInverse)
    }
    list("groups", rules.groups) { object, group in
      object.member("ofClass", Int64(group.ofClass))
      object.member("basisCharge", group.basisCharge)
    }
    list("classes", rules.classes) { $0.member("offset", $1.offset) }
    list("minimumTiers", rules.minimumTiers) { object, tier in
      object.member("floor", tier.floor.units)
      object.member("multiplier", tier.multiplier)
    }
    member("initialMultiplier", rules.initialMultiplier)
  }
}

// MARK: - Reading

extension PortfolioRules {
  init?(from reader: inout ObjectReader) {
    guard
      let scenarios = reader.array("scenarios", of: { $0.object(PriceScenario.init(from:)) }),
      let instruments = reader.array("instruments", of: { $0.object(PortfolioInstrument.init(from:)) }),
      let groups = reader.array("groups", of: { $0.object(PortfolioGroup.init(from:)) }),
      let classes = reader.array("classes", of: { $0.object(PortfolioClass.init(from:)) }),
      let minimumTiers = reader.array("minimumTiers", of: { $0.object(ChargeTier.init(from:)) }),
      let initialMultiplier = reader.rate("initialMultiplier")
    else { return nil }
    self.init(
      scenarios: scenarios, instruments: instruments, groups: groups, classes: classes, minimumTiers: minimumTiers,
      initialMultiplier: initialMultiplier)
  }
}

extension PriceScenario {
  fileprivate init?(from reader: inout ObjectReader) {
    guard let move = reader.rate("move"), let coverage = reader.rate("coverage") else { return nil }
    self.init(move: move, coverage: coverage)
  }
}

extension PortfolioInstrument {
  fileprivate init?(from reader: inout ObjectReader) {
    guard
      let scanRange = reader.rate("scanRange"), let group = reader.number("group"),
      let minimumRate = reader.rate("minimumRate"), let isInverse = reader.boolean("isInverse")
    else { return nil }
    self.init(scanRange: scanRange, group: group, minimumRate: minimumRate, isInverse: isInverse)
  }
}

extension PortfolioGroup {
  fileprivate init?(from reader: inout ObjectReader) {
    guard let ofClass = reader.number("ofClass"), let basisCharge = reader.rate("basisCharge") else { return nil }
    self.init(ofClass: ofClass, basisCharge: basisCharge)
  }
}

extension PortfolioClass {
  fileprivate init?(from reader: inout ObjectReader) {
    guard let offset = reader.rate("offset") else { return nil }
    self.init(offset: offset)
  }
}

extension ChargeTier {
  fileprivate init?(from reader: inout ObjectReader) {
    guard let floor = reader.integer("floor"), let multiplier = reader.rate("multiplier") else { return nil }
    self.init(floor: Money(units: floor), multiplier: multiplier)
  }
}

extension ObjectReader {
  /// The number of a group or a class.
  fileprivate mutating func number(_ key: String) -> UInt16? {
    integer(key, in: 0...Int64(UInt16.max)).map { UInt16(truncatingIfNeeded: $0) }
  }
}

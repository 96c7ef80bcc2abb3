import MarketTypes
import Storage

/// What a portfolio's positions could lose in each price scenario, and the margin that asks for (PFM-1 to PFM-14).
///
/// A question is `begin`, then `add` once for each instrument held, in any order, then `finish`; what `loss(in:)`,
/// `worstScenario` and `classMargin` say is about the question answered last. One question at a time: they share working
/// memory, and neither allocate nor change the matrix. O(positions × scenarios).
///
/// A value is what a position is worth at the mark, above zero for a long and below for a short; for an inverse contract in
/// its coin. All values are in one currency and at most 2^61 either way, with all bids and with all asks filled too;
/// over all instruments they come to at most 2^65. The sums, kept in 128 bits, are then exact, and what is asked is
/// rounded up once. Everything is counted in halves, so that the middle between two values is exact as well.
public struct RiskMatrix: ~Copyable {
  let scenarioCount: Int
  let initialMultiplier: Rate
  let instruments: Pool<InstrumentRow>
  let groups: Pool<GroupRow>
  /// By class number, in parts per billion.
  let offsets: Pool<Int64>
  let tiers: Pool<ChargeTierRow>
  /// In parts per billion: by instrument a long's rates, then a short's, each by scenario.
  let rates: Pool<Int64>

  let question = Scratch(count: 1, filledWith: Question())
  let groupSums: Scratch<GroupSum>
  let classSums: Scratch<ClassSum>
  /// By group or class, then by scenario, in halves of billionths.
  let groupLosses: Scratch<Int128>
  let classLosses: Scratch<Int128>

  /// A matrix of rules without `fault`.
  public init(_ rules: PortfolioRules) {
    if let fault = rules.fault(instrumentCount: rules.instruments.count) {
      invariantFailed("portfolio rules: \(fault)")
    }
    var instruments = Pool<InstrumentRow>(capacity: rules.instruments.count)
    var rates = Pool<Int64>(capacity: rules.instruments.count * rules.scenarios.count * 2)
    for instrument in rules.instruments {
      instruments.append(InstrumentRow(instrument, greatestRate: Int64(rules.greatestRate(of: instrument))))
      // Against the account: a long's change of value down, a short's up.
      for rounding in [Rounding.down, .up] {
        for scenario in rules.scenarios { rates.append(Int64(scenario.rate(for: instrument, rounding: rounding))) }
      }
    }
    var groups = Pool<GroupRow>(capacity: rules.groups.count)
    for group in rules.groups { groups.append(GroupRow(group)) }
    var offsets = Pool<Int64>(capacity: rules.classes.count)
    for one in rules.classes { offsets.append(one.offset.partsPerBillion) }
    var tiers = Pool<ChargeTierRow>(capacity: rules.minimumTiers.count)
    for tier in rules.minimumTiers { tiers.append(ChargeTierRow(tier)) }
    self.init(
      scenarioCount: rules.scenarios.count, initialMultiplier: rules.initialMultiplier, instruments: instruments,
      groups: groups, offsets: offsets, tiers: tiers, rates: rates)
  }

  private init(
    scenarioCount: Int, initialMultiplier: Rate, instruments: consuming Pool<InstrumentRow>,
    groups: consuming Pool<GroupRow>, offsets: consuming Pool<Int64>, tiers: consuming Pool<ChargeTierRow>,
    rates: consuming Pool<Int64>
  ) {
    self.scenarioCount = scenarioCount
    self.initialMultiplier = initialMultiplier
    groupSums = Scratch(count: groups.count, filledWith: GroupSum())
    classSums = Scratch(count: offsets.count, filledWith: ClassSum())
    groupLosses = Scratch(count: groups.count * scenarioCount, filledWith: 0)
    classLosses = Scratch(count: offsets.count * scenarioCount, filledWith: 0)
    self.instruments = instruments
    self.groups = groups
    self.offsets = offsets
    self.tiers = tiers
    self.rates = rates
  }

  /// A matrix of its own of the same rules, in the middle of no question. O(size).
  public borrowing func clone() -> RiskMatrix {
    RiskMatrix(
      scenarioCount: scenarioCount, initialMultiplier: initialMultiplier, instruments: instruments.clone(),
      groups: groups.clone(), offsets: offsets.clone(), tiers: tiers.clone(), rates: rates.clone())
  }

  /// How many instruments have a row; they are numbered from 0.
  public var instrumentCount: Int { instruments.count }

  // MARK: A question

  /// Begins with a portfolio that holds nothing. O(1).
  public func begin() {
    question[0].number += 1
    question[0].firstGroup = -1
    question[0].firstClass = -1
    question[0].orders = 0
  }

  /// Counts a position by its value at the mark, and what its open orders' lots are worth there (PFM-12).
  ///
  /// With v the value, b of all bids and a of all asks, the value will lie between v − a and v + b whatever fills. The
  /// position is counted in the middle, at v + (b − a) ÷ 2, and half the width, (a + b) ÷ 2, at the instrument's greatest
  /// rate on top. No way of filling any instruments' orders then leaves a portfolio that needs more (the requirement
  /// rises from the middle by at most that, see `greatestRate`), without trying the 2ⁿ of them; nor do orders that fill or
  /// leave ever raise what is asked. Continuous, and never more than v with the larger side at the greatest rate. For a
  /// single instrument it is the worse side exactly, where its margin is its greatest rate. What orders would lose
  /// against the mark when filled is not in it.
  ///
  /// - Parameters:
  ///   - bids: zero or more; reduce-only orders are best left out. Zero asks for the positions alone.
  ///   - asks: likewise.
  public func add(_ value: Int64, bids: Int64 = 0, asks: Int64 = 0, of instrument: InstrumentID) {
    let row = instruments[instrument.index]
    if bids | asks != 0 { question[0].orders += (bids + asks).widened(times: row.greatestRate) }
    let halves = (value + bids) + (value - asks)
    if halves == 0 { return }
    open(row.group)
    if halves > 0 {
      groupSums[row.group].long += Int128(halves)
    } else {
      groupSums[row.group].short -= Int128(halves)
    }
    classSums[groups[row.group].ofClass].rawMinimum += abs(halves).widened(times: row.minimumRate)
    let firstLoss = Int(row.group) * scenarioCount
    let firstRate = (instrument.index * 2 + (halves > 0 ? 0 : 1)) * scenarioCount
    for scenario in 0..<scenarioCount {
      groupLosses[firstLoss + scenario] -= halves.widened(times: rates[firstRate + scenario])
    }
  }

  /// What the portfolio needs, in whole units: maintenance margin where no orders were counted. Rounded up.
  ///
  /// O(groups and classes touched × scenarios).
  public func finish() -> Int128 {
    var group = question[0].firstGroup
    while group >= 0 {
      close(group)
      group = groupSums[group].next
    }
    var sum = question[0].orders * 1_000_000_000
    var number = question[0].firstClass
    while number >= 0 {
      sum += requirement(ofClass: number)
      number = classSums[number].next
    }
    return sum.divided(by: Self.unit, rounding: .up)
  }

  /// Initial margin where so much is needed, open orders counted: times the initial multiplier, rounded up (PFM-13).
  public func initialMargin(where requirement: Int128) -> Int128 {
    (requirement * Int128(initialMultiplier.partsPerBillion)).divided(by: 1_000_000_000, rounding: .up)
  }

  /// What a unit of money is in the sums' own: halves of a billionth of a billionth.
  static var unit: Int128 { 2_000_000_000_000_000_000 }

  /// Makes a group, and its class, part of the question, with nothing in them.
  private func open(_ group: Int32) {
    let asked = question[0].number
    if groupSums[group].question == asked { return }
    groupSums[group] = GroupSum(question: asked, next: question[0].firstGroup)
    question[0].firstGroup = group
    for scenario in 0..<scenarioCount { groupLosses[Int(group) * scenarioCount + scenario] = 0 }
    let number = groups[group].ofClass
    if classSums[number].question == asked { return }
    classSums[number] = ClassSum(question: asked, next: question[0].firstClass)
    question[0].firstClass = number
    for scenario in 0..<scenarioCount { classLosses[Int(number) * scenarioCount + scenario] = 0 }
  }

  /// Adds a group's scan risk, losses and basis charge to its class.
  private func close(_ group: Int32) {
    let row = groups[group]
    let sums = groupSums[group]
    var scan: Int128 = 0
    for scenario in 0..<scenarioCount {
      let loss = groupLosses[Int(group) * scenarioCount + scenario]
      scan = max(scan, loss)
      classLosses[Int(row.ofClass) * scenarioCount + scenario] += loss
    }
    classSums[row.ofClass].scanApart += scan
    classSums[row.ofClass].basis += min(sums.long, sums.short) * Int128(row.basisCharge)
  }

  /// A class's requirement, in halves of a billionth of a billionth (PFM-7 to PFM-10).
  private func requirement(ofClass number: Int32) -> Int128 {
    var joint: Int128 = 0
    for scenario in 0..<scenarioCount { joint = max(joint, classLosses[Int(number) * scenarioCount + scenario]) }
    let sums = classSums[number]
    let offset = Int128(offsets[Int(number)])
    let scan = (1_000_000_000 - offset) * sums.scanApart + offset * joint
    let minimum = minimum(ofRaw: sums.rawMinimum)
    let requirement = max(scan + sums.basis * 1_000_000_000, minimum)
    classSums[number].scanJoint = joint
    classSums[number].minimum = minimum
    classSums[number].requirement = requirement
    return requirement
  }

  /// The raw minimum charge, in halves of billionths, each slice times its tier's multiplier. O(tiers).
  private func minimum(ofRaw raw: Int128) -> Int128 {
    var sum: Int128 = 0
    for tier in 0..<tiers.count where raw > tiers[tier].floor {
      let end = tier + 1 < tiers.count ? min(raw, tiers[tier + 1].floor) : raw
      sum += (end - tiers[tier].floor) * Int128(tiers[tier].multiplier)
    }
    return sum
  }
}

import MarketTypes
import Storage

/// The second floor: what any book must do that finds orders by number. One slot of 32 bytes, found or taken, for each
/// command; slots are used again, last freed first. Orders that fill stay, because it matches nothing.
struct SlotEngine: MatchingEngine, ~Copyable {
  struct Slot: BitwiseCopyable {
    var id: Int64
    var ticks: Int64
    var lots: Int64
    var side: Int64
  }

  private var slots = SlotPool<Slot>()
  /// By number: the slot, or −1.
  private var places: Pool<Int32>

  init(numbers: Int) { places = Pool(count: numbers, filledWith: -1) }

  @inline(never)
  mutating func submit(_ command: BookCommand, into sink: inout ReportSink) {
    if !command.isImmediate {
      places[Int(command.id)] = slots.insert(
        Slot(id: command.id, ticks: command.ticks, lots: command.lots, side: Int64(command.side.rawValue)))
    }
    var report = Report(.rested, command.id)
    report.ticks = command.ticks
    report.lots = command.lots
    report.side = Int64(command.side.rawValue)
    sink.receive(report)
  }

  @inline(never)
  mutating func cancel(_ command: BookCommand, into sink: inout ReportSink) {
    var report = Report(.cancelled, command.id)
    let place = places[Int(command.id)]
    if place >= 0 {
      let slot = slots[place]
      report.ticks = slot.ticks
      report.lots = slot.lots
      report.side = slot.side
      slots.remove(place)
      places[Int(command.id)] = -1
    }
    sink.receive(report)
  }

  @inline(never)
  mutating func modify(_ command: BookCommand, into sink: inout ReportSink) {
    var report = Report(.replaced, command.id)
    let place = places[Int(command.id)]
    if place >= 0 {
      report.side = slots[place].side
      slots[place].ticks = command.ticks
      slots[place].lots = command.lots
    }
    report.ticks = command.ticks
    report.lots = command.lots
    sink.receive(report)
  }
}

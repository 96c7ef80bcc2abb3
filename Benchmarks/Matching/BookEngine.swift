import MarketTypes
import Matching

/// The room Matching's book, stepped as a venue steps it but without a venue around it.
struct BookEngine: MatchingEngine, ~Copyable {
  private var book = OrderBook()
  /// Workload W knows no accounts.
  private static var account: AccountID { AccountID(number: 0) }

  var bestBid: Price? { book.bestBid }
  var bestAsk: Price? { book.bestAsk }
  var count: Int { book.count }

  /// What the next commands are about, so that the book can read ahead.
  @inline(never)
  mutating func readAhead(_ commands: Span<BookCommand>, _ range: Range<Int>) {
    book.readAhead(range.count) { index in
      let command = commands[range.lowerBound + index]
      return command.kind == .submit
        ? .queue(command.side, Price(ticks: command.ticks)) : .order(OrderID(number: command.id))
    }
  }

  @inline(never)
  mutating func submit(_ command: BookCommand, into sink: inout ReportSink) {
    enter(command, .rested, into: &sink)
  }

  @inline(never)
  mutating func cancel(_ command: BookCommand, into sink: inout ReportSink) {
    guard let order = book.order(OrderID(number: command.id)) else { return refuse(command, into: &sink) }
    book.cancel(order)
    var report = Report(.cancelled, command.id)
    report.ticks = order.price.ticks
    report.lots = order.quantity.lots
    report.side = Int64(order.side.rawValue)
    sink.receive(report)
  }

  /// Out and in again at the tail of the new price's queue, under the same number.
  @inline(never)
  mutating func modify(_ command: BookCommand, into sink: inout ReportSink) {
    guard let order = book.order(OrderID(number: command.id)) else { return refuse(command, into: &sink) }
    book.cancel(order)
    enter(command, .replaced, into: &sink)
  }

  /// Takes what the limit reaches; what is left rests or is cancelled.
  @inline(__always)
  private mutating func enter(_ command: BookCommand, _ kind: Report.Kind, into sink: inout ReportSink) {
    let limit = Price(ticks: command.ticks)
    if command.isImmediate || book.wouldTake(command.side, limit: limit) {
      return take(command, kind, into: &sink)
    }
    book.rest(
      OrderID(number: command.id), account: Self.account, side: command.side, price: limit,
      quantity: Quantity(lots: command.lots))
    answer(command, kind, lots: command.lots, into: &sink)
  }

  @inline(never)
  private mutating func take(_ command: BookCommand, _ kind: Report.Kind, into sink: inout ReportSink) {
    let left = meet(command, into: &sink)
    if left == .zero { return }
    if command.isImmediate { return answer(command, .cancelled, lots: left.lots, into: &sink) }
    book.rest(
      OrderID(number: command.id), account: Self.account, side: command.side, price: Price(ticks: command.ticks),
      quantity: left)
    answer(command, kind, lots: left.lots, into: &sink)
  }

  @inline(__always)
  private func answer(_ command: BookCommand, _ kind: Report.Kind, lots: Int64, into sink: inout ReportSink) {
    var report = Report(kind, command.id)
    report.ticks = command.ticks
    report.lots = lots
    report.side = Int64(command.side.rawValue)
    sink.receive(report)
  }

  /// Meets one resting order after another and returns what is left.
  @inline(__always)
  private mutating func meet(_ command: BookCommand, into sink: inout ReportSink) -> Quantity {
    let limit = Price(ticks: command.ticks)
    var left = Quantity(lots: command.lots)
    while left > .zero, let maker = book.nextMaker(for: command.side, limit: limit) {
      let quantity = min(left, maker.quantity)
      book.take(quantity, from: maker)
      left = left - quantity
      var report = Report(.filled, command.id)
      report.maker = maker.id.number
      report.ticks = maker.price.ticks
      report.lots = quantity.lots
      report.left = maker.quantity.lots - quantity.lots
      report.side = Int64(command.side.rawValue)
      sink.receive(report)
    }
    return left
  }

  @inline(never)
  private func refuse(_ command: BookCommand, into sink: inout ReportSink) {
    sink.receive(Report(.refused, command.id))
  }
}

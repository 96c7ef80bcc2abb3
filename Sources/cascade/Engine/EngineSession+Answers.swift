import Analysis
import Journaling
import MarketTypes
import Matching
import Notation
import Venue

/// Lines that are no events.
extension EngineSession {
  func writeHello() {
    line("hello") { hello in
      hello.member("protocol", Self.protocolName)
      hello.member("version", Self.protocolVersion)
      hello.member("program", "cascade")
      hello.member("programVersion", Version.number)
    }
  }

  /// Closes the answer to a line that was carried out.
  func writeDone(events: Int64, commands: Int = 0) {
    let (number, tag) = (lineNumber, reader.tag)
    let position = venue?.eventCount ?? 0
    let now = venue?.venue.now ?? .start
    let deadline = venue?.venue.nextDeadline
    line("done") { done in
      done.member("line", number)
      if let tag { done.member("command", tag) }
      done.member("commands", commands)
      done.member("events", events)
      done.member("position", position)
      done.member("time", now.nanoseconds)
      if let deadline, deadline <= .latest { done.member("deadline", deadline.nanoseconds) }
    }
  }

  /// Closes the answer to a line that was not: nothing has changed.
  func writeError(_ diagnostics: Diagnostics) {
    let number = lineNumber
    line("error") { error in
      error.member("line", number)
      error.key("problems")
      error.array { problems in
        for entry in diagnostics.entries where entry.severity == .error {
          problems.object { problem in
            if let span = entry.span { problem.member("column", span.position.column) }
            problem.member("message", printable(entry.message))
            if let hint = entry.hint { problem.member("hint", printable(hint)) }
          }
        }
      }
      if diagnostics.errorCount > Diagnostics.limit {
        error.member("more", diagnostics.errorCount - Diagnostics.limit)
      }
    }
  }

  func writeDigest() {
    let digest = venue?.digest ?? DigestBuilder().digest
    let (commands, events) = (venue?.commandCount ?? 0, venue?.eventCount ?? 0)
    line("digest") { object in
      object.member("digest", digest.hex)
      object.member("commands", commands)
      object.member("events", events)
    }
  }

  /// One object on a line of its own.
  func line(_ kind: String, _ body: (inout JSONWriter) -> Void) {
    writer.object { object in
      object.member("kind", kind)
      body(&object)
    }
    writer.endLine()
  }
}

// MARK: - What would be

extension EngineSession {
  /// Carries an order out in a copy of the venue, and tells what came of it.
  func writePreview(_ command: Command) throws(Diagnostics) {
    let venue = try opened()
    guard case .submit(let order) = command.action else { return }
    let impact = OrderImpact(of: command, order, in: venue, opening: reader.commands.newAccounts.count)
    line("previewed") { $0.members(of: impact, reader.commands.names) }
  }
}

/// What an order would come to, and what would follow from it.
struct OrderImpact {
  let instrument: InstrumentID
  private(set) var refusal: Refusal?
  private(set) var filled: Int64 = 0
  /// In money, summed over its fills.
  private(set) var notional: Int128 = 0
  private(set) var worst: Price?
  /// What of it would stand in the book at the end, shown or not.
  private(set) var rested: Int64 = 0
  /// What of it would wait for its trigger.
  private(set) var armed: Int64 = 0
  private(set) var cancelled: Int64 = 0
  /// Accounts that would be found under margin.
  private(set) var liquidatable: Int64 = 0
  /// What forced orders would trade.
  private(set) var forced: Int64 = 0
  let quote: Quote
  let mark: Price?

  /// - Parameter newAccounts: how many accounts would be opened for it.
  init(of command: Command, _ order: Order, in venue: EngineVenue, opening newAccounts: Int) {
    instrument = order.instrument
    var copy = venue.venue.clone()
    var stream = EventStream(at: venue.stream.end)
    for _ in 0..<newAccounts {
      let opening = AccountOpening(account: AccountID(number: Int32(copy.accountCount)), kind: .exempt)
      copy.execute(Command(.openAccount(opening), at: copy.now), into: &stream)
    }
    copy.execute(command, into: &stream)
    let exists = instrument.index < copy.rules.instruments.count
    quote =
      exists
      ? copy.quote(of: instrument)
      : Quote(instrument: instrument, bid: nil, bidQuantity: .zero, ask: nil, askQuantity: .zero)
    mark = exists ? copy.mark(of: instrument) : nil
    let rules = exists ? copy.rules.instruments[instrument.index] : nil
    var number: OrderID?
    for index in 0..<stream.count {
      switch stream[index].body {
      // What is due before the command comes first, and may bring forced orders.
      case .accepted(let accepted): if !accepted.terms.contains(.forced) { number = number ?? accepted.order }
      // Others' orders that fire may be refused too; that says nothing of this one.
      case .refused(let refused): if refused.action == .submit { refusal = refusal ?? refused.reason }
      case .filled(let fill):
        if fill.isForced { forced += fill.quantity.lots }
        // As maker too: of what its own fills set off.
        guard fill.taker == number || fill.maker == number else { break }
        filled += fill.quantity.lots
        notional += rules?.notional(of: fill.quantity, at: fill.price) ?? 0
        worst = fill.price
      case .armed(let waiting): if waiting.order == number { armed = waiting.quantity.lots }
      case .cancelled(let order): if order.order == number { cancelled += order.quantity.lots }
      case .liquidatable: liquidatable += 1
      default: break
      }
    }
    if exists, let entered = number {
      var standing: StandingOrder?
      copy.forEachOrder(of: instrument, on: order.side) { other in
        if other.id == entered { standing = other }
        return standing == nil
      }
      if let standing { rested = standing.quantity.lots + copy.hiddenReserve(of: standing, in: instrument).lots }
    }
  }
}

extension JSONWriter {
  fileprivate mutating func members(of impact: OrderImpact, _ names: Names) {
    member("instrument", names.name(of: impact.instrument))
    if let refusal = impact.refusal { member("refused", "\(refusal)") }
    member("filled", impact.filled)
    member("notional", impact.notional)
    if let worst = impact.worst { member("worst", worst.ticks) }
    member("rested", impact.rested)
    if impact.armed > 0 { member("armed", impact.armed) }
    member("cancelled", impact.cancelled)
    member("liquidatable", impact.liquidatable)
    member("forced", impact.forced)
    members(of: impact.quote)
    if let mark = impact.mark { member("mark", mark.ticks) }
  }

  /// A side that is empty is left out, as in an event.
  mutating func members(of quote: Quote) {
    if let bid = quote.bid {
      member("bid", bid.ticks)
      member("bidQuantity", quote.bidQuantity.lots)
    }
    if let ask = quote.ask {
      member("ask", ask.ticks)
      member("askQuantity", quote.askQuantity.lots)
    }
  }
}

import Foundation
import Journaling
import MarketTypes

/// The journal with the first event that `change` does not pass over changed, whole in every other way.
func rewriting(
  _ journal: Data, leavingOutLast: Bool = false, _ change: (Event) -> Event?
) throws -> Data {
  var reader = try JournalReader([UInt8](journal))
  var writer = JournalWriter(reader.header)
  var events: [Event] = []
  var hasChanged = false
  while let command = try reader.next(&events) {
    for index in events.indices where !hasChanged {
      guard let changed = change(events[index]) else { continue }
      events[index] = changed
      hasChanged = true
    }
    if leavingOutLast, command.action == .clock || events.count > 10 { events.removeLast() }
    writer.append(command, events.span)
  }
  writer.finish()
  return bytes(&writer)
}

/// The journal with its last command at another time, whole in every other way.
func redating(_ journal: Data, lastTo time: Int64) throws -> Data {
  var reader = try JournalReader([UInt8](journal))
  var frames: [(Command, [Event])] = []
  var events: [Event] = []
  while let command = try reader.next(&events) { frames.append((command, events)) }
  frames[frames.count - 1].0.time = Time(nanoseconds: time)
  var writer = JournalWriter(reader.header)
  for (command, events) in frames { writer.append(command, events.span) }
  writer.finish()
  return bytes(&writer)
}

/// What the writer has, as a file's content.
func bytes(_ writer: inout JournalWriter) -> Data {
  var data = Data()
  writer.drain { span in
    for index in span.indices { data.append(span[index]) }
  }
  return data
}

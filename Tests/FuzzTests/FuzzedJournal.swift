import Journaling
import MarketTypes
import Venue

@testable import cascade

/// Bytes as a journal, as they are and with every checksum made right: otherwise nothing that a fuzzer changes would come
/// past the first of them.
func takeJournal(_ bytes: [UInt8]) {
  read(bytes)
  let repaired = withRightChecksums(bytes)
  if repaired != bytes { read(repaired) }
}

/// A journal that is read whole is written again byte for byte, but for the header's JSON; a clean prefix has the same
/// beginning; and its commands can be carried out by a venue with its rules.
private func read(_ bytes: [UInt8]) {
  guard var prefix = try? JournalReader(bytes, .cleanPrefix) else { return }
  let start = prefix.offset
  var writer = JournalWriter(prefix.header)
  writer.drain { _ in }
  var commands: [Command] = []
  var events: [Event] = []
  do {
    while let command = try prefix.next(&events) {
      commands.append(command)
      writer.append(command, events.span)
    }
  } catch {
    broken("a clean prefix has an error")
  }
  if prefix.fault == nil { writer.finish() }
  var written: [UInt8] = []
  writer.drain { span in for index in span.indices { written.append(span[index]) } }
  if written != Array(bytes[start..<prefix.offset]) { broken("a journal that was read is written otherwise") }
  var whole = try? JournalReader(bytes)
  var count = 0
  while (try? whole?.next(&events)) != nil { count += 1 }
  if count != commands.count { broken("a whole journal has \(count) commands, its clean prefix \(commands.count)") }
  if prefix.header.rules.fault == nil, !commands.contains(where: { $0.time > .latest }) {
    _ = carryOut(commands, prefix.header.rules)
  }
}

/// The same bytes with the letters, the version and every checksum of a journal where they belong.
private func withRightChecksums(_ bytes: [UInt8]) -> [UInt8] {
  var words = stride(from: 0, to: bytes.count - bytes.count % 8, by: 8).map { start in
    (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) }
  }
  guard words.count > 2 else { return bytes }
  words[0] = "CASCADEJ".utf8.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  let length = Int(words[1] >> 32) / 16 * 16
  words[1] = UInt64(JournalFormat.version) | UInt64(length) << 32
  var place = 2 + length / 8
  guard place < words.count else { return bytes }
  words[place] = checksum(words[..<place])
  place += 1
  while place < words.count {
    let count = Int(words[place] & 0xFFFF) / 2 * 2
    guard count > 0, place + count < words.count else { break }
    let sum = checksum(words[(place + 1)...(place + count)])
    words[place] = UInt64(count) | (sum & 0xFFFF_FFFF) << 32
    place += count + 1
  }
  return words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) } }
}

private func checksum(_ words: ArraySlice<UInt64>) -> UInt64 {
  var builder = DigestBuilder()
  var index = words.startIndex
  while index + 1 < words.endIndex {
    builder.take(words[index], words[index + 1])
    index += 2
  }
  return builder.digest.high
}

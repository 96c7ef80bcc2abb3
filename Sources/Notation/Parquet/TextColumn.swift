/// Texts of one column in one row group: each different one once, and for each cell the place of its own (RLE_DICTIONARY).
struct TextColumn {
  /// As the dictionary's page has them: length in four bytes, then UTF-8.
  private var page: [UInt8] = []
  private var entries: [Entry] = []
  /// Places in `entries` by hash, −1 for none; a power of two, at most half full. For looking up.
  private var slots: [Int32] = Array(repeating: -1, count: 64)
  private var places: [Int32] = []
  /// Places in `entries` by the key that a text is known by, −1 for none.
  private var placesOfKeys: [Int32] = []

  /// Larger keys are not remembered: a damaged journal may name any account.
  private static let keyLimit = 1 << 22

  private struct Entry {
    let hash: UInt64
    let start: Int
    let count: Int
  }

  var count: Int { places.count }
  var entryCount: Int { entries.count }

  /// The place of a text, which is new or not.
  mutating func place(of text: String) -> Int32 {
    let place: Int32? = unsafe text.utf8.withContiguousStorageIfAvailable { bytes in
      unsafe self.place(of: Span(_unsafeElements: bytes))
    }
    return place ?? self.place(of: Array(text.utf8).span)
  }

  /// The place of the text that a key is known for.
  func knownPlace(of key: Int) -> Int32? {
    guard key >= 0, key < placesOfKeys.count, placesOfKeys[key] >= 0 else { return nil }
    return placesOfKeys[key]
  }

  /// The text at a place is known by this key from here on.
  mutating func know(_ place: Int32, by key: Int) {
    guard key >= 0, key < Self.keyLimit else { return }
    if key >= placesOfKeys.count {
      placesOfKeys.append(
        contentsOf: repeatElement(-1, count: max(key + 1, 2 * placesOfKeys.count) - placesOfKeys.count))
    }
    placesOfKeys[key] = place
  }

  /// Cells, each by the place of its text.
  mutating func append(_ cells: Span<Int64>) {
    for index in cells.indices { places.append(Int32(cells[index])) }
  }

  private mutating func place(of text: Span<UInt8>) -> Int32 {
    let hash = Self.hash(text)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let entry = entries[Int(slots[slot])]
      if entry.hash == hash, matches(entry, text) { return slots[slot] }
      slot = (slot + 1) & (slots.count - 1)
    }
    let place = Int32(entries.count)
    slots[slot] = place
    let length = UInt32(text.count).littleEndian
    unsafe withUnsafeBytes(of: length) { unsafe page.append(contentsOf: $0) }
    entries.append(Entry(hash: hash, start: page.count, count: text.count))
    unsafe text.withUnsafeBufferPointer { unsafe page.append(contentsOf: $0) }
    if 2 * entries.count > slots.count { grow() }
    return place
  }

  private func matches(_ entry: Entry, _ text: Span<UInt8>) -> Bool {
    if entry.count != text.count { return false }
    let page = page.span
    for index in text.indices where page[entry.start + index] != text[index] { return false }
    return true
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: 2 * slots.count)
    for (place, entry) in entries.enumerated() {
      var slot = Int(truncatingIfNeeded: entry.hash) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(place)
    }
  }

  /// FNV-1a, its bits mixed once more for the low ones.
  private static func hash(_ text: Span<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in text.indices { hash = (hash ^ UInt64(text[index])) &* 0x100_0000_01B3 }
    return hash ^ hash >> 29
  }

  /// The least and the greatest text, byte by byte as Parquet orders UTF-8; `nil` without any.
  var bounds: (least: [UInt8], greatest: [UInt8])? {
    guard var least = entries.first.map(bytes) else { return nil }
    var greatest = least
    for entry in entries.dropFirst() {
      let text = bytes(of: entry)
      if text.lexicographicallyPrecedes(least) { least = text }
      if greatest.lexicographicallyPrecedes(text) { greatest = text }
    }
    return (least, greatest)
  }

  private func bytes(of entry: Entry) -> [UInt8] { Array(page[entry.start..<entry.start + entry.count]) }

  /// What the dictionary's page holds.
  var dictionary: [UInt8] { page }

  /// Appends the places of all cells, and begins anew with an empty dictionary.
  mutating func flush(to bytes: inout [UInt8]) {
    let width = entries.count < 2 ? (entries.isEmpty ? 0 : 1) : bitWidth(of: UInt64(entries.count - 1))
    bytes.append(UInt8(width))
    bytes.appendHybrid(places, width: width)
    page.removeAll(keepingCapacity: true)
    entries.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    for slot in slots.indices { slots[slot] = -1 }
    for key in placesOfKeys.indices { placesOfKeys[key] = -1 }
  }
}

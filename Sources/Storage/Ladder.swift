/// Rungs at whole-number heights from 0 to 2^48 − 1, of which few are occupied: price levels, triggers.
///
/// Heights are grouped in leaves of 64 rungs that lie together in memory; a leaf stands only while one of its rungs is
/// occupied. Above the leaves is a trie of 64-way nodes with one occupancy bitmap each, so the neighbour of a rung is
/// found across any gap in at most fourteen bitmap looks, and mostly in one. A small direct-mapped cache leads from a
/// height to its leaf without a walk. Memory follows the occupied rungs, wherever they lie.
///
/// A rung is addressed by a handle (leaf × 64 + place), valid while it is occupied; −1 stands for none.
@frozen public struct Ladder<Rung: BitwiseCopyable>: ~Copyable {
  /// One more than the highest height a ladder can hold.
  @inlinable public static var heightLimit: Int64 { 1 << 48 }
  @inlinable static var nodeLevels: Int { 7 }
  @inlinable static var cacheMask: Int64 { 255 }

  /// A leaf looked up lately.
  @frozen @usableFromInline struct Cached: BitwiseCopyable {
    @usableFromInline var prefix: Int64
    @usableFromInline var leaf: Int32

    @inlinable init(prefix: Int64, leaf: Int32) {
      self.prefix = prefix
      self.leaf = leaf
    }
  }

  @frozen @usableFromInline struct Leaf: BitwiseCopyable {
    @usableFromInline var occupied: UInt64
    /// Height of its first rung ÷ 64; −1 when the leaf is free.
    @usableFromInline var prefix: Int64
    @usableFromInline var parent: Int32

    @inlinable init(occupied: UInt64, prefix: Int64, parent: Int32) {
      self.occupied = occupied
      self.prefix = prefix
      self.parent = parent
    }
  }

  @frozen @usableFromInline struct Node: BitwiseCopyable {
    @usableFromInline var occupied: UInt64
    @usableFromInline var parent: Int32
    /// Which child of its parent it is.
    @usableFromInline var place: Int32

    @inlinable init(occupied: UInt64, parent: Int32, place: Int32) {
      self.occupied = occupied
      self.parent = parent
      self.place = place
    }
  }

  @usableFromInline let vacant: Rung
  @usableFromInline var rungs: Pool<Rung>
  @usableFromInline var leaves: SlotPool<Leaf>
  @usableFromInline var nodes: SlotPool<Node>
  /// Node × 64 + place: a node, or a leaf below the last level.
  @usableFromInline var children: Pool<Int32>
  @usableFromInline var cache: Pool<Cached>

  /// An empty ladder whose rungs begin as `vacant` each time they are occupied.
  @inlinable public init(vacant: Rung) {
    self.vacant = vacant
    rungs = Pool()
    leaves = SlotPool()
    nodes = SlotPool()
    children = Pool()
    cache = Pool(count: Int(Self.cacheMask) + 1, filledWith: Cached(prefix: -1, leaf: -1))
    _ = addNode(parent: -1, place: 0)
  }

  @inlinable init(
    vacant: Rung, rungs: consuming Pool<Rung>, leaves: consuming SlotPool<Leaf>, nodes: consuming SlotPool<Node>,
    children: consuming Pool<Int32>, cache: consuming Pool<Cached>
  ) {
    self.vacant = vacant
    self.rungs = rungs
    self.leaves = leaves
    self.nodes = nodes
    self.children = children
    self.cache = cache
  }

  /// A ladder of its own with the same rungs. O(size).
  @inlinable public borrowing func clone() -> Ladder<Rung> {
    Ladder(
      vacant: vacant, rungs: rungs.clone(), leaves: leaves.clone(), nodes: nodes.clone(), children: children.clone(),
      cache: cache.clone())
  }

  /// Whether no rung is occupied.
  @inlinable public var isEmpty: Bool { nodes[0].occupied == 0 }

  /// The record of an occupied rung.
  @inlinable public subscript(handle: Int32) -> Rung {
    get { rungs[handle] }
    _modify { yield &rungs[handle] }
  }

  /// The record of a rung whose handle cannot be wrong.
  @inlinable public subscript(known handle: Int32) -> Rung {
    @inline(__always) get { rungs[known: handle] }
    @inline(__always) _modify { yield &rungs[known: handle] }
  }

  /// The height of an occupied rung.
  @inlinable @inline(__always) public func height(of handle: Int32) -> Int64 {
    leaves[known: handle >> 6].prefix << 6 | Int64(handle & 63)
  }

  // MARK: Occupying

  /// The rung at a height, made if it was not there. The height is at least 0 and below `heightLimit`.
  @inlinable @inline(__always) public mutating func occupy(_ height: Int64) -> Int32 {
    let handle = reach(height)
    if leaves[handle >> 6].occupied & 1 << UInt64(handle & 63) == 0 { fill(handle) }
    return handle
  }

  /// The rung at a height, occupied or not; one that is not holds the vacant record and must be filled at once.
  @inlinable @inline(__always) public mutating func reach(_ height: Int64) -> Int32 {
    precondition(UInt64(bitPattern: height) < UInt64(Self.heightLimit), "height outside the ladder")
    return near(height) ?? leafToOccupy(height >> 6) << 6 | Int32(truncatingIfNeeded: height & 63)
  }

  /// The rung at a height, occupied or not, if its leaf was looked up lately.
  @inlinable @inline(__always) public func near(_ height: Int64) -> Int32? {
    let prefix = height >> 6
    let cached = cache[known: Self.cachePlace(of: prefix)]
    return cached.prefix == prefix ? cached.leaf << 6 | Int32(truncatingIfNeeded: height & 63) : nil
  }

  /// Marks a rung as occupied.
  @inlinable @inline(__always) public mutating func fill(_ handle: Int32) {
    leaves[known: handle >> 6].occupied |= 1 << UInt64(handle & 63)
  }

  /// The rung at a height if it is occupied, or −1.
  @inlinable public func find(_ height: Int64) -> Int32 {
    guard height >= 0, height < Self.heightLimit else { return -1 }
    let leaf = findLeaf(height >> 6)
    guard leaf >= 0, leaves[leaf].occupied & (1 << UInt64(height & 63)) != 0 else { return -1 }
    return leaf << 6 | Int32(truncatingIfNeeded: height & 63)
  }

  /// Empties a rung; its handle is void from here on.
  @inlinable public mutating func vacate(_ handle: Int32) {
    let leaf = handle >> 6
    rungs[known: handle] = vacant
    leaves[known: leaf].occupied &= ~(1 << UInt64(handle & 63))
    if leaves[known: leaf].occupied == 0 { release(leaf) }
  }

  /// Empties every rung at a height or higher. O(leaves emptied).
  @inlinable public mutating func vacate(from height: Int64) {
    while true {
      let top = highest
      guard top >= 0, self.height(of: top) >= height else { return }
      let start = leaves[top >> 6].prefix << 6
      vacate(height > start ? ~0 << UInt64(height - start) : ~0, ofLeaf: top >> 6)
    }
  }

  /// Empties every rung at a height or lower. O(leaves emptied).
  @inlinable public mutating func vacate(through height: Int64) {
    while true {
      let bottom = lowest
      guard bottom >= 0, self.height(of: bottom) <= height else { return }
      let end = leaves[bottom >> 6].prefix << 6 | 63
      vacate(height < end ? ~(~0 << UInt64(height - end + 64)) : ~0, ofLeaf: bottom >> 6)
    }
  }

  @inlinable mutating func vacate(_ places: UInt64, ofLeaf leaf: Int32) {
    var rest = leaves[leaf].occupied & places
    while rest != 0 {
      rungs[leaf << 6 | Int32(rest.trailingZeroBitCount)] = vacant
      rest &= rest - 1
    }
    leaves[leaf].occupied &= ~places
    if leaves[leaf].occupied == 0 { release(leaf) }
  }

  // MARK: Neighbours

  /// The lowest occupied rung, or −1.
  @inlinable public var lowest: Int32 { isEmpty ? -1 : lowestRung(below: 0, level: 0) }
  @inlinable public var highest: Int32 { isEmpty ? -1 : highestRung(below: 0, level: 0) }

  /// The next occupied rung higher up, or −1.
  @inlinable public func above(_ handle: Int32) -> Int32 {
    let leaf = handle >> 6
    let higher = leaves[known: leaf].occupied & Self.bits(above: handle & 63)
    if higher != 0 { return leaf << 6 | Int32(higher.trailingZeroBitCount) }
    var place = Int32(truncatingIfNeeded: leaves[known: leaf].prefix & 63)
    var node = leaves[known: leaf].parent
    var level = Self.nodeLevels - 1
    while node >= 0 {
      let rest = nodes[node].occupied & Self.bits(above: place)
      if rest != 0 {
        let child = children[node << 6 | Int32(rest.trailingZeroBitCount)]
        return lowestRung(below: child, level: level + 1)
      }
      place = nodes[node].place
      node = nodes[node].parent
      level -= 1
    }
    return -1
  }

  /// The next occupied rung lower down, or −1.
  @inlinable public func below(_ handle: Int32) -> Int32 {
    let leaf = handle >> 6
    let lower = leaves[known: leaf].occupied & Self.bits(below: handle & 63)
    if lower != 0 { return leaf << 6 | Int32(63 - lower.leadingZeroBitCount) }
    var place = Int32(truncatingIfNeeded: leaves[known: leaf].prefix & 63)
    var node = leaves[known: leaf].parent
    var level = Self.nodeLevels - 1
    while node >= 0 {
      let rest = nodes[node].occupied & Self.bits(below: place)
      if rest != 0 {
        let child = children[node << 6 | Int32(63 - rest.leadingZeroBitCount)]
        return highestRung(below: child, level: level + 1)
      }
      place = nodes[node].place
      node = nodes[node].parent
      level -= 1
    }
    return -1
  }

  @inlinable static func bits(above place: Int32) -> UInt64 { place == 63 ? 0 : ~0 << UInt64(place + 1) }
  @inlinable static func bits(below place: Int32) -> UInt64 { (1 << UInt64(place)) - 1 }

  /// The lowest rung under a node of `level`, or under a leaf when `level` is past the nodes.
  @inlinable func lowestRung(below start: Int32, level startLevel: Int) -> Int32 {
    var index = start
    var level = startLevel
    while level < Self.nodeLevels {
      index = children[index << 6 | Int32(nodes[index].occupied.trailingZeroBitCount)]
      level += 1
    }
    return index << 6 | Int32(leaves[index].occupied.trailingZeroBitCount)
  }

  @inlinable func highestRung(below start: Int32, level startLevel: Int) -> Int32 {
    var index = start
    var level = startLevel
    while level < Self.nodeLevels {
      index = children[index << 6 | Int32(63 - nodes[index].occupied.leadingZeroBitCount)]
      level += 1
    }
    return index << 6 | Int32(63 - leaves[index].occupied.leadingZeroBitCount)
  }

  // MARK: Leaves and nodes

  @inlinable static func place(of prefix: Int64, atLevel level: Int) -> Int32 {
    Int32(truncatingIfNeeded: prefix >> Int64(6 * (nodeLevels - 1 - level)) & 63)
  }

  /// Heights that differ above 2^36 by little lie apart in the cache, so that a few far ranges can be busy side by side.
  @inlinable @inline(__always) static func cachePlace(of prefix: Int64) -> Int {
    Int((prefix &+ prefix >> 30) & cacheMask)
  }

  @inlinable func findLeaf(_ prefix: Int64) -> Int32 {
    let cached = cache[Self.cachePlace(of: prefix)]
    if cached.prefix == prefix { return cached.leaf }
    var index: Int32 = 0
    for level in 0..<Self.nodeLevels {
      let place = Self.place(of: prefix, atLevel: level)
      if nodes[index].occupied & (1 << UInt64(place)) == 0 { return -1 }
      index = children[index << 6 | place]
    }
    return index
  }

  @inlinable @inline(never) mutating func leafToOccupy(_ prefix: Int64) -> Int32 {
    let leaf = addLeaf(prefix)
    cache[Self.cachePlace(of: prefix)] = Cached(prefix: prefix, leaf: leaf)
    return leaf
  }

  /// Walks down to the leaf of a prefix, making what is missing on the way.
  @inlinable mutating func addLeaf(_ prefix: Int64) -> Int32 {
    var node: Int32 = 0
    for level in 0..<Self.nodeLevels {
      let place = Self.place(of: prefix, atLevel: level)
      let isThere = nodes[node].occupied & (1 << UInt64(place)) != 0
      if isThere {
        node = children[node << 6 | place]
        continue
      }
      nodes[node].occupied |= 1 << UInt64(place)
      let child: Int32
      if level == Self.nodeLevels - 1 {
        child = leaves.insert(Leaf(occupied: 0, prefix: prefix, parent: node))
        rungs.extend(to: Int(child + 1) << 6, with: vacant)
      } else {
        child = addNode(parent: node, place: place)
      }
      children[node << 6 | place] = child
      node = child
    }
    return node
  }

  @inlinable mutating func addNode(parent: Int32, place: Int32) -> Int32 {
    let node = nodes.insert(Node(occupied: 0, parent: parent, place: place))
    children.extend(to: Int(node + 1) << 6, with: -1)
    return node
  }

  /// Takes an empty leaf away, and each node above it that this leaves empty.
  @inlinable @inline(never) mutating func release(_ leaf: Int32) {
    let prefix = leaves[leaf].prefix
    var place = Int32(truncatingIfNeeded: prefix & 63)
    var node = leaves[leaf].parent
    let cachePlace = Self.cachePlace(of: prefix)
    if cache[cachePlace].prefix == prefix { cache[cachePlace].prefix = -1 }
    leaves[leaf].prefix = -1
    leaves.remove(leaf)
    while true {
      nodes[node].occupied &= ~(1 << UInt64(place))
      if nodes[node].occupied != 0 || node == 0 { return }
      place = nodes[node].place
      let parent = nodes[node].parent
      nodes.remove(node)
      node = parent
    }
  }
}

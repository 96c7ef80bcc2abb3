import MarketTypes
import Storage

/// Which orders rest for each account, in order of arrival, so that a mass cancel looks at nobody else's.
///
/// Each account has a log of slots in pages of one cache line. An order that leaves is struck out where it stands and
/// touches no neighbour; a page struck out whole goes back. So every page but an account's last has a live
/// order, and memory follows those.
@frozen @usableFromInline struct AccountOrders: ~Copyable {
  /// Pages of 16 words: how many entries are struck out, the page before and the one behind or −1, the account, and
  /// 12 entries; struck out ones are −1. A page is addressed by its first word.
  @usableFromInline var words: Pool<Int32>
  /// Where each account's log ends: the word behind its last entry, 0 while it has no page.
  @usableFromInline var ends: Pool<Int32>
  /// The page freed last, or −1; the next one is in its word `older`.
  @usableFromInline var freePage: Int32

  @inlinable static var pageWords: Int32 { 16 }
  @inlinable static var older: Int32 { 1 }
  @inlinable static var younger: Int32 { 2 }
  @inlinable static var owner: Int32 { 3 }
  @inlinable static var firstEntry: Int32 { 4 }
  @inlinable static var entryCount: Int32 { pageWords - firstEntry }

  @inlinable init() {
    self.init(words: Pool(), ends: Pool(), freePage: -1)
  }

  @inlinable init(words: consuming Pool<Int32>, ends: consuming Pool<Int32>, freePage: Int32) {
    self.words = words
    self.ends = ends
    self.freePage = freePage
  }

  @inlinable borrowing func clone() -> AccountOrders {
    AccountOrders(words: words.clone(), ends: ends.clone(), freePage: freePage)
  }

  /// Notes an order of an account and returns its entry.
  @inlinable @inline(__always) mutating func add(_ slot: Int32, of account: AccountID) -> Int32 {
    let index = UInt(bitPattern: account.index)
    var entry = index < UInt(bitPattern: ends.count) ? ends[account.index] : 0
    if entry & (Self.pageWords - 1) == 0 { entry = turnPage(of: account) }
    words[entry] = slot
    ends[account.index] = entry &+ 1
    return entry
  }

  /// Strikes an entry out.
  @inlinable @inline(__always) mutating func remove(_ entry: Int32) {
    words[entry] = -1
    let page = entry & ~(Self.pageWords - 1)
    let struckOut = words[page] &+ 1
    words[page] = struckOut
    if struckOut == Self.entryCount { release(page) }
  }

  /// The entry of an account's youngest order, or −1.
  @inlinable func youngest(of account: AccountID) -> Int32 {
    account.index < ends.count ? before(ends[account.index]) : -1
  }

  /// The entry of the youngest order older than an entry, or than a log's end; or −1.
  @inlinable func before(_ end: Int32) -> Int32 {
    var entry = end - 1
    while entry >= 0 {
      if entry & (Self.pageWords - 1) < Self.firstEntry {
        let page = words[entry & ~(Self.pageWords - 1) + Self.older]
        if page < 0 { return -1 }
        entry = page + Self.pageWords - 1
      }
      if words[entry] >= 0 { return entry }
      entry -= 1
    }
    return -1
  }

  /// A fresh page at the end of an account's log; returns its first entry.
  @inlinable @inline(never) mutating func turnPage(of account: AccountID) -> Int32 {
    ends.extend(to: account.index + 1, with: 0)
    let page: Int32
    if freePage >= 0 {
      page = freePage
      freePage = words[page + Self.older]
    } else {
      page = Int32(words.count)
      words.extend(to: words.count + Int(Self.pageWords), with: -1)
    }
    let older = ends[account.index] == 0 ? -1 : ends[account.index] - Self.pageWords
    words[page] = 0
    words[page + Self.older] = older
    words[page + Self.younger] = -1
    words[page + Self.owner] = account.number
    if older >= 0 { words[older + Self.younger] = page }
    return page + Self.firstEntry
  }

  /// Takes a page out of its log of which every entry is struck out.
  @inlinable @inline(never) mutating func release(_ page: Int32) {
    let (older, younger) = (words[page + Self.older], words[page + Self.younger])
    if older >= 0 { words[older + Self.younger] = younger }
    if younger >= 0 {
      words[younger + Self.older] = older
    } else {
      // The last page was full, and so is the one before it.
      ends[words[page + Self.owner]] = older < 0 ? 0 : older + Self.pageWords
    }
    words[page + Self.older] = freePage
    freePage = page
  }
}

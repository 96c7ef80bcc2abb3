import MarketTypes
import Storage

/// Which orders rest for each account, in order of arrival, so that a mass cancel looks at nobody else's.
///
/// Each account has a log of slots in pages of 32. An order that leaves loses its bit in a word of its page and touches no
/// neighbour; those words are a hundredth of the orders they stand for, so they stay in the nearest cache. A page that
/// has lost all bits goes back. So every page but an account's last has a live order, and memory follows those.
@frozen @usableFromInline struct AccountOrders: ~Copyable {
  /// Where a page stands in its account's log; of a free one `older` is the next free one.
  @frozen @usableFromInline struct Page: BitwiseCopyable {
    @usableFromInline var older: Int32
    @usableFromInline var younger: Int32
    @usableFromInline var account: Int32

    @inlinable init(older: Int32, younger: Int32, account: Int32) {
      self.older = older
      self.younger = younger
      self.account = account
    }
  }

  /// By entry: page × 32 + place.
  @usableFromInline var slots: Pool<Int32>
  /// By page: a bit for each entry whose order rests, and for each not yet written.
  @usableFromInline var standing: Pool<UInt32>
  @usableFromInline var pages: Pool<Page>
  /// Where each account's log ends: one more than its last entry, 0 while it has no page.
  @usableFromInline var ends: Pool<Int32>
  /// The page freed last, or −1.
  @usableFromInline var freePage: Int32

  @inlinable static var pageBits: Int32 { 5 }
  @inlinable static var pageMask: Int32 { 31 }

  @inlinable init() {
    self.init(slots: Pool(), standing: Pool(), pages: Pool(), ends: Pool(), freePage: -1)
  }

  @inlinable init(
    slots: consuming Pool<Int32>, standing: consuming Pool<UInt32>, pages: consuming Pool<Page>,
    ends: consuming Pool<Int32>, freePage: Int32
  ) {
    self.slots = slots
    self.standing = standing
    self.pages = pages
    self.ends = ends
    self.freePage = freePage
  }

  @inlinable borrowing func clone() -> AccountOrders {
    AccountOrders(
      slots: slots.clone(), standing: standing.clone(), pages: pages.clone(), ends: ends.clone(), freePage: freePage)
  }

  @inlinable @inline(__always) static func bit(of entry: Int32) -> UInt32 { 1 << UInt32(entry & pageMask) }

  /// The entry for an account's next order, or `nil` when its log has no page with room.
  @inlinable @inline(__always) func nextEntry(of account: AccountID) -> Int32? {
    if UInt(bitPattern: account.index) >= UInt(bitPattern: ends.count) { return nil }
    let end = ends[known: account.index]
    return end & Self.pageMask == 0 ? nil : end
  }

  /// Notes an order of an account in its next entry.
  @inlinable @inline(__always) mutating func note(_ slot: Int32, of account: AccountID, at entry: Int32) {
    slots[known: entry] = slot
    ends[known: account.index] = entry &+ 1
  }

  /// Strikes an entry out and says whether its page is struck out whole: then it must be released.
  @inlinable @inline(__always) mutating func strikeOut(_ entry: Int32) -> Bool {
    let page = entry >> Self.pageBits
    let left = standing[known: page] & ~Self.bit(of: entry)
    standing[known: page] = left
    return left == 0
  }

  /// The account of an entry.
  @inlinable func account(of entry: Int32) -> Int32 { pages[known: entry >> Self.pageBits].account }

  /// The entry of an account's youngest order, or −1.
  @inlinable func youngest(of account: AccountID) -> Int32 {
    let end = account.index < ends.count ? ends[account.index] : 0
    if end == 0 { return -1 }
    let last = end - 1
    return standing[last >> Self.pageBits] & Self.bit(of: last) != 0 ? last : before(last)
  }

  /// The entry of the youngest order of the same account older than an entry, or −1.
  @inlinable func before(_ entry: Int32) -> Int32 {
    var page = entry >> Self.pageBits
    var rest = standing[page] & (Self.bit(of: entry) - 1)
    while rest == 0 {
      page = pages[page].older
      if page < 0 { return -1 }
      rest = standing[page]
    }
    return page << Self.pageBits | Int32(31 - rest.leadingZeroBitCount)
  }

  /// A fresh page at the end of an account's log; returns its first entry.
  @inlinable @inline(never) mutating func turnPage(of account: AccountID) -> Int32 {
    ends.extend(to: account.index + 1, with: 0)
    let end = ends[account.index]
    let older = end == 0 ? -1 : (end - 1) >> Self.pageBits
    var page = freePage
    if page >= 0 {
      freePage = pages[page].older
    } else {
      page = Int32(pages.count)
      pages.append(Page(older: -1, younger: -1, account: -1))
      standing.append(0)
      slots.extend(to: pages.count << Int(Self.pageBits), with: -1)
    }
    pages[page] = Page(older: older, younger: -1, account: account.number)
    standing[page] = .max
    if older >= 0 { pages[older].younger = page }
    return page << Self.pageBits
  }

  /// Takes the page of an entry out of its log; every entry of it is struck out.
  @inlinable @inline(never) mutating func release(pageOf entry: Int32) {
    let page = entry >> Self.pageBits
    let (older, younger) = (pages[page].older, pages[page].younger)
    if older >= 0 { pages[older].younger = younger }
    if younger >= 0 {
      pages[younger].older = older
    } else {
      // The last page was full, and so is the one before it.
      ends[Int(pages[page].account)] = older < 0 ? 0 : (older + 1) << Self.pageBits
    }
    pages[page].older = freePage
    freePage = page
  }
}

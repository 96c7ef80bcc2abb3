import MarketTypes

/// Binance's book, kept from a snapshot and the updates, with the check that none is missing.
///
/// The rules are those of Binance's documentation, "How to manage a local order book correctly":
///
/// - Updates that come before the snapshot are held, because the snapshot is asked for while they come, and arrives late.
/// - A snapshot that is older than all that is held is passed over, and what is held stays for the next one.
/// - What is in the snapshot already is dropped: `u` below its `lastUpdateId`, on the spot market also equal to it.
/// - The first that is not must hold the snapshot's number: `U` at most `lastUpdateId` and `u` at least it; on the spot
///   market `U` at most the number after it.
/// - From then on `pu` is the `u` of the update before; on the spot market, which has no `pu`, `U` follows on it.
///
/// After a gap nothing is applied until another snapshot comes; the update that did not follow and those after it are held
/// for that. A snapshot that is no newer than the book is passed over: it lacks updates that the book has. Numbers are below
/// the greatest of 64 bits.
public struct BinanceBook {
  /// All levels. What is left of it after a gap is of no meaning.
  public private(set) var book = DepthBook()
  /// The last update that is in the book; `nil` before a snapshot and after a gap.
  public private(set) var lastUpdateID: Int64?
  /// Whether an update has followed on the snapshot.
  private var isChained = false
  private var held: [Held] = []
  /// Those before it have been followed.
  private var nextHeld = 0

  private struct Held {
    var update: BinanceDepthUpdate
    var levels: [DepthLevel]
    var line: Int
  }

  /// What became of an update.
  public enum Step: Hashable, Sendable {
    /// Kept until there is a snapshot.
    case held
    /// Already in the snapshot.
    case stale
    /// It followed on what came before; the book has it.
    case applied
    /// It does not follow on what came before; the book is void, and the update is held.
    case gap(BinanceGap)
  }

  /// Waits for a snapshot.
  public init() {}

  /// Takes an update that came now.
  ///
  /// - Parameter line: where it is in the recording, which `followHeld` says again.
  public mutating func apply(_ update: BinanceDepthUpdate, _ levels: [DepthLevel], at line: Int) -> Step {
    let step = lastUpdateID == nil ? .held : follow(update, levels)
    switch step {
    case .held, .gap: held.append(Held(update: update, levels: levels, line: line))
    case .stale, .applied: break
    }
    return step
  }

  /// Begins anew with a snapshot. On it follow the updates that were held: ask for them with `followHeld`.
  ///
  /// - Returns: false if the snapshot is too old, and so passed over.
  @discardableResult
  public mutating func begin(with snapshot: BinanceSnapshot, _ levels: [DepthLevel]) -> Bool {
    if isTooOld(snapshot) { return false }
    book.removeAll()
    for level in levels { book.apply(level) }
    lastUpdateID = snapshot.lastUpdateID
    isChained = false
    return true
  }

  /// What becomes of the next update that was held, now that there is a snapshot, and its line; `nil` when none is left or
  /// the last one was a gap: that one is the next again.
  public mutating func followHeld() -> (step: Step, line: Int)? {
    if lastUpdateID == nil { return nil }
    guard nextHeld < held.count else {
      held.removeAll()
      nextHeld = 0
      return nil
    }
    let next = held[nextHeld]
    let step = follow(next.update, next.levels)
    if lastUpdateID != nil { nextHeld += 1 }
    return (step, next.line)
  }

  /// Whether the book is as new, or the first that is held does not follow on it.
  private func isTooOld(_ snapshot: BinanceSnapshot) -> Bool {
    if let last = lastUpdateID { return snapshot.lastUpdateID <= last }
    guard nextHeld < held.count else { return false }
    let first = held[nextHeld].update
    return first.firstID > first.number(after: snapshot.lastUpdateID)
  }

  private mutating func follow(_ update: BinanceDepthUpdate, _ levels: [DepthLevel]) -> Step {
    guard let last = lastUpdateID else { invariantFailed("an update is applied to no book") }
    let number = update.number(after: last)
    if !isChained, update.lastID < number { return .stale }
    let holds = update.firstID <= number && update.lastID >= number
    guard isChained ? update.previousID.map({ $0 == last }) ?? holds : holds else {
      lastUpdateID = nil
      return .gap(BinanceGap(update: update, last: last, isFirst: !isChained))
    }
    isChained = true
    lastUpdateID = update.lastID
    for level in levels { book.apply(level) }
    return .applied
  }
}

/// An update that does not follow on what came before.
public struct BinanceGap: Hashable, Sendable {
  /// The one that does not follow.
  public var update: BinanceDepthUpdate
  /// The number it was to follow on.
  public var last: Int64
  /// Whether that was the snapshot's.
  public var isFirst: Bool

  public init(update: BinanceDepthUpdate, last: Int64, isFirst: Bool) {
    self.update = update
    self.last = last
    self.isFirst = isFirst
  }

  /// Continues `found`.
  var found: String {
    let previous = update.previousID.map { ", pu \($0)" } ?? ""
    return "an update of U \(update.firstID), u \(update.lastID)\(previous)"
  }

  /// Continues `expected`.
  var expected: String {
    let number = update.number(after: last)
    if isFirst { return "one that holds \(number), as the snapshot ends with \(last)" }
    let rule = update.previousID == nil ? "U at most \(number)" : "pu \(number)"
    return "\(rule), as the update before ended with \(last)"
  }
}

extension BinanceDepthUpdate {
  /// The number that it is to hold if it is the first after a book that ends with `last`: on the spot market the next one.
  fileprivate func number(after last: Int64) -> Int64 { previousID == nil ? last + 1 : last }
}

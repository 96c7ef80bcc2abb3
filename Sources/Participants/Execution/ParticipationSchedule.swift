import MarketTypes

/// A parent order that keeps to a share of what the market trades: POV.
///
///     due = ⌊volume seen × share⌋ − sent, at most what is left
///
/// Rounded down on the whole volume, not on each trade: many small trades add up, and the share is never passed. The volume seen may
/// count one's own fills, which makes the share one of everything, or not, which makes it one of the others' trading.
@frozen public struct ParticipationSchedule: Hashable, Sendable, BitwiseCopyable {
  /// To be traded in all.
  public let parent: Quantity
  /// From 0 to 100 %.
  public let share: Rate
  /// Lots the market traded so far, as observed.
  public private(set) var volume: Int64 = 0
  /// Less what was taken back; at most the parent.
  public private(set) var sent: Quantity = .zero

  /// - Parameter share: from 0 to 100 %; stops at any other.
  public init(_ parent: Quantity, share: Rate) {
    invariant(share >= .zero && share <= .one, "a share of \(share.partsPerBillion) parts per billion")
    self.parent = parent
    self.share = share
  }

  /// What is left of the parent.
  public var remaining: Quantity { parent - sent }

  /// Takes in what the market traded.
  public mutating func observe(_ traded: Quantity) { volume += traded.lots }

  /// What may be sent now.
  public var due: Quantity {
    let allowed = volume.times(share.partsPerBillion, over: Rate.one.partsPerBillion, rounding: .down)
    return min(remaining, Quantity(lots: max(0, allowed - sent.lots)))
  }

  /// Counts what was sent, at most `remaining`; what of it was not filled is to be given back with `takeBack`.
  public mutating func send(_ quantity: Quantity) {
    invariant(quantity <= remaining, "\(quantity.lots) lots of \(remaining.lots) left")
    sent = sent + quantity
  }

  /// Gives back what was sent and came to nothing.
  public mutating func takeBack(_ quantity: Quantity) { sent = sent - quantity }
}

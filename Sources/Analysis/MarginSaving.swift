/// What is asked for less when positions are margined together: isolated against cross, or cross against portfolio margin.
///
/// It takes requirements as values and computes none: they are the clearing house's, all at the same marks. Savings add
/// up over accounts; the share of a sum is the sum's, not a mean of shares.
public struct MarginSaving: Hashable, Sendable {
  /// What the first way asks for, in units of money: of isolated margin the sum of what each position needs alone.
  public var before: Int128
  /// What the second way asks for.
  public var after: Int128

  public init(from before: Int128, to after: Int128) {
    self.before = before
    self.after = after
  }

  /// Below zero where the second way asks for more.
  public var amount: Int128 { before - after }

  /// Of what the first way asks for: at most 1, below zero where the second asks for more. `nil` where the first asks
  /// for nothing: there is nothing to save.
  public var share: Double? { before == 0 ? nil : Double(amount) / Double(before) }

  /// Of two accounts together: what they need before, and after.
  public static func + (left: MarginSaving, right: MarginSaving) -> MarginSaving {
    MarginSaving(from: left.before + right.before, to: left.after + right.after)
  }
}

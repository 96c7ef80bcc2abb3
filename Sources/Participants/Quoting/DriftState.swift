/// What `DriftSpread` looks at, in its integer units: prices and quote amounts in millionths, base amounts and reserves in
/// billionths, spreads in millionths of the price. Magnitudes stay below 2^53.
@frozen public struct DriftState: Hashable, Sendable, BitwiseCopyable {
  /// The maker's own mark; above zero.
  public var price: Int64
  /// (mark − oracle) ÷ mark, signed.
  public var oracleGap: Int64
  /// The oracle's confidence interval as a share of the price.
  public var confidence: Int64
  /// How far the mark strays from its averages, as a price (`DriftFlow.deviation`).
  public var markDeviation: Int64
  /// How far the oracle does.
  public var oracleDeviation: Int64
  /// Users' purchases of the last hour, as quote (`DriftFlow`).
  public var longVolume: Int64
  /// Users' sales of the last hour, as quote.
  public var shortVolume: Int64
  /// Both together of the last day, as quote.
  public var dailyVolume: Int64
  /// Users' net position, which is the maker's with the other sign.
  public var inventory: Int64
  /// Base in the curve.
  public var reserve: Int64
  /// The least base the curve may hold.
  public var minimumReserve: Int64
  /// The most base the curve may hold.
  public var maximumReserve: Int64
  /// Quote in the curve.
  public var quoteReserve: Int64
  /// Quote in the curve once the inventory is closed.
  public var terminalQuoteReserve: Int64
  /// What quote in the curve is multiplied by, in millionths.
  public var peg: Int64
  /// Fees earned less what was given away.
  public var feePool: Int64
  /// Gained since the last funding, as quote; below zero when lost.
  public var revenueSinceFunding: Int64

  public init(
    price: Int64, oracleGap: Int64 = 0, confidence: Int64 = 0, markDeviation: Int64 = 0, oracleDeviation: Int64 = 0,
    longVolume: Int64 = 0, shortVolume: Int64 = 0, dailyVolume: Int64 = 0, inventory: Int64 = 0, reserve: Int64,
    minimumReserve: Int64 = 0, maximumReserve: Int64, quoteReserve: Int64, terminalQuoteReserve: Int64, peg: Int64,
    feePool: Int64 = 0, revenueSinceFunding: Int64 = 0
  ) {
    self.price = price
    self.oracleGap = oracleGap
    self.confidence = confidence
    self.markDeviation = markDeviation
    self.oracleDeviation = oracleDeviation
    self.longVolume = longVolume
    self.shortVolume = shortVolume
    self.dailyVolume = dailyVolume
    self.inventory = inventory
    self.reserve = reserve
    self.minimumReserve = minimumReserve
    self.maximumReserve = maximumReserve
    self.quoteReserve = quoteReserve
    self.terminalQuoteReserve = terminalQuoteReserve
    self.peg = peg
    self.feePool = feePool
    self.revenueSinceFunding = revenueSinceFunding
  }

  /// (`mark` − `oracle`) ÷ `mark` in millionths, toward zero.
  public static func oracleGap(mark: Int64, oracle: Int64) -> Int64 {
    Int64(clamping: Millionths.share(Int128(mark) - Int128(oracle), of: mark))
  }
}

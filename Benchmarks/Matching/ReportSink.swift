/// Where reports go: hashed one by one, in order, and counted.
///
/// The digest sees every word of every report and the order in which they came. It is meant to tell two programs apart,
/// not to withstand anybody.
struct ReportSink {
  private(set) var digest: UInt64 = 0
  private(set) var fillCount = 0

  /// Takes a report. Out of line, as it is for an engine that does not know who listens.
  @inline(never)
  mutating func receive(_ report: Report) {
    let first = folded(report.kind.rawValue, report.order, 0x9E37_79B9_7F4A_7C15)
    let second = folded(report.maker, report.ticks, 0xC2B2_AE3D_27D4_EB4F)
    let third = folded(report.lots, report.left, 0x1656_67B1_9E37_79F9)
    let fourth = folded(report.side, report.reserved, 0x27D4_EB2F_1656_67C5)
    digest = (digest &+ (first ^ second)) &* 0xFF51_AFD7_ED55_8CCD
    digest = (digest ^ digest >> 32) &+ (third ^ fourth)
    fillCount &+= report.kind == .filled ? 1 : 0
  }

  /// Both halves of a full product, one on the other.
  @inline(__always)
  private func folded(_ first: Int64, _ second: Int64, _ key: UInt64) -> UInt64 {
    let rotated = UInt64(bitPattern: second) ^ (key << 32 | key >> 32)
    let product = (UInt64(bitPattern: first) ^ key).multipliedFullWidth(by: rotated)
    return product.high ^ product.low
  }
}

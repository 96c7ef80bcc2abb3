/// The eight words SHA-256 carries from one 64-byte block to the next (FIPS 180-4, 6.2.2).
struct SHA256Compression: Sendable {
  static let blockSize = 64

  private var state = Self.initialState
  private var schedule = [UInt32](repeating: 0, count: 64)

  /// H0…H7.
  var words: [UInt32] { (0..<8).map { state[$0] } }

  /// - Parameter blocks: whole blocks, one after the other.
  mutating func take(_ blocks: Span<UInt8>) {
    for start in stride(from: 0, to: blocks.count, by: Self.blockSize) {
      prepareSchedule(blocks.extracting(start..<start + Self.blockSize))
      mixSchedule()
    }
  }

  private mutating func prepareSchedule(_ block: Span<UInt8>) {
    for t in 0..<16 {
      let high = UInt32(block[4 * t]) << 24 | UInt32(block[4 * t + 1]) << 16
      schedule[t] = high | UInt32(block[4 * t + 2]) << 8 | UInt32(block[4 * t + 3])
    }
    for t in 16..<64 {
      let early = schedule[t - 15]
      let late = schedule[t - 2]
      let smallSigma0 = early.rotatedRight(7) ^ early.rotatedRight(18) ^ (early >> 3)
      let smallSigma1 = late.rotatedRight(17) ^ late.rotatedRight(19) ^ (late >> 10)
      schedule[t] = schedule[t - 16] &+ smallSigma0 &+ schedule[t - 7] &+ smallSigma1
    }
  }

  private mutating func mixSchedule() {
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    // Eight rounds at a time, the names moving round instead of the values: half the time.
    for t in stride(from: 0, to: 64, by: 8) {
      mix(t, a, b, c, &d, e, f, g, &h)
      mix(t + 1, h, a, b, &c, d, e, f, &g)
      mix(t + 2, g, h, a, &b, c, d, e, &f)
      mix(t + 3, f, g, h, &a, b, c, d, &e)
      mix(t + 4, e, f, g, &h, a, b, c, &d)
      mix(t + 5, d, e, f, &g, h, a, b, &c)
      mix(t + 6, c, d, e, &f, g, h, a, &b)
      mix(t + 7, b, c, d, &e, f, g, h, &a)
    }
    state &+= SIMD8(a, b, c, d, e, f, g, h)
  }

  /// Round `t`. Afterwards `h` holds what the standard then calls a, and `d` what it calls e.
  @inline(__always)
  private func mix(
    _ t: Int, _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32,
    _ e: UInt32, _ f: UInt32, _ g: UInt32, _ h: inout UInt32
  ) {
    let bigSigma1 = e.rotatedRight(6) ^ e.rotatedRight(11) ^ e.rotatedRight(25)
    let choice = (e & f) ^ (~e & g)
    let first = h &+ bigSigma1 &+ choice &+ Self.constants[t] &+ schedule[t]
    let bigSigma0 = a.rotatedRight(2) ^ a.rotatedRight(13) ^ a.rotatedRight(22)
    let majority = (a & b) ^ (a & c) ^ (b & c)
    d &+= first
    h = first &+ bigSigma0 &+ majority
  }

  /// The first 32 bits of the fractional parts of the square roots of the first eight primes (5.3.3).
  private static let initialState = SIMD8<UInt32>(
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19)

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes (4.2.2).
  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
  ]
}

extension UInt32 {
  fileprivate func rotatedRight(_ count: UInt32) -> UInt32 {
    (self &>> count) | (self &<< (32 &- count))
  }
}

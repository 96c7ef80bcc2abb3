/// xoshiro256**: four words of state, not all zero.
///
/// Source: Blackman, Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM TOMS 47 (2021);
/// https://prng.di.unimi.it/xoshiro256starstar.c (public domain).
struct Xoshiro256: RandomNumberGenerator, Equatable {
  private(set) var state: SIMD4<UInt64>

  init(state: SIMD4<UInt64>) { self.state = state }

  /// Fills the state with four words of `SplitMix64`, as the authors advise.
  init(seed: UInt64) {
    var words = SplitMix64(seed: seed)
    state = [words.next(), words.next(), words.next(), words.next()]
  }

  mutating func next() -> UInt64 {
    let result = rotated(state[1] &* 5, by: 7) &* 9
    let shifted = state[1] << 17
    state[2] ^= state[0]
    state[3] ^= state[1]
    state[1] ^= state[2]
    state[0] ^= state[3]
    state[2] ^= shifted
    state[3] = rotated(state[3], by: 45)
    return result
  }

  /// Moves 2^128 values on: a stream that no other jump's stream meets.
  mutating func jump() {
    let polynomial: [UInt64] = [
      0x180E_C6D3_3CFD_0ABA, 0xD5A6_1266_F0C9_392C, 0xA958_2618_E03F_C9AA, 0x39AB_DC45_29B1_661C,
    ]
    var sum = SIMD4<UInt64>(repeating: 0)
    for word in polynomial {
      for bit in 0..<64 {
        if word >> bit & 1 == 1 { sum ^= state }
        _ = next()
      }
    }
    state = sum
  }

  private func rotated(_ word: UInt64, by count: UInt64) -> UInt64 { word << count | word >> (64 - count) }
}

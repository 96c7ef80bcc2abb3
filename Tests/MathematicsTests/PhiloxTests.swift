import Mathematics
import Testing

@Suite struct PhiloxTests {
  struct KnownAnswer: Sendable {
    let counter: Philox.Words
    let key: (low: UInt32, high: UInt32)
    let block: Philox.Words
  }

  static let knownAnswers = [
    KnownAnswer(
      counter: .init(0, 0, 0, 0), key: (0, 0),
      block: .init(0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8)),
    KnownAnswer(
      counter: .init(.max, .max, .max, .max), key: (.max, .max),
      block: .init(0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD)),
    KnownAnswer(
      counter: .init(0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344), key: (0xA409_3822, 0x299F_31D0),
      block: .init(0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1)),
    KnownAnswer(
      counter: .init(1, 0, 0, 0), key: (42, 0),
      block: .init(0xFCDB_2127, 0x53BA_6CFD, 0x838F_5A6E, 0x744E_06FB)),
  ]

  @Test(arguments: knownAnswers)
  func `a block equals the published answer`(answer: KnownAnswer) {
    #expect(Philox.block(at: answer.counter, key: answer.key) == answer.block)
  }
}

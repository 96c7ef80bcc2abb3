import Testing

/// The generators that tests and benchmarks use beside the product's own.
@Suite struct ReferenceGeneratorTests {
  @Test func `splitmix64 gives the published words`() {
    var fromZero = SplitMix64(seed: 0)
    let words = (0..<4).map { _ in fromZero.next() }
    #expect(words == [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F, 0xF88B_B8A8_724C_81EC])

    var generator = SplitMix64(seed: 1_234_567)
    let others = (0..<5).map { _ in generator.next() }
    let published: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
      16_408_922_859_458_223_821,
    ]
    #expect(others == published)
  }

  @Test func `xoshiro256** gives the published words`() {
    var generator = Xoshiro256(state: [1, 2, 3, 4])
    let words = (0..<10).map { _ in generator.next() }
    let published: [UInt64] = [
      11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360, 607_988_272_756_665_600,
      16_172_922_978_634_559_625, 8_476_171_486_693_032_832, 10_595_114_339_597_558_777, 2_904_607_092_377_533_576,
    ]
    #expect(words == published)
  }

  @Test func `xoshiro256** is seeded by four words of splitmix64`() {
    var generator = Xoshiro256(seed: 42)
    #expect(
      generator.state == [0xBDD7_3226_2FEB_6E95, 0x28EF_E333_B266_F103, 0x4752_6757_130F_9F52, 0x581C_E1FF_0E4A_E394])
    let words = (0..<6).map { _ in generator.next() }
    let published: [UInt64] = [
      0x1578_0B2E_0C2E_C716, 0x6104_D986_6D11_3A7E, 0xAE17_5332_39E4_99A1,
      0xECB8_AD47_03B3_60A1, 0xFDE6_DC7F_E2EC_5E64, 0xC50D_A531_0179_5238,
    ]
    #expect(words == published)
  }

  @Test func `xoshiro256** jumps where its authors say`() {
    var generator = Xoshiro256(state: [1, 2, 3, 4])
    generator.jump()
    #expect(
      generator.state == [0x8C7A_1539_56B5_F3D1, 0x701F_1A71_3401_D85E, 0x6527_F66A_6546_9085, 0x8386_B786_C440_8050])
    let next = generator.next()
    #expect(next == 0xBBD2_F312_2984_43D8)
  }
}

import Mathematics
import Testing

@Suite struct ChoiceTests {
  @Test func `the impossible never happens and the certain always`() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<1000 {
      let impossible = [generator.happens(withProbability: 0), generator.happens(in: 0, outOf: 7)]
      let certain = [generator.happens(withProbability: 1), generator.happens(in: 7, outOf: 7)]
      #expect(impossible == [false, false])
      #expect(certain == [true, true])
    }
  }

  @Test(arguments: [0.001, 0.25, 0.5, 0.9])
  func `what has a probability happens that often`(probability: Double) {
    var generator = SeededGenerator(seed: 2)
    let sample = Sample(of: 100_000) { generator.happens(withProbability: probability) ? 1 : 0 }
    let deviation = sample.deviationOfMean(from: probability, variance: probability * (1 - probability))
    #expect(deviation.magnitude < 4, "seed 2")
  }

  @Test func `two cases of seven happen two times in seven`() {
    var generator = SeededGenerator(seed: 3)
    let sample = Sample(of: 100_000) { generator.happens(in: 2, outOf: 7) ? 1 : 0 }
    #expect(sample.deviationOfMean(from: 2.0 / 7, variance: 10.0 / 49).magnitude < 4, "seed 3")
  }

  @Test func `a probability outside zero to one stops the program`() async {
    await #expect(processExitsWith: .failure) {
      var generator = SeededGenerator(seed: 1)
      _ = generator.happens(withProbability: .nan)
    }
    await #expect(processExitsWith: .failure) {
      var generator = SeededGenerator(seed: 1)
      _ = generator.happens(in: 8, outOf: 7)
    }
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func `a choice follows its weights`(seed: UInt64) {
    let weights: [UInt64] = [5, 0, 1, 10, 4]
    var generator = SeededGenerator(seed: seed)
    var counts = Array(repeating: 0, count: weights.count)
    for _ in 0..<20_000 { counts[generator.choice(weightedBy: weights)] += 1 }
    #expect(counts.remove(at: 1) == 0)
    #expect(chiSquareDeviation(of: counts, expecting: [5000, 1000, 10_000, 4000]).magnitude < 4, "seed \(seed)")
  }

  @Test func `zeros at either end are never chosen`() {
    var generator = SeededGenerator(seed: 4)
    let choices = (0..<1000).map { _ in generator.choice(weightedBy: [0, 3, 0]) }
    #expect(choices.allSatisfy { $0 == 1 })
  }

  @Test func `a choice takes one value whatever is chosen`() {
    var chooser = SeededGenerator(seed: 5)
    var counter = chooser
    for _ in 0..<100 {
      _ = chooser.choice(weightedBy: [1, 2, 1])
      _ = counter.next()
    }
    #expect(chooser == counter)
  }
}

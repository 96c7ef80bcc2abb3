import Mathematics
import Testing

@Suite struct `One value for several choices` {
  /// The choices are the digits of one larger choice: among all their cases together, each as likely.
  @Test(arguments: UInt64(0)..<200)
  func `the choices are the digits of one choice among all cases`(seed: UInt64) {
    var dice = SeededGenerator(seed: seed, nameHash: 1, index: 0, purpose: 0)
    let bounds = (0..<3).map { _ in 1 + dice.uniform(below: 1_000) }
    let value = dice.next()
    var cut = ChanceCut(value)
    let digits = bounds.map { cut.uniform(below: $0) }
    var rest = value.multipliedFullWidth(by: bounds[0] * bounds[1] * bounds[2]).high
    for (bound, digit) in zip(bounds, digits).reversed() {
      #expect(digit == rest % bound)
      rest /= bound
    }
    #expect(rest == 0)
  }

  @Test func `the ends of the values are the first and the last case of each`() {
    var least = ChanceCut(0)
    var most = ChanceCut(.max)
    for bound: UInt64 in [2, 10, 20] {
      #expect(least.uniform(below: bound) == 0)
      #expect(most.uniform(below: bound) == bound - 1)
    }
  }
}

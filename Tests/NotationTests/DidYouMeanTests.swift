import Testing

@testable import Notation

@Suite struct `Did you mean` {
  @Test(arguments: [
    ("levrage", "leverage"), ("sead", "seed"), ("tick_size", "tickSize"), ("SEED", "seed"), ("by", "buy"),
    ("--ouptut", "--output"), ("jbos", "jobs"),
  ])
  func `a near word is offered`(typed: String, meant: String) {
    #expect(didYouMean(typed, from: ["lots", "leverage", "seed", "tickSize", "buy", "--output", "jobs"]) == meant)
  }

  @Test(arguments: ["nope", "", "x", "colour", "lotterytickets", "fee"])
  func `a far word is not`(typed: String) {
    #expect(didYouMean(typed, from: ["jobs", "a", "seed", "lots", "size"]) == nil)
  }

  @Test func `the nearest wins, and of two equally near the first`() {
    #expect(didYouMean("margins", from: ["margined", "margin", "marginal"]) == "margin")
    #expect(didYouMean("sizes", from: ["sized", "sizer"]) == "sized")
  }

  @Test(arguments: [
    ("maxPosition", "maximumPosition"), ("max_position", "maximumPosition"), ("maxPos", "maximumPosition"),
    ("initMargin", "initialMargin"), ("maint", "maintenance"),
  ])
  func `a word cut short is written out`(typed: String, meant: String) {
    #expect(
      longhand(of: typed, from: ["maximumPrice", "maximumPosition", "initialMargin", "maintenance", "lots"]) == meant)
  }

  @Test(arguments: ["max", "maxP", "position", "maxPr", "", "_", "maximumPositionOfAll", "initialMaintenance"])
  func `one that could be two, or has another number of words, is not`(typed: String) {
    #expect(
      longhand(of: typed, from: ["maximumPrice", "maximumPosition", "initialMargin", "maximum", "maximal"]) == nil)
  }

  @Test func `a huge word is not compared`() {
    #expect(longhand(of: String(repeating: "a", count: 1_000_000), from: ["aaa"]) == nil)
    #expect(didYouMean(String(repeating: "a", count: 1_000_000), from: ["aaa"]) == nil)
  }
}

import Notation
import Testing

/// What a bad block of flow is told, to the letter.
@Suite struct `A mistake in a block of flow` {
  /// A population of one block of these keys and, on a line of its own, one more.
  static func expect(
    _ kind: String, _ keys: String, _ line: String = "", instrument: String = "", says message: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let start = #"{"kind": "\#(kind)", "name": "a", "count": 1, "margin": "exempt""# + (keys.isEmpty ? "" : ", " + keys)
    let block = start + (line.isEmpty ? "}" : ",\n  " + line + "\n}")
    let text = flowMarketText(seconds: 1, instrument: instrument, [block])
    #expect(mistakes(in: text) == message + "\n", sourceLocation: sourceLocation)
  }

  @Test func `an unknown key of a flow`() {
    Self.expect(
      "poissonFlow",
      #""size": 1, "market": 1, "limits": {"distances": {"kind": "even", "rate": 1, "window": 5}, "cancels": 1}"#,
      #""limit": {}"#,
      says: #"""
        flow.jsonc:9:3: error: unknown key "limit" in population[0]
          "limit": {}
          ^~~~~~~
          hint: known keys: name, count, except, instrument, margin, kind, collateral, start, latency, market, size, limits, activity
        """#)
  }

  @Test func `what a Poisson flow lacks`() {
    Self.expect(
      "poissonFlow", #""size": 1, "limits": {"distances": {"kind": "even", "rate": 1, "window": 5}, "cancels": 1}"#,
      says: #"""
        flow.jsonc:8:18: error: "market" is missing in population[0]
          "population": [{"kind": "poissonFlow", "name": "a", "count": 1, "margin": "exempt", "size": 1, "limits": {"distances":…
                         ^
        """#)
  }

  @Test func `distances of no kind`() {
    Self.expect(
      "poissonFlow", #""size": 1, "market": 1"#,
      #""limits": {"distances": {"rate": 1, "window": 5}, "cancels": 1}"#,
      says: #"""
        flow.jsonc:9:27: error: "kind" is missing in population[0].limits.distances
          "limits": {"distances": {"rate": 1, "window": 5}, "cancels": 1}
                                  ^
        """#)
  }

  @Test func `rates of nothing and below nothing`() {
    Self.expect(
      "poissonFlow", #""size": 1, "market": 1"#,
      #""limits": {"distances": {"kind": "table", "rates": [0, 0]}, "cancels": [1, -1]}"#,
      says: #"""
        flow.jsonc:9:78: error: population[0].limits.cancels[1] is -1; it must be from 0 to 1000000000
          "limits": {"distances": {"kind": "table", "rates": [0, 0]}, "cancels": [1, -1]}
                                                                                     ^~
        flow.jsonc:9:27: error: no limit order would ever come
          "limits": {"distances": {"kind": "table", "rates": [0, 0]}, "cancels": [1, -1]}
                                  ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
        """#)
  }

  @Test func `sizes the wrong way round`() {
    Self.expect(
      "splittingFlow", #""rate": 1, "hiddenOrders": 1, "exponent": 1"#,
      #""size": {"smallest": 5, "exponent": 1.5, "largest": 4}"#,
      says: #"""
        flow.jsonc:9:24: error: "smallest" is 5, more than "largest", which is 4
          "size": {"smallest": 5, "exponent": 1.5, "largest": 4}
                               ^
        """#)
  }

  @Test func `a Hawkes flow that explodes`() {
    Self.expect(
      "hawkesFlow", #""size": 1, "base": 1, "other": [{"jump": 1, "decay": 2}]"#,
      #""own": [{"jump": 0.6, "decay": 1}]"#,
      says: #"""
        flow.jsonc:9:10: error: each event would cause 1.1 others, and their number would grow without bound
          "own": [{"jump": 0.6, "decay": 1}]
                 ^~~~~~~~~~~~~~~~~~~~~~~~~~~
          hint: the sum of jump ÷ decay must be below 1
        """#)
  }

  @Test func `a day on which nothing happens`() {
    Self.expect(
      "splittingFlow", #""rate": 1, "hiddenOrders": 1, "exponent": 1, "size": 1"#,
      #""activity": {"day": "1h", "levels": [0, 0]}"#,
      says: #"""
        flow.jsonc:9:39: error: nothing would ever happen
          "activity": {"day": "1h", "levels": [0, 0]}
                                              ^~~~~~
        """#)
  }

  @Test func `queues that nobody publishes`() {
    Self.expect(
      "queueReactiveFlow", #""levels": [{"limit": [1], "cancel": [0, 2]}]"#,
      says: #"""
        flow.jsonc:8:18: error: a queue-reactive flow follows price levels, and "X" publishes none
          "population": [{"kind": "queueReactiveFlow", "name": "a", "count": 1, "margin": "exempt", "levels": [{"limit": [1], "c…
                         ^
          hint: add "publishesLevels": true to the instrument
        """#)
  }

  @Test func `queues that grow without bound`() {
    Self.expect(
      "queueReactiveFlow", "",
      #""levels": [{"limit": [1], "cancel": [0, 2, 0.5]}]"#,
      instrument: #", "publishesLevels": true"#,
      says: #"""
        flow.jsonc:9:24: error: the longest queues would not shrink: the last rate of "limit" must be below those of "cancel" and "market"
          "levels": [{"limit": [1], "cancel": [0, 2, 0.5]}]
                               ^~~
        """#)
  }

  @Test func `rates by the other side without bounds`() {
    Self.expect(
      "queueReactiveFlow", "",
      #""levels": [{"limit": [1], "cancel": [2], "facingFew": {"limit": [1], "cancel": [2]}}]"#,
      instrument: #", "publishesLevels": true"#,
      says: #"""
        flow.jsonc:9:13: error: it is not said how many are few and how many are many
          "levels": [{"limit": [1], "cancel": [2], "facingFew": {"limit": [1], "cancel": [2]}}]
                    ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          hint: add "facing"
        """#)
  }

  @Test func `bounds that nothing goes by`() {
    Self.expect(
      "queueReactiveFlow", #""levels": [{"limit": [1], "cancel": [2]}]"#,
      #""facing": {"few": 3, "many": 2}"#,
      instrument: #", "publishesLevels": true"#,
      says: #"""
        flow.jsonc:9:21: error: "few" is 3, more than "many", which is 2
          "facing": {"few": 3, "many": 2}
                            ^
        flow.jsonc:9:13: error: no level has rates that depend on it
          "facing": {"few": 3, "many": 2}
                    ^~~~~~~~~~~~~~~~~~~~~
        """#)
  }

  @Test func `a forecaster that weighs two parts of three`() {
    Self.expect(
      "forecaster", #""meanInterval": "1s", "deviation": 0.1, "window": 10, "reversion": 10, "gain": 0"#,
      #""weights": {"fundamental": 1, "chart": 1}"#,
      says: #"""
        flow.jsonc:9:14: error: "noise" is missing in population[0].weights
          "weights": {"fundamental": 1, "chart": 1}
                     ^
        """#)
  }

  @Test func `a distribution without its mean`() {
    Self.expect(
      "forecaster",
      #""meanInterval": "1s", "deviation": 0.1, "window": 10, "reversion": 10, "weights": {"fundamental": 1, "chart": 1, "noise": 1}"#,
      #""gain": {"kind": "exponential"}"#,
      says: #"""
        flow.jsonc:9:11: error: "mean" is missing in population[0].gain
          "gain": {"kind": "exponential"}
                  ^
        """#)
  }

  @Test func `insight out of order`() {
    Self.expect(
      "informed", #""meanInterval": "1s", "lotsPerTick": 1, "largestOrder": 5"#,
      #""value": [{"at": "2s", "price": 5}, {"at": "1s", "price": 6}]"#,
      says: #"""
        flow.jsonc:9:12: error: the prices must stand in order of time
          "value": [{"at": "2s", "price": 5}, {"at": "1s", "price": 6}]
                   ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
        """#)
  }

  @Test func `insight into something else`() {
    Self.expect(
      "informed", #""meanInterval": "1s", "lotsPerTick": 1, "largestOrder": 5"#,
      #""value": "mark""#,
      says: #"""
        flow.jsonc:9:12: error: population[0].value cannot be "mark"
          "value": "mark"
                   ^~~~~~
          hint: it can be "index"
        """#)
  }

  @Test func `a herd with too strong a will`() {
    Self.expect(
      "herding", #""meanInterval": "1s", "memory": "1s", "size": 1"#,
      #""strength": 1.5"#,
      says: #"""
        flow.jsonc:9:15: error: population[0].strength is 1.5; it must be from 0 to 1
          "strength": 1.5
                      ^~~
        """#)
  }

  @Test func `a trend over no time`() {
    Self.expect(
      "momentum", #""meanInterval": "1s", "size": 1"#,
      #""window": "0s""#,
      says: #"""
        flow.jsonc:9:13: error: population[0].window is 0s; it must be from 1us to 100 days
          "window": "0s"
                    ^~~~
        """#)
  }
}

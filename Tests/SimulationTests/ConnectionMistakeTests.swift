import Testing

/// What is said of a block whose members are connected in a way that cannot be, or bring what they cannot.
@Suite struct `Mistakes in how participants are connected` {
  /// The sentences about a taker in which some parts are written another way, with their hints.
  private func sentences(_ changes: (String, String)...) -> [String] {
    let lines = mistakes(in: scenarioText(population(block("taker", changes)))).split(separator: "\n")
    return lines.compactMap { line in
      if line.contains("error: ") { return line.split(separator: "error: ").last.map(String.init) }
      return line.contains("hint: ") ? line.split(separator: "  ").last.map(String.init) : nil
    }
  }

  static let latency = #""data": "20ms", "orders": "10ms""#

  @Test func `everything that a connection may have is read`() {
    for connection in LatenessSentences.fine { #expect(sentences((Self.latency, connection)) == [], "\(connection)") }
  }

  @Test(arguments: LatenessSentences.wrong)
  func `each mistake in a connection has its sentence`(connection: String, expected: [String]) {
    #expect(sentences((Self.latency, connection)) == expected)
  }

  @Test func `a mistake in a latency is shown where it stands`() {
    let text = scenarioText(
      """
      "population": [{"kind": "taker", "name": "t", "count": 1, "collateral": 5,
         "meanInterval": "1s", "largestOrder": 1,
         "latency": {"data": {"kind": "uniform", "from": "2ms", "to": "1ms"}}}]
      """)
    #expect(
      mistakes(in: text) == """
        test.jsonc:11:65: error: the latency would end before it begins
           "latency": {"data": {"kind": "uniform", "from": "2ms", "to": "1ms"}}}]
                                                                        ^~~~~

        """)
  }

  @Test(arguments: [
    (
      #""largestOrder": 4"#, #""largestOrder": 4, "largestPosition": 0"#,
      ["population[0].largestPosition is 0; it must be from 1 to 1000000"]
    ),
    (
      #""share": 0.3"#, #""share": 0.3, "reference": 100001"#,
      ["population[0].limits.reference is 100001; it must be from 1 to 100000"]
    ),
    (
      #""share": 0.3"#, #""share": 0.3, "reference": 100, "referenceDistance": -1"#,
      ["population[0].limits.referenceDistance is -1; it must be from 0 to 1000000000"]
    ),
    (
      #""name": "taker""#, #""name": "taker", "margin": "exemt""#,
      [#"population[0].margin cannot be "exemt""#, #"hint: did you mean "exempt"?"#]
    ),
    (#""collateral": 100000, "#, "", [#""collateral" is missing in population[0]"#]),
    (#""collateral": 100000, "#, #""margin": "exempt", "#, []),
    (#""collateral": 100000, "#, #""margin": "exempt", "collateral": 5, "#, []),
    (#""largestOrder": 4"#, #""largestOrder": 4, "largestPosition": 1"#, []),
    (#""share": 0.3"#, #""share": 0.3, "reference": 100000"#, []),
  ])
  func `each mistake in what a taker brings has its sentence`(old: String, new: String, expected: [String]) {
    #expect(sentences((old, new)) == expected)
  }
}

/// Connections and what is said of them.
enum LatenessSentences {
  static let fine = [
    #""data": {"kind": "uniform", "to": "1ms"}"#,
    #""data": {"kind": "uniform", "from": "1ms", "to": "1ms"}, "orders": {"kind": "recorded", "values": ["0s"]}"#,
    #""orders": {"kind": "logNormal", "median": "1ns", "sigma": 0, "longest": "1ns"}"#,
    #""jitter": "3ms", "compute": "1ns", "asks": true, "throttle": {"messages": 10, "window": "10ns"}"#,
    #""orders": {"kind": "uniform", "to": "1ms"}, "jitter": "0s""#,
  ]

  static let wrong: [(String, [String])] = [
    (
      #""orders": {"kind": "uniform", "to": "1ms"}, "jitter": "1ms""#,
      [#""orders" is drawn already"#, #"hint: leave "jitter" out"#]
    ),
    (#""data": {"kind": "uniform", "from": "1ms"}"#, [#""to" is missing in population[0].latency.data"#]),
    (
      #""data": {"kind": "lognormal", "median": "1ms"}"#,
      [#"population[0].latency.data.kind cannot be "lognormal""#, #"hint: did you mean "logNormal"?"#]
    ),
    (
      #""data": {"kind": "logNormal", "median": "0s", "sigma": 1, "longest": "1s"}"#,
      ["population[0].latency.data.median is 0s; it must be from 1ns to 100 days"]
    ),
    (
      #""data": {"kind": "logNormal", "median": "1ms", "sigma": 5.5, "longest": "1s"}"#,
      ["population[0].latency.data.sigma is 5.5; it must be from 0 to 5"]
    ),
    (
      #""data": {"kind": "logNormal", "median": "1ms", "sigma": 1}"#,
      [#""longest" is missing in population[0].latency.data"#]
    ),
    (
      #""data": {"kind": "recorded", "values": []}"#,
      ["population[0].latency.data.values has 0 elements; there must be 1 to 100000"]
    ),
    (
      #""data": {"kind": "recorded", "values": ["1ms", 5]}"#,
      [
        "population[0].latency.data.values[1] must be a span of time, found the number 5",
        #"hint: write it with its unit: "5s" is so many seconds"#,
      ]
    ),
    (
      #""data": true"#,
      [
        "population[0].latency.data must be a span of time, found true",
        #"hint: write a number and one of ns us ms s min h: "250ms", "1.5s" or "10min""#,
      ]
    ),
    (
      #""compute": "-1ms""#,
      [
        #"population[0].latency.compute must be a span of time, found the string "-1ms""#,
        #"hint: write a number and one of ns us ms s min h: "250ms", "1.5s" or "10min""#,
      ]
    ),
    (#""asks": "yes""#, [#"population[0].latency.asks must be true or false, found the string "yes""#]),
    (
      #""throttle": {"messages": 0, "window": "1s"}"#,
      ["population[0].latency.throttle.messages is 0; it must be from 1 to 1000000000"]
    ),
    (
      #""throttle": {"messages": 10, "window": "9ns"}"#,
      ["population[0].latency.throttle.window is 9ns; it must be from 10ns to 100 days"]
    ),
    (#""throttle": {"messages": 10}"#, [#""window" is missing in population[0].latency.throttle"#]),
    (
      #""delay": "1ms""#,
      [
        #"unknown key "delay" in population[0].latency"#,
        "hint: known keys: data, orders, jitter, compute, asks, throttle",
      ]
    ),
  ]
}

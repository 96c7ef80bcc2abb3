import Testing

@testable import Reporting

/// Where two resolved scenarios say something else, by the paths that `--set` has.
@Suite struct `Differences between scenarios` {
  private typealias Line = ScenarioDifferences.Line

  @Test func `the same text has none, and a text that is no scenario neither`() {
    #expect(ScenarioDifferences("{\"a\": [1, {\"b\": 2}]}", "{\"a\": [1, {\"b\": 2}]}").lines.isEmpty)
    #expect(ScenarioDifferences("", "{\"a\": 1}").lines.isEmpty)
  }

  @Test func `a value that changed stands under its path, one that only one has is whole`() {
    let lines = ScenarioDifferences(
      "{\"liquidation\": {\"pacing\": {\"kind\": \"timed\"}, \"on\": true}, \"fund\": 1}",
      "{\"liquidation\": {\"pacing\": {\"kind\": \"immediate\"}, \"on\": true}, \"seed\": {\"x\": 2}}"
    ).lines
    #expect(
      lines == [
        Line(path: "liquidation.pacing.kind", one: "\"timed\"", other: "\"immediate\""),
        Line(path: "fund", one: "1", other: nil), Line(path: "seed", one: nil, other: "{\"x\":2}"),
      ])
  }

  /// One taken out of the middle: those behind it have not changed.
  @Test func `elements are matched by their names`() {
    let lines = ScenarioDifferences(
      "{\"population\": [{\"name\": \"a\"}, {\"name\": \"b\", \"n\": 1}, {\"name\": \"c\", \"n\": 2}]}",
      "{\"population\": [{\"name\": \"a\"}, {\"name\": \"c\", \"n\": 3}]}"
    ).lines
    #expect(
      lines == [
        Line(path: "population.b", one: "{\"name\":\"b\",\"n\":1}", other: nil),
        Line(path: "population.c.n", one: "2", other: "3"),
      ])
  }

  @Test func `elements without names are matched by place, plain values shown as one list`() {
    let lines = ScenarioDifferences(
      "{\"events\": [{\"at\": 1}, {\"at\": 2}], \"values\": [1, 2]}",
      "{\"events\": [{\"at\": 1}, {\"at\": 3}], \"values\": [1]}"
    ).lines
    #expect(
      lines == [
        Line(path: "events[1].at", one: "2", other: "3"), Line(path: "values", one: "[1,2]", other: "[1]"),
      ])
  }
}

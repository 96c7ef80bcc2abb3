import MarketTypes
import Simulation
import Testing

@Suite struct `A span of time as text` {
  @Test(arguments: [
    ("0s", 0), ("1ns", 1), ("1us", 1_000), ("1ms", 1_000_000), ("1s", 1_000_000_000), ("1min", 60_000_000_000),
    ("1h", 3_600_000_000_000), ("1.5s", 1_500_000_000), ("0.000000001s", 1), ("0.001us", 1),
    ("2.25min", 135_000_000_000),
    ("0.000000001min", 60), ("0.5h", 1_800_000_000_000), ("007ms", 7_000_000), ("2400h", 8_640_000_000_000_000),
    ("1.50s", 1_500_000_000), ("9223372036854775807ns", Int64.max),
  ])
  func `it is read exactly`(text: String, nanoseconds: Int64) {
    #expect(TimeSpan(text: text)?.nanoseconds == nanoseconds)
  }

  @Test(arguments: [
    "", "s", "5", "5 s", " 5s", "5s ", "-5s", "+5s", ".5s", "5.s", "1.2.3s", "1e3s", "5m", "5sec", "5S", "1,5s", "0x5s",
    "0.5ns", "0.0001us", "0.0000000001s", "9223372036854775808ns", "9223372036855s", "99999999999999999999h", "٣s",
    "five s", "5s\u{301}", "1_000s", "nan s", "infs",
  ])
  func `what is no exact span is refused`(text: String) {
    #expect(TimeSpan(text: text) == nil)
  }

  @Test(arguments: [
    ("5", "write it with its unit: \"5s\" is so many seconds"), ("1m", "did you mean \"1min\"?"),
    ("90 s", "did you mean \"90s\"?"), ("90S", "did you mean \"90s\"?"), ("2 Hours", "did you mean \"2h\"?"),
    ("1.5sec", "did you mean \"1.5s\"?"), ("10msec", "did you mean \"10ms\"?"), ("3d", "did you mean \"72h\"?"),
    ("7µs", "did you mean \"7us\"?"),
  ])
  func `what was likely meant is said`(text: String, hint: String) {
    #expect(TimeSpan.hint(for: text) == hint)
  }

  @Test(arguments: [
    "", "soon", "1m30s", "-5s", "1e3", "0.5 ns", "0.5NS", "1.2.3", "3 fortnights", "999d", "9999999999999999999999",
  ])
  func `where nothing was, how one is written`(text: String) {
    #expect(TimeSpan.hint(for: text) == "write a number and one of ns us ms s min h: \"250ms\", \"1.5s\" or \"10min\"")
  }
}

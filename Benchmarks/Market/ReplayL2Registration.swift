import Files

// Until the other jobs of `bench market` stand beside it: then `Benchmark.market` chooses among them, and this file goes.
extension Benchmark {
  static let market = Benchmark(
    name: "market", summary: "markets with participants in them, job by job", help: ReplayL2Options.help
  ) { arguments, output in
    var options = ReplayL2Options()
    var reader = ArgumentReader(arguments, options: ["--job", "--data", "--tiles", "--repeat", "--json", "--help"])
    var job: String?
    while let option = try reader.next() {
      switch option {
      case "--job": job = try reader.value(of: option)
      case "--data": options.data = try reader.value(of: option)
      case "--tiles": options.tiles = try reader.integer(of: option, in: 1...1_000)
      case "--repeat": options.rounds = try reader.integer(of: option, in: 1...999)
      default:
        try reader.refuseValue(of: option)
        options.isJSON = true
      }
    }
    guard job == "replay-l2" else { throw UsageError("--job is replay-l2") }
    let measured = try ReplayL2Job.measure(options)
    if options.isJSON { try output.write(measured.line()) } else { try output.write(measured.text()) }
  }
}

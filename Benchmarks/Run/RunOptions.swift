/// What `bench run` was asked for.
struct RunOptions {
  var scenario = "fixtures/scenarios/flash-crash.jsonc"
  var rounds = 9
  var isJSON = false

  static let help = """
    A whole scenario, end to end: participants, agenda, admission, book, clearing, watch, forced orders, digest of every
    command and event. The floor is the same commands and events once more through the digest alone: what recording
    them costs. Ends with status 70 if two rounds differ.

    usage: bench run [options]

      --scenario FILE  what is run; fixtures/scenarios/flash-crash.jsonc if not given. Recordings are not played.
      --repeat N       rounds of floor and run, 1 to 999, of which medians are told; 9 if not given
      --json           one JSON object on one line
      --help           this text

    """

  init(_ arguments: [String]) throws(UsageError) {
    var reader = ArgumentReader(arguments, options: ["--scenario", "--repeat", "--json", "--help"])
    while let option = try reader.next() {
      switch option {
      case "--scenario": scenario = try reader.value(of: option)
      case "--repeat": rounds = try reader.integer(of: option, in: 1...999)
      default:
        try reader.refuseValue(of: option)
        isJSON = true
      }
    }
  }
}

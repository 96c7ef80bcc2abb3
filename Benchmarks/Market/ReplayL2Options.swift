/// What `bench market --job replay-l2` was asked for.
struct ReplayL2Options {
  var data = "fixtures/recordings/binance-session.log"
  var tiles = 4
  var rounds = 9
  var isJSON = false

  static let help = """
    Job REPLAY-L2: a recorded level-2 feed of Binance's with one maker in it that looks every 50 ms, in two designs: the recorded
    book beside the venue's, where a model says when the maker's orders are reached; and an order in the venue's book for each
    level. What the maker sends and what fills it goes through the whole venue in both. The floor is the same feed into a bare
    array. The log is parsed before the clock starts. Ends with status 70 if two rounds differ.

    usage: bench market --job replay-l2 [options]

      --data FILE   a log of BTCUSDT's perpetual, unpacked; a small made-up one if not given
      --tiles N     how often it is laid end to end, 1 to 1,000; 4 if not given
      --repeat N    rounds of floor and both designs, 1 to 999, of which medians are told; 9 if not given
      --json        one JSON object on one line
      --help        this text

    """
}

import Foundation

/// Scenarios small enough to be run by the dozen.
enum Small {
  /// Five leveraged accounts, a thin book and one large sale: two rounds, all at one moment.
  static let cascade = """
    // A shock and two rounds.
    {
      "version": 1,
      "name": "small",
      "seed": 5,
      "duration": "3s",
      "instruments": [
        {
          "name": "BTC",
          "maximumPrice": 100000,
          "maximumPosition": 100000,
          "initialMargin": "0.1",
          "maintenance": [{ "rate": "0.05" }],
          "openingMark": 1000,
        },
      ],
      "fund": 300,
      "accounts": [{ "name": "world", "kind": "exempt" }, { "name": "whale", "collateral": 10000000 }],
      "population": [
        {
          "kind": "leveraged",
          "name": "long",
          "count": 5,
          "side": "long",
          "against": "world",
          "leverage": { "kind": "uniform", "from": 5, "to": 9 },
          "lots": 4,
        },
      ],
      "openings": [
        { "kind": "order", "account": "world", "side": "buy", "quantity": 10, "limit": 990 },
        { "kind": "order", "account": "world", "side": "buy", "quantity": 10, "limit": 890 },
        { "kind": "order", "account": "world", "side": "buy", "quantity": 100, "limit": 800 },
      ],
      "events": [{ "at": "1s", "kind": "order", "account": "whale", "side": "sell", "quantity": 12 }],
    }

    """

  /// The same without the sale: nothing happens.
  static let calm = cascade.split(separator: "\n").filter { !$0.contains("\"events\"") }.joined(separator: "\n")

  /// One account long in two contracts: a sale of BTC takes it below maintenance, and its forced orders fill most often in ETH.
  static let contagion = """
    {
      "version": 1,
      "name": "contagion",
      "seed": 1,
      "duration": "3s",
      "instruments": [
        {
          "name": "BTC", "maximumPrice": 100000, "maximumPosition": 100000, "initialMargin": "0.02",
          "maintenance": [{ "rate": "0.01" }], "openingMark": 10000,
        },
        {
          "name": "ETH", "maximumPrice": 100000, "maximumPosition": 100000, "initialMargin": "0.02",
          "maintenance": [{ "rate": "0.01" }], "openingMark": 10000,
        },
      ],
      "accounts": [{ "name": "world", "kind": "exempt" }, { "name": "long", "collateral": 100000 }],
      "openings": [
        { "kind": "holding", "account": "long", "against": "world", "instrument": "BTC", "position": 100, "price": 10000 },
        { "kind": "holding", "account": "long", "against": "world", "instrument": "ETH", "position": 100, "price": 10000 },
        { "kind": "order", "account": "world", "instrument": "BTC", "side": "buy", "quantity": 500, "limit": 9000 },
        { "kind": "order", "account": "world", "instrument": "ETH", "side": "buy", "quantity": 50, "limit": 9980 },
        { "kind": "order", "account": "world", "instrument": "ETH", "side": "buy", "quantity": 50, "limit": 9940 },
      ],
      "events": [{ "at": "1s", "kind": "order", "account": "world", "instrument": "BTC", "side": "sell", "quantity": 50 }],
    }

    """

  /// `cascade`, which also expects something. The member stands on a line of its own.
  static func cascade(expecting expectation: String) -> String {
    cascade.replacing("\n}\n", with: "\n  \"expect\": \(expectation),\n}\n")
  }

  /// Runs for minutes: there is time to interrupt it.
  static let endless = cascade.replacing("\"3s\"", with: "\"240h\"").replacing(
    "\"population\": [",
    with: """
      "population": [
          {
            "kind": "taker",
            "name": "taker",
            "count": 10,
            "collateral": 1000000,
            "meanInterval": "10ms",
            "largestOrder": 1,
            "limits": { "share": 0.5, "farthest": 20, "meanLife": "1s" },
          },
      """)
}

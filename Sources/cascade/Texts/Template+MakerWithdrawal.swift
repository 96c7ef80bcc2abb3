// Written by .ci/write-texts from fixtures/scenarios/maker-withdrawal.jsonc.
// swift-format-ignore-file

extension Template {
  static let makerWithdrawal = Template("maker-withdrawal") {
    return #"""
    // Makers fall silent for three seconds, and a sale that they would have borne sets off a cascade. SIM-30.
    //
    // Four makers quote a perpetual, thirty takers trade in it, three hundred accounts hold it with leverage. At 20 seconds
    // all makers take their quotes away, as at an outage of whoever hosts them, and a seller comes a moment later. What is
    // left of the book is what patient buyers had in it. Without the pause the makers
    // bear the sale: nobody is liquidated.
    {
      "version": 1,
      "name": "maker-withdrawal",
      "seed": 8,
      "duration": "40s",
      "instruments": [
        {
          "name": "PERP",
          "maximumPrice": 100000,
          "maximumPosition": 1000000,
          "initialMargin": "0.02",
          "maintenance": [{ "rate": "0.01" }],
          "openingMark": 10000,
        },
      ],
      "liquidation": { "limit": "market", "order": "synchronous", "pacing": { "kind": "timed", "interval": "200ms" } },
      "fund": 5000000,
      "accounts": [
        { "name": "world", "kind": "exempt" },
        { "name": "seller", "kind": "exempt" },
      ],
      "population": [
        {
          "kind": "maker",
          "name": "maker",
          "count": 4,
          "collateral": 100000000,
          "interval": "100ms",
          "latency": { "data": "2ms", "orders": "1ms" },
          "spread": { "base": 3, "maximum": 200, "volatility": 1, "decay": 0.97, "inventory": 5 },
          "inventory": { "skew": 0.02, "limit": 4000 },
          "ladder": { "levels": 10, "step": 10, "size": 30 },
          "stress": { "volatility": 2, "from": 10, "full": 60, "withdrawal": 0.5 },
          "pull": 0.05,
        },
        {
          "kind": "taker",
          "name": "taker",
          "count": 30,
          "start": "500ms",
          "collateral": 5000000,
          "meanInterval": "1s",
          "largestOrder": 4,
          "latency": { "data": "10ms", "orders": "5ms" },
          "limits": { "share": 0.4, "farthest": 15, "meanLife": "5s" },
        },
        {
          "kind": "leveraged",
          "name": "long",
          "count": 300,
          "side": "long",
          "against": "world",
          "leverage": { "kind": "uniform", "from": 10, "to": 60 },
          "lots": { "kind": "logNormal", "median": 4, "sigma": 0.5 },
        },
      ],
      // Patient buyers below.
      "openings": [
        { "kind": "order", "account": "world", "side": "buy", "quantity": 150, "limit": 9900 },
        { "kind": "order", "account": "world", "side": "buy", "quantity": 400, "limit": 9800 },
        { "kind": "order", "account": "world", "side": "buy", "quantity": 800, "limit": 9600 },
        { "kind": "order", "account": "world", "side": "buy", "quantity": 3000, "limit": 9300 },
      ],
      "events": [
        { "at": "20s", "kind": "pause", "block": "maker", "for": "3s" },
        { "at": "20.5s", "kind": "order", "account": "seller", "side": "sell", "quantity": 250 },
      ],
      "expect": {
        "rounds": 1,
        "liquidatedAccounts": [230, 260],
        "uncovered": 0,
        "marks": { "PERP": { "lowest": 9600, "last": [9950, 9990] } },
      },
    }

    """#
  }
}

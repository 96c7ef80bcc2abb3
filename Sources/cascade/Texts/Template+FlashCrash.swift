// Written by .ci/write-texts from fixtures/scenarios/flash-crash.jsonc.
// swift-format-ignore-file

extension Template {
  static let flashCrash = Template("flash-crash") {
    return #"""
    // A flash crash: one seller, three makers who back away, a thousand leveraged accounts.
    //
    // One perpetual. A tick is 1 dollar, a lot is a hundredth of a bitcoin, so a tick of one lot is 1 cent and money is in
    // cents. After a quiet minute the whale sells 2,400 lots at market in four slices. The makers see volatility and
    // inventory rise, widen and withdraw; accounts under margin are closed at market four times a second; each round of
    // closing pushes the next accounts over.
    {
      "version": 1,
      "name": "flash-crash",
      "seed": 44,
      "duration": "90s",
      "instruments": [
        {
          "name": "BTC-PERP",
          "tickValue": 1,
          "maximumPrice": 1000000,
          "maximumPosition": 1000000,
          "makerFee": "0.0001",
          "takerFee": "0.0005",
          "initialMargin": "0.01",
          "maintenance": [
            { "from": 0, "rate": "0.005" },
            { "from": 50000000, "rate": "0.01" },
          ],
          "mark": "last",
          "openingMark": 50000,
        },
      ],
      "liquidation": { "limit": "market", "order": "synchronous", "pacing": { "kind": "timed", "interval": "250ms" } },
      "fund": 50000000,
      "accounts": [
        { "name": "world", "kind": "exempt" },
        { "name": "whale", "collateral": 5000000000 },
      ],
      "population": [
        {
          "kind": "maker",
          "name": "maker",
          "count": 3,
          "collateral": 400000000,
          "interval": "100ms",
          "latency": { "data": "2ms", "orders": "1ms", "jitter": "500us" },
          // Half-spread in ticks: base + volatility × σ + inventory × |q| ÷ limit.
          "spread": { "base": 4, "maximum": 400, "volatility": 2, "decay": 0.97, "inventory": 20 },
          "inventory": { "skew": 0.005, "limit": 3000 },
          "ladder": { "levels": 12, "step": 30, "size": 25, "sizeDecay": 1 },
          "stress": { "volatility": 1, "from": 4, "full": 20, "withdrawal": 0.8 },
          "pull": 0.25,
        },
        {
          "kind": "taker",
          "name": "taker",
          "count": 50,
          "start": "1s",
          "collateral": 20000000,
          "meanInterval": "2s",
          "largestOrder": 4,
          "latency": { "data": "20ms", "orders": "10ms" },
          "limits": { "share": 0.3, "farthest": 20, "meanLife": "10s" },
        },
        {
          "kind": "leveraged",
          "name": "long",
          "count": 800,
          "side": "long",
          "against": "world",
          "leverage": { "kind": "uniform", "from": 10, "to": 100 },
          "lots": { "kind": "logNormal", "median": 4, "sigma": 0.8 },
        },
        {
          "kind": "leveraged",
          "name": "short",
          "count": 200,
          "side": "short",
          "against": "world",
          "leverage": { "kind": "uniform", "from": 5, "to": 50 },
          "lots": { "kind": "logNormal", "median": 4, "sigma": 0.8 },
        },
      ],
      // Patient buyers far below: where the crash finds its floor.
      "openings": [
        { "kind": "order", "account": "world", "side": "buy", "quantity": 200, "limit": 49000 },
        { "kind": "order", "account": "world", "side": "buy", "quantity": 300, "limit": 48500 },
        { "kind": "order", "account": "world", "side": "buy", "quantity": 500, "limit": 48000 },
        { "kind": "order", "account": "world", "side": "buy", "quantity": 800, "limit": 47500 },
        { "kind": "order", "account": "world", "side": "buy", "quantity": 1500, "limit": 47000 },
        { "kind": "order", "account": "world", "side": "buy", "quantity": 10000, "limit": 45000 },
      ],
      "events": [
        { "at": "60s", "kind": "order", "account": "whale", "side": "sell", "quantity": 600 },
        { "at": "60.2s", "kind": "order", "account": "whale", "side": "sell", "quantity": 600 },
        { "at": "60.4s", "kind": "order", "account": "whale", "side": "sell", "quantity": 600 },
        { "at": "60.6s", "kind": "order", "account": "whale", "side": "sell", "quantity": 600 },
      ],
      // What it comes to: the scenario is its own regression test.
      "expect": {
        "rounds": 6,
        "liquidatedAccounts": [700, 800],
        "uncovered": 0,
        "digest": "6ad2221bffb7be00a00e66b21c7fb896",
      },
    }

    """#
  }
}

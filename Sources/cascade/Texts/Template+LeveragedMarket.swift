// Written by .ci/write-texts from fixtures/scenarios/leveraged-market.jsonc.
// swift-format-ignore-file

extension Template {
  static let leveragedMarket = Template("leveraged-market") {
    return #"""
    // A market of leveraged traders. TRD-2, TRD-4, TRD-5, TRD-6.
    //
    // Makers and noise around 50,000; two hundred traders who enter one by one with a stop-loss, a take-profit and a time to
    // hold; some answer a margin call by topping up, some by selling, most not at all; funds that keep their leverage constant,
    // or follow the trend. After half a minute a whale sells: stops fire, funds sell to keep their leverage, accounts fall.
    {
      "version": 1,
      "name": "leveraged-market",
      "seed": 11,
      "duration": "60s",
      "fund": 50000000,
      "instruments": [
        {
          "name": "BTC-PERP",
          "maximumPrice": 1000000,
          "maximumPosition": 1000000,
          "makerFee": "0.0001",
          "takerFee": "0.0004",
          "initialMargin": "0.01",
          "maintenance": [{ "rate": "0.005" }],
          "mark": "last",
          "openingMark": 50000,
        },
      ],
      "venue": { "marginLevels": { "alert": 3, "call": 2, "release": "2.2" } },
      "accounts": [
        { "name": "world", "kind": "exempt" },
        { "name": "whale", "kind": "exempt" },
      ],
      "population": [
        {
          "kind": "maker",
          "name": "maker",
          "count": 3,
          "collateral": 2000000000,
          "interval": "100ms",
          "latency": { "data": "2ms", "orders": "1ms" },
          "spread": { "base": 4, "maximum": 400, "volatility": 2, "decay": 0.97, "inventory": 20 },
          "inventory": { "skew": 0.5, "limit": 20000 },
          "ladder": { "levels": 20, "step": 40, "size": 30, "sizeDecay": 1 },
          "stress": { "volatility": 2, "from": 4, "full": 20, "withdrawal": 0.8 },
          "pull": 0.005,
        },
        {
          "kind": "taker",
          "name": "taker",
          "count": 30,
          "start": "500ms",
          "collateral": 20000000,
          "meanInterval": "1s",
          "largestOrder": 5,
          "limits": { "share": 0.4, "farthest": 20, "meanLife": "5s" },
        },
        {
          "kind": "trader",
          "name": "ignoring",
          "count": 120,
          "start": "1s",
          "collateral": { "kind": "logNormal", "median": 30000, "sigma": 0.6 },
          "interval": "100ms",
          "latency": { "data": "20ms", "orders": "10ms" },
          "strategy": {
            "kind": "position",
            "side": "either",
            "longShare": 0.8,
            "leverage": { "kind": "choice", "values": [10, 25, 50], "weights": [4, 3, 1] },
            "entry": { "after": { "kind": "uniform", "to": "25s" }, "passiveShare": 0.3, "offset": 1, "patience": "2s" },
            "stopLoss": { "kind": "uniform", "from": 0.005, "to": 0.05 },
            "takeProfit": { "kind": "uniform", "from": 0.005, "to": 0.02 },
            "holding": { "kind": "logNormal", "median": "40s", "sigma": 0.7, "longest": "10min" },
            "reentry": "10s",
          },
        },
        {
          "kind": "trader",
          "name": "topping",
          "count": 40,
          "start": "1s",
          "collateral": 40000,
          "interval": "100ms",
          "marginCall": { "kind": "topUp", "reserve": { "kind": "uniform", "from": 0, "to": 60000 }, "to": 4 },
          "strategy": { "kind": "position", "side": "long", "leverage": 40, "entry": { "after": { "kind": "uniform", "to": "20s" } } },
        },
        {
          "kind": "trader",
          "name": "selling",
          "count": 40,
          "start": "1s",
          "collateral": 40000,
          "interval": "100ms",
          "marginCall": { "kind": "deleverage", "below": 3, "to": 10 },
          "strategy": { "kind": "position", "side": "long", "leverage": 40, "entry": { "after": { "kind": "uniform", "to": "20s" } } },
        },
        {
          "kind": "trader",
          "name": "constant",
          "count": 4,
          "start": "1s",
          "collateral": 2000000,
          "interval": "500ms",
          "strategy": { "kind": "constantLeverage", "leverage": 4, "band": 0.02 },
        },
        {
          "kind": "trader",
          "name": "trend",
          "count": 6,
          "start": "5s",
          "collateral": 2000000,
          "interval": "1s",
          "strategy": { "kind": "trend", "halfLife": "5s", "slope": 200, "leverage": 3, "mayShort": true, "band": 0.1 },
        },
      ],
      "openings": [
        { "kind": "order", "account": "world", "side": "buy", "quantity": 400, "limit": 49000 },
        { "kind": "order", "account": "world", "side": "buy", "quantity": 20000, "limit": 47000 },
      ],
      "events": [
        { "at": "30s", "kind": "order", "account": "whale", "side": "sell", "quantity": 1500 },
        { "at": "30.5s", "kind": "order", "account": "whale", "side": "sell", "quantity": 1500 },
        { "at": "31s", "kind": "order", "account": "whale", "side": "sell", "quantity": 1500 },
      ],
      "expect": { "rounds": [2, 6], "liquidatedAccounts": [40, 160], "uncovered": 0 },
    }

    """#
  }
}

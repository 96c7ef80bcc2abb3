// Written by .ci/write-texts from fixtures/scenarios/hedged-portfolio.jsonc.
// swift-format-ignore-file

extension Template {
  static let hedgedPortfolio = Template("hedged-portfolio") {
    return #"""
    // Hedged books that carry a shock from one instrument to another. TRD-2, TRD-3.
    //
    // Twenty hedgers are long NEAR and short half as much of FAR, at four times what they have; three value funds wait for NEAR to be
    // cheap. Somebody sells NEAR and nothing else: the hedgers lose, sell NEAR and buy back FAR, which rises although
    // nobody shocked it.
    {
      "version": 1,
      "name": "hedged-portfolio",
      "seed": 5,
      "duration": "30s",
      "instruments": [
        { "name": "NEAR", "maximumPrice": 100000, "maximumPosition": 1000000, "initialMargin": "0.05", "maintenance": [{ "rate": "0.025" }], "openingMark": 10000 },
        { "name": "FAR", "maximumPrice": 100000, "maximumPosition": 1000000, "initialMargin": "0.05", "maintenance": [{ "rate": "0.025" }], "openingMark": 4000 },
      ],
      "accounts": [
        { "name": "world", "kind": "exempt" },
        { "name": "seller", "kind": "exempt" },
      ],
      "population": [
        {
          "kind": "maker",
          "name": "near-maker",
          "count": 2,
          "instrument": "NEAR",
          "collateral": 1000000000,
          "interval": "50ms",
          "spread": { "base": 3, "volatility": 1, "decay": 0.97, "inventory": 5 },
          "inventory": { "skew": 0.2, "limit": 20000 },
          "ladder": { "levels": 8, "step": 10, "size": 60 },
          "stress": { "volatility": 10, "from": 4, "full": 20, "withdrawal": 0.5 },
          "pull": 0.0005,
        },
        {
          "kind": "maker",
          "name": "far-maker",
          "count": 2,
          "instrument": "FAR",
          "collateral": 1000000000,
          "interval": "50ms",
          "spread": { "base": 2, "volatility": 1, "decay": 0.97, "inventory": 5 },
          "inventory": { "skew": 0.1, "limit": 20000 },
          "ladder": { "levels": 8, "step": 5, "size": 60 },
          "stress": { "volatility": 10, "from": 4, "full": 20, "withdrawal": 0.5 },
          "pull": 0.0005,
        },
        {
          "kind": "trader",
          "name": "hedger",
          "count": 20,
          "instrument": "NEAR",
          "start": "500ms",
          "collateral": { "kind": "uniform", "from": 100000, "to": 300000 },
          "interval": "1s",
          "latency": { "data": "5ms", "orders": "5ms" },
          "strategy": {
            "kind": "constantLeverage",
            "leverage": 4,
            "band": 0.02,
            "legs": [{ "instrument": "FAR", "weight": -0.5 }],
          },
        },
        {
          "kind": "trader",
          "name": "value",
          "count": 3,
          "instrument": "NEAR",
          "start": "500ms",
          "collateral": 500000,
          "interval": "1s",
          "strategy": { "kind": "value", "fair": 10000, "slope": 50, "leverage": 3, "band": 0.1 },
        },
      ],
      "events": [
        { "at": "10s", "kind": "order", "instrument": "NEAR", "account": "seller", "side": "sell", "quantity": 800 },
        { "at": "11s", "kind": "order", "instrument": "NEAR", "account": "seller", "side": "sell", "quantity": 800 },
      ],
      "expect": {
        "rounds": 0,
        "marks": { "NEAR": { "lowest": [9900, 10050], "highest": [10100, 10250] }, "FAR": { "lowest": [3850, 3930], "last": [3895, 3960] } },
      },
    }

    """#
  }
}

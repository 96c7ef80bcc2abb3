// Written by .ci/write-texts from fixtures/scenarios/depeg.jsonc.
// swift-format-ignore-file

extension Template {
  static let depeg = Template("depeg") {
    return #"""
    // A stablecoin loses its peg in one thin book; those who stand on it are closed, and arbitrage carries the fall on. PRO-6, PRO-7, TRD-7.
    //
    // BTC-PERP and BTC-DEC are the same bitcoin. Money is in hundredths of a cent, a lot is a hundredth of a bitcoin, so that a
    // tick of one dollar and a lot are 100. Ten accounts hold the perpetual with USDE as collateral. What a USDE is worth is the weighted mean of
    // three sources: the venue's own book with nine tenths of the weight, the issuer and another venue with the rest. At 10
    // seconds the own book falls to 0.68 and the issuer is not heard of for five seconds. Accounts that lost nothing on bitcoin are
    // sold out of the perpetual; arbitrageurs buy it against the future, which falls although nobody sold it.
    // They end with both legs: nobody buys the perpetual back within these seconds, so that closing, which costs what lies between its
    // bid and the future's ask, some fifty dollars, never comes down to their exit of ten. That is the story: whoever bought what was sold
    // by force holds it until the future expires, or until somebody wants it.
    {
      "version": 1,
      "name": "depeg",
      "seed": 3,
      "duration": "30s",
      "instruments": [
        { "name": "BTC-PERP", "tickValue": 100, "maximumPrice": 1000000, "maximumPosition": 100000, "initialMargin": "0.04", "maintenance": [{ "rate": "0.03" }], "openingMark": 100000 },
        { "name": "BTC-DEC", "tickValue": 100, "maximumPrice": 1000000, "maximumPosition": 100000, "initialMargin": "0.04", "maintenance": [{ "rate": "0.03" }], "openingMark": 100000 },
      ],
      "assets": [
        {
          "name": "USDE",
          "maximumPrice": 20000,
          "maximumBalance": 1000000,
          "openingPrice": 10000,
          "haircuts": [{ "rate": "0.1" }],
          "indexSources": { "weights": ["0.9", "0.05", "0.05"], "method": "weightedMean", "staleness": "2s" },
        },
      ],
      "liquidation": { "limit": "market", "order": "synchronous", "pacing": { "kind": "timed", "interval": "500ms" } },
      "fund": 2000000000,
      "accounts": [
        { "name": "world", "kind": "exempt" },
        { "name": "carry-1", "assets": { "USDE": 5400 } },
        { "name": "carry-2", "assets": { "USDE": 5700 } },
        { "name": "carry-3", "assets": { "USDE": 6000 } },
        { "name": "carry-4", "assets": { "USDE": 6300 } },
        { "name": "carry-5", "assets": { "USDE": 6600 } },
        { "name": "carry-6", "assets": { "USDE": 7050 } },
        { "name": "carry-7", "assets": { "USDE": 7500 } },
        { "name": "carry-8", "assets": { "USDE": 8100 } },
        { "name": "carry-9", "assets": { "USDE": 9000 } },
        { "name": "carry-10", "assets": { "USDE": 18000 } },
      ],
      "population": [
        {
          "kind": "maker",
          "name": "perp-maker",
          "count": 2,
          "instrument": "BTC-PERP",
          "collateral": 100000000000,
          "interval": "100ms",
          "spread": { "base": 8, "volatility": 1, "decay": 0.97, "inventory": 20 },
          "inventory": { "skew": 0.2, "limit": 5000 },
          "ladder": { "levels": 8, "step": 25, "size": 20 },
          "stress": { "volatility": 2, "from": 10, "full": 60, "withdrawal": 0.5 },
          "pull": 0.01,
        },
        {
          "kind": "maker",
          "name": "dec-maker",
          "count": 2,
          "instrument": "BTC-DEC",
          "collateral": 100000000000,
          "interval": "100ms",
          "spread": { "base": 10, "volatility": 1, "decay": 0.97, "inventory": 20 },
          "inventory": { "skew": 0.2, "limit": 5000 },
          "ladder": { "levels": 8, "step": 25, "size": 20 },
          "stress": { "volatility": 2, "from": 10, "full": 60, "withdrawal": 0.5 },
          "pull": 0.01,
        },
        {
          "kind": "taker",
          "name": "taker",
          "count": 20,
          "instrument": "BTC-PERP",
          "start": "500ms",
          "collateral": 5000000000,
          "meanInterval": "1s",
          "largestOrder": 3,
          "limits": { "share": 0.3, "farthest": 20, "meanLife": "5s" },
        },
        {
          "kind": "arbitrageur",
          "name": "arbitrageur",
          "count": 3,
          "instrument": "BTC-PERP",
          "collateral": 10000000000,
          "start": "1s",
          "interval": "50ms",
          "latency": { "data": "1ms", "orders": "1ms" },
          "benchmark": { "kind": "instrument", "instrument": "BTC-DEC" },
          "entry": 30,
          "exit": 10,
          "orderSize": 40,
          "largestPosition": 1500,
        },
      ],
      "indexProcesses": [
        { "name": "usde-book", "asset": "USDE", "source": 0, "interval": "500ms", "kind": "geometric", "initial": 10000, "drift": 0, "volatility": 0.0002 },
        { "name": "usde-issuer", "asset": "USDE", "source": 1, "interval": "1s", "kind": "geometric", "initial": 10000, "drift": 0, "volatility": 0.00005 },
        { "name": "usde-elsewhere", "asset": "USDE", "source": 2, "interval": "1s", "kind": "geometric", "initial": 10000, "drift": 0, "volatility": 0.0001 },
      ],
      "openings": [
        { "kind": "holding", "account": "carry-1", "against": "world", "instrument": "BTC-PERP", "position": 150, "price": 100000 },
        { "kind": "holding", "account": "carry-2", "against": "world", "instrument": "BTC-PERP", "position": 150, "price": 100000 },
        { "kind": "holding", "account": "carry-3", "against": "world", "instrument": "BTC-PERP", "position": 150, "price": 100000 },
        { "kind": "holding", "account": "carry-4", "against": "world", "instrument": "BTC-PERP", "position": 150, "price": 100000 },
        { "kind": "holding", "account": "carry-5", "against": "world", "instrument": "BTC-PERP", "position": 150, "price": 100000 },
        { "kind": "holding", "account": "carry-6", "against": "world", "instrument": "BTC-PERP", "position": 150, "price": 100000 },
        { "kind": "holding", "account": "carry-7", "against": "world", "instrument": "BTC-PERP", "position": 150, "price": 100000 },
        { "kind": "holding", "account": "carry-8", "against": "world", "instrument": "BTC-PERP", "position": 150, "price": 100000 },
        { "kind": "holding", "account": "carry-9", "against": "world", "instrument": "BTC-PERP", "position": 150, "price": 100000 },
        { "kind": "holding", "account": "carry-10", "against": "world", "instrument": "BTC-PERP", "position": 150, "price": 100000 },
        { "kind": "order", "account": "world", "instrument": "BTC-PERP", "side": "buy", "quantity": 1500, "limit": 99200 },
        { "kind": "order", "account": "world", "instrument": "BTC-PERP", "side": "buy", "quantity": 6000, "limit": 95000 },
        { "kind": "order", "account": "world", "instrument": "BTC-DEC", "side": "buy", "quantity": 6000, "limit": 95000 },
      ],
      "events": [
        { "at": "10s", "kind": "silence", "process": "usde-issuer", "for": "5s" },
        { "at": "10s", "kind": "jump", "process": "usde-book", "factor": 0.68 },
      ],
      "expect": {
        "rounds": 2,
        "liquidatedAccounts": 8,
        "uncovered": 0,
        "marks": { "BTC-PERP": { "lowest": 99200, "last": [99700, 99900] }, "BTC-DEC": { "lowest": [99850, 99950], "last": [99850, 99950] } },
      },
    }

    """#
  }
}

/// A block of the population as text, with some of its parts written another way.
func block(_ kind: String, _ changes: [(String, String)] = []) -> String {
  var text =
    switch kind {
    case "maker":
      """
      {
        "kind": "maker", "name": "maker", "count": 2, "collateral": 1000000, "interval": "100ms",
        "latency": {"data": "2ms", "orders": "1ms"},
        "spread": {"base": 4}, "inventory": {"limit": 500}, "ladder": {"levels": 3, "step": 5, "size": 20},
        "stress": {"volatility": 5, "from": 4, "full": 20}
      }
      """
    case "taker":
      """
      {
        "kind": "taker", "name": "taker", "count": 5, "collateral": 100000, "meanInterval": "200ms",
        "latency": {"data": "20ms", "orders": "10ms"},
        "largestOrder": 4, "limits": {"share": 0.3, "farthest": 20, "meanLife": "1s"}
      }
      """
    default:
      """
      {
        "kind": "leveraged", "name": "long", "count": 3, "side": "long", "against": "world",
        "leverage": 5, "lots": 10
      }
      """
    }
  for (old, new) in changes { text = text.replacing(old, with: new) }
  return text
}

/// The member `population` with these blocks.
func population(_ blocks: String...) -> String { "\"population\": [\(blocks.joined(separator: ", "))]" }

/// A market with everybody in it, small enough for a test.
let smallMarket = population(block("maker"), block("taker"), block("leveraged"))

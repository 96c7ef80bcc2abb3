import MarketTypes

extension Rate {
  static func percent(_ parts: Int64) -> Rate { Rate(partsPerBillion: parts * 10_000_000) }
  static func perMillion(_ parts: Int64) -> Rate { Rate(partsPerBillion: parts * 1_000) }
}

import MarketTypes
import Notation

/// What a venue's rules say of collateral, portfolio margin, levels of margin, fees and funds. What is `nil` is left out.
extension JSONWriter {
  mutating func moneyMembers(of rules: VenueRules) {
    key("assets")
    array { for asset in rules.assets { $0.object { $0.members(of: asset) } } }
    if let portfolio = rules.portfolio {
      key("portfolio")
      object { $0.members(of: portfolio) }
    }
    if let levels = rules.marginLevels {
      key("marginLevels")
      object { object in
        object.member("alert", levels.alert)
        object.member("call", levels.call)
        object.member("release", levels.release)
      }
    }
    if let fees = rules.fees {
      key("fees")
      object { $0.members(of: fees) }
    }
    key("funds")
    array { funds in
      for fund in rules.funds {
        funds.object { object in
          if let limit = fund.claimLimit { object.member("claimLimit", limit.units) }
          if fund.floor != .zero { object.member("floor", fund.floor.units) }
        }
      }
    }
  }

  private mutating func members(of rules: AssetRules) {
    member("tickValue", rules.tickValue.units)
    member("maximumPrice", rules.maximumPrice.ticks)
    member("maximumBalance", rules.maximumBalance.units)
    if let maximumTotal = rules.maximumTotal { member("maximumTotal", maximumTotal.units) }
    key("haircuts")
    array { tiers in
      for tier in rules.haircuts {
        tiers.object { object in
          object.member("floor", tier.floor.units)
          object.member("haircut", tier.haircut)
        }
      }
    }
    indexMember("indexSources", rules.indexSources)
    member("conversionFee", rules.conversionFee)
  }

  private mutating func members(of schedule: FeeSchedule) {
    member("window", schedule.window.nanoseconds)
    key("tiers")
    array { tiers in
      for tier in schedule.tiers {
        tiers.object { object in
          object.member("volume", tier.volume.units)
          object.member("maker", tier.maker)
          object.member("taker", tier.taker)
        }
      }
    }
  }
}

// MARK: - Reading

extension VenueRules {
  /// Reads what `moneyMembers` wrote; `false` if it cannot be.
  mutating func readMoney(_ reader: inout ObjectReader) -> Bool {
    guard
      let assets = reader.array("assets", of: { $0.object(AssetRules.init(from:)) }),
      let portfolio = reader.part("portfolio", PortfolioRules.init(from:)),
      let marginLevels = reader.part("marginLevels", MarginLevelRules.init(from:)),
      let fees = reader.part("fees", FeeSchedule.init(from:)),
      let funds = reader.array("funds", of: { $0.object(FundRules.init(from:)) })
    else { return false }
    (self.assets, self.portfolio) = (assets, portfolio)
    (self.marginLevels, self.fees, self.funds) = (marginLevels, fees, funds)
    return true
  }
}

extension AssetRules {
  fileprivate init?(from reader: inout ObjectReader) {
    guard
      let tickValue = reader.integer("tickValue"),
      let maximumPrice = reader.integer("maximumPrice"),
      let maximumBalance = reader.integer("maximumBalance"),
      let maximumTotal = reader.optionalInteger("maximumTotal"),
      let haircuts = reader.array("haircuts", of: { $0.object(HaircutTier.init(from:)) }),
      let indexSources = reader.part("indexSources", IndexRules.init(from:)),
      let conversionFee = reader.rate("conversionFee")
    else { return nil }
    self.init(
      tickValue: Money(units: tickValue), maximumPrice: Price(ticks: maximumPrice),
      maximumBalance: Money(units: maximumBalance), maximumTotal: maximumTotal.map(Money.init(units:)),
      haircuts: haircuts, indexSources: indexSources, conversionFee: conversionFee)
  }
}

extension HaircutTier {
  fileprivate init?(from reader: inout ObjectReader) {
    guard let floor = reader.integer("floor"), let haircut = reader.rate("haircut") else { return nil }
    self.init(floor: Money(units: floor), haircut: haircut)
  }
}

extension MarginLevelRules {
  fileprivate init?(from reader: inout ObjectReader) {
    guard let alert = reader.rate("alert"), let call = reader.rate("call"), let release = reader.rate("release")
    else { return nil }
    self.init(alert: alert, call: call, release: release)
  }
}

extension FeeSchedule {
  fileprivate init?(from reader: inout ObjectReader) {
    guard
      let window = reader.integer("window"),
      let tiers = reader.array("tiers", of: { $0.object(FeeTier.init(from:)) })
    else { return nil }
    self.init(window: TimeSpan(nanoseconds: window), tiers: tiers)
  }
}

extension FeeTier {
  fileprivate init?(from reader: inout ObjectReader) {
    guard let volume = reader.integer("volume"), let maker = reader.rate("maker"), let taker = reader.rate("taker")
    else { return nil }
    self.init(volume: Money(units: volume), maker: maker, taker: taker)
  }
}

extension FundRules {
  fileprivate init?(from reader: inout ObjectReader) {
    guard let limit = reader.optionalInteger("claimLimit"), let floor = reader.optionalInteger("floor")
    else { return nil }
    self.init(claimLimit: limit.map(Money.init(units:)), floor: Money(units: floor ?? 0))
  }
}

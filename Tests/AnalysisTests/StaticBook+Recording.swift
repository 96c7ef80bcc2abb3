import MarketTypes
import TestSupport

extension StaticBook {
  var recording: Recording { Recording(rules, opening + [sale(of: shock)]) }
}

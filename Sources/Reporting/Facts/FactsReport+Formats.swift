import Analysis
import MarketTypes
import Notation

/// The same for programs.
extension FactsReport {
  /// A line for each figure (`FactRow`).
  public var csv: [UInt8] {
    var table = TableWriter<FactRow>(
      .csv, TableContext(names: Names(), rules: VenueRules(instruments: [])))
    table.append(contentsOf: FactRow.rows(of: facts))
    return table.bytes
  }

  /// One object on one line.
  public var json: [UInt8] {
    var writer = JSONWriter()
    writer.object { object in
      object.member("source", source)
      if let instrument { object.member("instrument", instrument) }
      object.member("seconds", tape.seconds)
      object.key("messages")
      object.object { counts in
        for kind in MarketMessage.Kind.allCases where kind.isOrderEvent {
          counts.member("\(kind)", tape.count(of: kind))
        }
      }
      object.member("pass", facts.count(of: .pass))
      object.member("fail", facts.count(of: .fail))
      object.member("notApplicable", facts.count(of: .notApplicable))
      object.key("facts")
      object.array { rows in
        for fact in facts.facts { rows.write(fact) }
      }
    }
    writer.endLine()
    return writer.bytes
  }
}

extension JSONWriter {
  fileprivate mutating func write(_ fact: StylisedFact) {
    object { object in
      object.member("row", fact.row)
      object.member("fact", fact.name)
      object.member("verdict", fact.verdict.rawValue)
      object.key("statistics")
      object.array { statistics in
        for statistic in fact.statistics { statistics.write(statistic) }
      }
    }
  }

  private mutating func write(_ statistic: FactStatistic) {
    object { object in
      object.member("name", statistic.name)
      object.member("value", finite: statistic.value)
      if let accepted = statistic.accepted {
        object.member("from", finite: accepted.lower)
        object.member("to", finite: accepted.upper)
        object.member("distance", finite: statistic.distance)
      }
      if let verdict = statistic.verdict { object.member("verdict", verdict.rawValue) }
      if let reason = statistic.reason { object.member("reason", reason) }
    }
  }

  /// `null` for what JSON has no number for.
  private mutating func member(_ key: String, finite value: Double?) {
    self.key(key)
    if let value, value.isFinite { double(value) } else { null() }
  }
}

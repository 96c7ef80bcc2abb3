import MarketTypes
import Notation

/// Something that a scenario's script does outside the venue: no command says it, so it stands in no stream.
public struct OutsideEvent: Hashable, Sendable {
  /// When it comes.
  public var time: Time
  /// Whom it befalls: a process, an index, a block.
  public var name: String
  /// What befalls it.
  public var kind: Kind

  /// A jump, or a while of saying or doing nothing.
  public enum Kind: Hashable, Sendable {
    /// What it says is multiplied by this.
    case jump(factor: Double)
    /// Nothing is heard of it before that moment.
    case silence(until: Time)
    /// They withdraw, and look again at that moment.
    case pause(until: Time)
  }

  /// - Parameters:
  ///   - kind: what befalls it.
  ///   - name: of a process, an index or a block; of an index in words, `the index of BTC`.
  ///   - time: when it comes.
  public init(_ kind: Kind, of name: String, at time: Time) { (self.kind, self.name, self.time) = (kind, name, time) }

  /// `usde-book jumped by −32.00 % at 10 s`
  var text: String {
    let name = printable(name)
    return switch kind {
    case .jump(let factor): "\(name) jumped by \(Wording.percent(factor - 1, showsPlus: true)) at \(Wording.time(time))"
    case .silence(let end): "\(name) was not heard of from \(Wording.time(time)) to \(Wording.time(end))"
    case .pause(let end): "\(name) paused from \(Wording.time(time)) to \(Wording.time(end))"
    }
  }
}

extension RunSummary {
  /// What the script did outside the venue, the first few of it; nothing where it did nothing.
  var outsideSentence: [String] {
    if outside.isEmpty { return [] }
    var parts = outside.prefix(4).map(\.text)
    if outside.count > 4 { parts.append("\(Wording.count(outside.count - 4, "more event")) of the kind came") }
    return ["By the script \(Wording.list(parts))."]
  }
}

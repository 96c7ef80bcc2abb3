import MarketTypes
import Notation

extension Names {
  /// The account that somebody named on the command line; one without a name appears under its number, `#7`.
  func account(named name: String) throws(Failure) -> AccountID {
    if let number = accounts.firstIndex(of: name) { return AccountID(number: Int32(number)) }
    if name.hasPrefix("#"), let number = Int32(name.dropFirst()), number >= accounts.count {
      return AccountID(number: number)
    }
    let near = didYouMean(name, from: accounts)
    throw Failure(
      usage: "there is no account \"\(printable(name))\"",
      hint: near.map { "did you mean \"\(printable($0))\"?" } ?? "cascade accounts RUN --all lists them")
  }

  /// The instrument that somebody named on the command line.
  func instrument(named name: String) throws(Failure) -> InstrumentID {
    if let index = instruments.firstIndex(of: name) { return InstrumentID(number: UInt16(index)) }
    let near = didYouMean(name, from: instruments)
    let named = instruments.filter { !$0.isEmpty }.map { printable($0) }
    let known =
      switch named.count {
      case 0: "the instrument has no name"
      case 1: "there is \(named[0])"
      default: "there are \(named.joined(separator: ", "))"
      }
    throw Failure(
      usage: "there is no instrument \"\(printable(name))\"",
      hint: near.map { "did you mean \"\(printable($0))\"?" } ?? (named.count <= 6 ? known : nil))
  }
}

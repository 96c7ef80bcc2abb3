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
    let all = instruments.map { printable($0) }.joined(separator: ", ")
    let few = (1...6).contains(instruments.count) ? "there \(instruments.count == 1 ? "is" : "are") \(all)" : nil
    throw Failure(
      usage: "there is no instrument \"\(printable(name))\"",
      hint: near.map { "did you mean \"\(printable($0))\"?" } ?? few)
  }
}

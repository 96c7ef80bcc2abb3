/// Why some words are not a record.
public struct RecordError: Error, Hashable, Sendable {
  /// Which word is wrong, counted from the first one the cursor was given.
  public var word: Int
  public var problem: Problem

  public init(at word: Int, _ problem: Problem) {
    self.word = word
    self.problem = problem
  }

  public enum Problem: Hashable, Sendable {
    /// The record goes on beyond the last word.
    case cut(missingWords: Int)
    /// Neither a command nor an event has this kind.
    case unknownKind(UInt8)
    /// A command where an event belongs, or the reverse.
    case unexpectedKind(UInt8)
    /// The header does not say the length that its kind has.
    case wrongLength(UInt8, expected: Int)
    /// A field holds what it cannot mean.
    case wrongValue(Field, Int64)
    /// Bits are set that mean nothing here.
    case unusedBits
  }

  /// The fields of which not every pattern of bits has a meaning.
  public enum Field: String, Hashable, Sendable {
    case seen = "seen position"
    case accountKind = "account kind"
    case side
    case timeInForce = "time in force"
    case ledgerAccount = "ledger account"
    case transferReason = "transfer reason"
    case cancelReason = "cancel reason"
    case refusedAction = "refused action"
    case refusal
    case triggerKind = "trigger kind"
    case priceSource = "price source"
    case pegReference = "peg reference"
    case prevention = "self-trade prevention"
    case occasion = "occasion of a mass cancel"
    case phase
    case withdrawalReason = "reason of a withdrawal"
    case marginLevel = "margin level"
    case entry = "quote entry"
    case takeoverReason = "reason of a declined takeover"
  }
}

extension RecordError: CustomStringConvertible {
  public var description: String { "word \(word): \(problem)" }
}

extension RecordError.Problem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .cut(let missing): "the record ends \(missing) \(missing == 1 ? "word" : "words") too early"
    case .unknownKind(let kind): "no record is of kind \(kind)"
    case .unexpectedKind(let kind): "a record of kind \(kind) does not belong here"
    case .wrongLength(let found, let expected): "the header says \(found) payload words, its kind has \(expected)"
    case .wrongValue(let field, let value): "\(value) is not a \(field.rawValue)"
    case .unusedBits: "bits are set that must be zero"
    }
  }
}

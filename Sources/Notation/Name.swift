/// Whether `text` is a letter or digit of ASCII, then up to 63 more of these, dots, underscores and hyphens. So no
/// name can begin a formula in a spreadsheet, a flag on a command line, or a way out of a directory.
public func isName(_ text: String) -> Bool {
  guard let first = text.utf8.first, (1...64).contains(text.utf8.count) else { return false }
  return first.isAlphanumeric
    && text.utf8.allSatisfy {
      $0.isAlphanumeric || [UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-")].contains($0)
    }
}

let nameRule = "a name is 1 to 64 of A-Z a-z 0-9 . _ - and begins with a letter or digit"

/// The rule, and of a name that looks as if it kept it the letter that does not.
func hintForName(_ text: String) -> String {
  guard let foreign = text.unicodeScalars.first(where: { !$0.isASCII }) else { return nameRule }
  return nameRule + "; \(codePoint(foreign)) is none of them"
}

extension UInt8 {
  fileprivate var isAlphanumeric: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: false
    }
  }
}

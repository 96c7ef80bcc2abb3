import Notation

/// SplitMix64: enough chance for tests, the same everywhere.
struct TestGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

extension JSONValue {
  private static let nowhere = SourceSpan(in: SourceText(name: "random", ""), 0..<0)

  /// Any tree of at most `depth` levels, every kind of value, keys and text with all that needs an escape.
  static func random(depth: Int, using generator: inout TestGenerator) -> JSONValue {
    let content: Content =
      switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &generator) {
      case 0: .null
      case 1: .boolean(.random(using: &generator))
      case 2: .number("\(Int64.random(in: .min ... .max, using: &generator))")
      case 3: .number("\(Double(bitPattern: generator.next() & ~(1 << 62)))")
      case 4: .string(text(using: &generator))
      case 5:
        .array((0..<Int.random(in: 0...5, using: &generator)).map { _ in random(depth: depth - 1, using: &generator) })
      default:
        .object(
          (0..<Int.random(in: 0...12, using: &generator)).map { index in
            let value = random(depth: depth - 1, using: &generator)
            return JSONMember(key: "\(index)" + text(using: &generator), at: nowhere, value: value)
          })
      }
    return JSONValue(content, at: nowhere)
  }

  private static func text(using generator: inout TestGenerator) -> String {
    let alphabet: [Unicode.Scalar] = [
      "a", "\"", "\\", "/", "\n", "\u{0}", "\u{1F}", "\u{7F}", "é", "<", "&", "\u{2028}", "\u{2029}", "\u{2027}", "😀",
      "\u{FEFF}", "©", "\u{10FFFF}",
    ]
    var scalars = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...8, using: &generator) {
      if let scalar = alphabet.randomElement(using: &generator) { scalars.append(scalar) }
    }
    return String(scalars)
  }
}

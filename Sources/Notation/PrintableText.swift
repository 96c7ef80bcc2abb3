/// `text` with everything that could steer a terminal or reorder a line made visible instead.
///
/// C0 controls and DEL become their pictures (ESC becomes ␛); C1 controls, bidirectional controls, line and
/// paragraph separators, byte order marks and what nobody could see (blanks of no width, soft hyphens, tags) become
/// U+FFFD. One scalar for one, so columns stay where they were.
public func printable(_ text: some StringProtocol) -> String {
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars { result.append(printable(scalar)) }
  return String(result)
}

func printable(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
  switch scalar.value {
  case 0x00...0x1F: Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
  case 0x7F: "\u{2421}"
  case 0x80...0x9F, 0xFEFF: "\u{FFFD}"
  case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: "\u{FFFD}"
  case 0x00AD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180E, 0x200B...0x200D: "\u{FFFD}"
  case 0x2060...0x2065, 0x206A...0x206F, 0x3164, 0xFE00...0xFE0F, 0xFFA0, 0xFFF0...0xFFFB: "\u{FFFD}"
  case 0xE0000...0xE0FFF: "\u{FFFD}"
  default: scalar
  }
}

/// `U+00A0`: a character that a message has to tell from another that looks like it.
func codePoint(_ scalar: Unicode.Scalar) -> String {
  let digits = String(scalar.value, radix: 16, uppercase: true)
  return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}

/// `text` in double quotes for a message, cut after 40 scalars: what is echoed may be as long as its file.
func quoted(_ text: String) -> String { "\"\(clipped(text))\"" }

/// `text` for a message, cut after 40 scalars.
func clipped(_ text: String) -> String {
  let limit = 40
  let scalars = text.unicodeScalars
  guard let cut = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
    cut != scalars.endIndex
  else { return text }
  return String(scalars[..<cut]) + "…"
}

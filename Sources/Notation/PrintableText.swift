/// `text` with everything that could steer a terminal or reorder a line made visible instead.
///
/// C0 controls and DEL become their pictures (ESC becomes ␛); C1 controls, bidirectional controls, line and
/// paragraph separators and byte order marks become U+FFFD. One scalar for one, so columns stay where they were.
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
  default: scalar
  }
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

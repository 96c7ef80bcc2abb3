/// Colour and weight, where the reader's terminal shows them.
struct TextStyle {
  let isStyled: Bool

  func heading(_ text: String) -> String { sequence("1", text) }
  func quiet(_ text: String) -> String { sequence("2", text) }
  func good(_ text: String) -> String { sequence("32", text) }
  func bad(_ text: String) -> String { sequence("1;31", text) }

  /// Select Graphic Rendition (ECMA-48): on before the text, all off after it.
  private func sequence(_ code: String, _ text: String) -> String {
    isStyled ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

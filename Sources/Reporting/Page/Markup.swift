import Notation

/// HTML on its way into a file. Whatever comes from a run is text: it can become no tag and no attribute.
struct Markup {
  private(set) var bytes: [UInt8] = []

  /// Markup that this program says itself.
  mutating func raw(_ markup: StaticString) {
    unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: markup.utf8Start, count: markup.utf8CodeUnitCount))
  }

  /// Markup that this program says itself: its own script and style.
  mutating func raw(constant markup: String) { bytes.append(contentsOf: markup.utf8) }

  /// Text from anywhere. What could steer a reader's screen is made visible.
  mutating func text(_ text: some StringProtocol) {
    for byte in printable(text).utf8 {
      switch byte {
      case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
      case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
      case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
      case UInt8(ascii: "\""): bytes.append(contentsOf: "&quot;".utf8)
      case UInt8(ascii: "'"): bytes.append(contentsOf: "&#39;".utf8)
      default: bytes.append(byte)
      }
    }
  }

  /// `<tag attribute="value">`, what the body writes, and the end of it.
  mutating func element(
    _ tag: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], _ body: (inout Markup) -> Void
  ) {
    open(tag, attributes)
    body(&self)
    raw("</")
    raw(tag)
    raw(">")
  }

  /// A tag that holds nothing and has no end.
  mutating func void(_ tag: StaticString, _ attributes: KeyValuePairs<StaticString, String>) { open(tag, attributes) }

  /// An element around text, with a line feed behind it.
  mutating func element(
    _ tag: StaticString, _ attributes: KeyValuePairs<StaticString, String>, _ text: String
  ) {
    element(tag, attributes) { $0.text(text) }
    raw("\n")
  }

  /// The same without attributes.
  mutating func element(_ tag: StaticString, _ text: String) { element(tag, [:], text) }

  /// Data for the script, which reads it as text. The writer must escape markup.
  mutating func data(_ id: String, _ body: (inout JSONWriter) -> Void) {
    var writer = JSONWriter(escapesMarkup: true)
    writer.object(body)
    open("script", ["type": "application/json", "id": id])
    bytes.append(contentsOf: writer.bytes)
    raw("</script>\n")
  }

  private mutating func open(_ tag: StaticString, _ attributes: KeyValuePairs<StaticString, String>) {
    raw("<")
    raw(tag)
    for (name, value) in attributes {
      raw(" ")
      raw(name)
      raw("=\"")
      text(value)
      raw("\"")
    }
    raw(">")
  }
}

// MARK: - Tables

extension Markup {
  /// A table of figures, folded: it is there whether a script runs or not.
  mutating func figures(_ title: String, _ table: TextTable) {
    element("details", ["class": "figures"]) { page in
      page.element("summary", title)
      page.table(title, table)
    }
    raw("\n")
  }

  /// A table with its caption for those who cannot see where it stands.
  mutating func table(_ caption: String, _ table: TextTable) {
    element("div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": caption]) { page in
      page.element("table") { page in
        page.element("thead") { page in
          page.element("tr") { page in
            for column in table.columns { page.cell("th", column, column.title) }
          }
        }
        page.element("tbody") { page in
          for row in 0..<(table.columns.first?.cells.count ?? 0) {
            page.element("tr") { page in
              for column in table.columns { page.cell("td", column, column.cells[row]) }
            }
            page.raw("\n")
          }
        }
      }
    }
  }

  private mutating func cell(_ tag: StaticString, _ column: TextTable.Column, _ text: String) {
    if column.alignment == .left {
      element(tag, ["class": "left"]) { $0.text(text) }
    } else {
      element(tag) { $0.text(text) }
    }
  }
}

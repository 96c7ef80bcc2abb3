import Notation
import Testing

@testable import Reporting

/// Text from a run is text, whatever it says.
@Suite struct `Text on a page` {
  static let hostile = [
    "</script><img src=x onerror=alert(1)>", "<script>alert(1)</script>", "\"><b onmouseover='alert(1)'>", "]]><!--",
    "a&b &lt; &#39;", "\u{202E}evil\u{0}\u{1B}[31m", "</title></style>", "\u{2028}",
  ]

  private func written(_ body: (inout Markup) -> Void) -> String {
    var page = Markup()
    body(&page)
    return String(decoding: page.bytes, as: UTF8.self)
  }

  @Test(arguments: hostile)
  func `text and attributes hold no markup`(text: String) {
    let element = written { $0.element("p", ["title": text], text) }
    #expect(element.hasPrefix("<p title=\"") && element.hasSuffix("</p>\n"))
    let inside = element.dropFirst(10).dropLast(5)
    #expect(inside.count { $0 == "<" } == 0 && inside.count { $0 == ">" } == 1 && inside.count { $0 == "\"" } == 1)
    #expect(!element.contains("'") && !element.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    #expect(!element.unicodeScalars.contains { $0.value == 0x202E || $0.value == 0x2028 })
  }

  @Test(arguments: hostile)
  func `data cannot leave their block, and are read back as they were`(text: String) throws {
    let block = written { $0.data("data-run") { $0.member("name", text) } }
    let opening = "<script type=\"application/json\" id=\"data-run\">"
    #expect(block.hasPrefix(opening))
    let inside = block.dropFirst(opening.count).dropLast("</script>\n".count)
    #expect(!inside.contains("<") && !inside.contains(">") && !inside.contains("&"))
    let value = try JSONValue(parsing: SourceText(name: "block", String(inside)))
    guard case .object(let members) = value.content, case .string(let name) = members[0].value.content else {
      Issue.record("no object with a name")
      return
    }
    #expect(name == text)
  }

  @Test func `a table has a cell for each column and row, numbers to the right`() {
    let table = TextTable(columns: [
      TextTable.Column(title: "who", cells: ["<a>", "b"], alignment: .left),
      TextTable.Column(title: "lots", cells: ["1", "2"]),
    ])
    let text = written { $0.figures("Lots", table) }
    #expect(text.contains("<summary>Lots</summary>"))
    #expect(text.contains("<tr><th class=\"left\">who</th><th>lots</th></tr>"))
    #expect(text.contains("<tr><td class=\"left\">&lt;a&gt;</td><td>1</td></tr>"))
  }
}

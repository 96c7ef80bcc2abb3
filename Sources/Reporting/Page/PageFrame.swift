/// What stands on every page, whatever it is about: one script, one style, and a policy that allows them and nothing else.
struct PageFrame {
  /// In the title of the window.
  var title: String
  /// Above the plots.
  var header: (inout Markup) -> Void
  /// What steers the plots.
  var toolbar: String
  var sections: [Section]
  /// What keys and pointers do.
  var footer: String
  /// The blocks that the script draws from.
  var data: (inout Markup) -> Void

  /// A heading with what belongs under it.
  struct Section {
    let id: String
    let title: String
    /// What is drawn and how to read it; empty for none.
    let note: String
    let write: (inout Markup) -> Void
  }

  /// The whole file.
  var html: [UInt8] {
    var page = Markup()
    page.raw("<!doctype html>\n<html lang=\"en\">\n")
    page.element("head", [:], writeHead)
    page.raw("\n<body>\n")
    page.element("a", ["class": "skip", "href": "#\(sections.first?.id ?? "")"]) { $0.raw("Skip to the plots") }
    page.raw("\n")
    header(&page)
    page.raw(constant: toolbar)
    page.raw("<main>\n")
    for section in sections {
      page.element("section", ["id": section.id]) { page in
        page.element("h2", section.title)
        if !section.note.isEmpty { page.element("p", ["class": "note"], section.note) }
        section.write(&page)
      }
      page.raw("\n")
    }
    page.raw("</main>\n")
    page.raw(constant: footer)
    data(&page)
    page.raw("<script>")
    page.raw(constant: PageScript.text)
    page.raw("</script>\n</body>\n</html>\n")
    return page.bytes
  }

  private func writeHead(_ page: inout Markup) {
    page.raw("\n<meta charset=\"utf-8\">\n")
    page.void("meta", ["http-equiv": "Content-Security-Policy", "content": Self.policy])
    page.raw("\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
    page.raw("<meta name=\"color-scheme\" content=\"light dark\">\n")
    page.element("title", title)
    page.raw("<style>")
    page.raw(constant: PageStyle.text)
    page.raw("</style>\n")
  }

  /// Nothing may be loaded, sent or run but the one script and the one style.
  static let policy =
    "default-src 'none'; script-src 'sha256-\(PageScript.hash)'; style-src 'sha256-\(PageStyle.hash)'; "
    + "base-uri 'none'; form-action 'none'"
}

// MARK: - Bars and feet

extension PageFrame {
  /// For plots over time. Hidden until the script runs: without it there is nothing to steer.
  static let timeToolbar = """
    <div id="bar" class="bar" role="toolbar" aria-label="What the plots show" hidden>
    <label class="pick" id="pick" hidden><span>Instrument</span> <select id="instrument"></select></label>
    <span class="group"><button type="button" id="whole">Whole run</button>\
    <button type="button" id="near" hidden>Cascade</button></span>
    <span class="group" aria-label="Zoom and pan">\
    <button type="button" id="back" aria-label="Earlier" title="Earlier (Shift ←)">←</button>\
    <button type="button" id="forth" aria-label="Later" title="Later (Shift →)">→</button>\
    <button type="button" id="out" aria-label="Zoom out" title="Zoom out (−)">−</button>\
    <button type="button" id="in" aria-label="Zoom in" title="Zoom in (+)">+</button></span>
    <output id="shown"></output>
    <button type="button" id="theme" aria-pressed="false">Dark</button>
    </div>

    """

  static let timeFooter = """
    <footer><p class="keys">Drag across a plot to zoom, Shift-drag to pan, double-click for the whole run; the wheel zooms \
    a plot that has the focus. Keys: <kbd>←</kbd> <kbd>→</kbd> move the cursor, with <kbd>Shift</kbd> pan, <kbd>+</kbd> \
    <kbd>−</kbd> zoom, <kbd>0</kbd> whole run, <kbd>c</kbd> cascade. In the tree the arrows walk from node to node.</p>
    <noscript><p>Without JavaScript the plots stay empty; every section has its figures as a table.</p></noscript>
    </footer>

    """

  /// For plots of one measure of many runs.
  static let measureToolbar = """
    <div id="bar" class="bar" role="toolbar" aria-label="What the plots show" hidden>
    <label class="pick"><span>Measure</span> <select id="measure"></select></label>
    <output id="shown"></output>
    <button type="button" id="theme" aria-pressed="false">Dark</button>
    </div>

    """

  static let measureFooter = """
    <footer><p class="keys">Every plot shows the measure chosen above. Point at a row, a cell or a value to read it; in a \
    plot that has the focus <kbd>←</kbd> <kbd>→</kbd> <kbd>↑</kbd> <kbd>↓</kbd> walk through them.</p>
    <noscript><p>Without JavaScript the plots stay empty; the tables hold every measure.</p></noscript>
    </footer>

    """
}

extension Markup {
  /// Where the script draws.
  mutating func plot(_ id: String, _ label: String) {
    element("div", ["class": "plot", "data-plot": id, "data-label": label]) { _ in }
    raw("\n")
  }
}

extension TextTable.Column {
  /// A cell for each row.
  init<Row>(_ title: String, of rows: [Row], left: Bool = false, _ cell: (Row) -> String) {
    self.init(title: title, cells: rows.map(cell), alignment: left ? .left : .right)
  }
}

/// What stands on every page, whatever the run.
enum PageFrame {
  /// Hidden until the script runs: without it there is nothing to steer.
  static let toolbar = """
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

  static let footer = """
    <footer><p class="keys">Drag across a plot to zoom, Shift-drag to pan, double-click for the whole run; the wheel zooms \
    a plot that has the focus. Keys: <kbd>←</kbd> <kbd>→</kbd> move the cursor, with <kbd>Shift</kbd> pan, <kbd>+</kbd> \
    <kbd>−</kbd> zoom, <kbd>0</kbd> whole run, <kbd>c</kbd> cascade. In the tree the arrows walk from node to node.</p>
    <noscript><p>Without JavaScript the plots stay empty; every section has its figures as a table.</p></noscript>
    </footer>

    """
}

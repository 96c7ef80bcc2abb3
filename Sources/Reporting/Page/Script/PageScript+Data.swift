extension PageScript {
  /// Blocks of data, elements, numbers as people read them.
  static let data = #"""
    "use strict";
    // The blocks of data, as the page has them: text that is parsed and never run.
    const block = id => { const e = document.getElementById("data-" + id); return e ? JSON.parse(e.textContent) : null; };
    const run = block("run") || {start: 0, end: 1, instruments: [], cascade: []};
    const sum = list => { let s = 0; return list.map(d => s += d); };
    // A path of points that were written as differences: times, events, values.
    const path = p => p && p.t.length ? {t: sum(p.t), e: sum(p.e), v: sum(p.v)} : null;

    // Elements by name, with attributes and children; text stays text.
    const make = (name, attributes, children, space) => {
      const element = space ? document.createElementNS(space, name) : document.createElement(name);
      for (const key in attributes || {}) if (attributes[key] !== undefined) element.setAttribute(key,
        attributes[key]);
      for (const child of [].concat(children === undefined ? [] : children)) element.append(child);
      return element;
    };
    const svg = (name, attributes, children) => make(name, attributes, children, "http://www.w3.org/2000/svg");

    // Numbers as people read them.
    const grouped = (value, places) => {
      const fixed = Math.abs(value).toFixed(places || 0);
      const [whole, rest] = fixed.split(".");
      const sign = value < 0 && Number(fixed) !== 0 ? "−" : "";
      return sign + whole.replace(/\B(?=(\d{3})+$)/g, ",") + (rest ? "." + rest : "");
    };
    const short = value => {
      const size = Math.abs(value);
      for (const [unit, name] of [[1e12, " T"], [1e9, " G"], [1e6, " M"], [1e4, " k"]]) {
        if (size >= unit) return grouped(value / (unit === 1e4 ? 1e3 : unit), size / unit < 10 && unit > 1e4 ? 2 : 1)
          .replace(/\.?0+$/, "") + name;
      }
      return Number.isInteger(value) ? grouped(value) : grouped(value, size < 10 ? 2 : 1);
    };
    // Microseconds of simulated time, to the precision that a step of it needs.
    const clock = (time, step) => {
      if (run.end - run.start < 1e4) return grouped(time) + " µs";
      if (run.end - run.start < 1e6) return grouped(time / 1e3, step < 1e3 ? 3 : 0) + " ms";
      if (run.end - run.start >= 72e8) {
        const seconds = Math.floor(time / 1e6), two = n => String(n).padStart(2, "0");
        const rest = step >= 1e6 ? "" : (time / 1e6 - seconds).toFixed(3).slice(1);
        const text = two(Math.floor(seconds / 60) % 60) + (step >= 6e7 ? "" : ":" + two(seconds % 60) + rest);
        return Math.floor(seconds / 3600) + ":" + text + (step >= 6e7 ? " h" : "");
      }
      const places = step >= 1e6 ? 0 : step >= 1e5 ? 1 : step >= 1e4 ? 2 : step >= 1e3 ? 3 : 6;
      return grouped(time / 1e6, places) + " s";
    };

    // The last of sorted numbers that is not above a value, or −1.
    const before = (list, value) => {
      let low = 0, high = list.length;
      while (low < high) { const middle = (low + high) >> 1; if (list[middle] <= value) low = middle + 1; else high = middle; }
      return low - 1;
    };
    """#
}

extension PageScript {
  /// Many runs: seeds of each variant as dots with their quartiles and mean, and differences seed by seed.
  static let many = #"""

    // Many runs: variants, each with the same seeds, and one measure at a time.
    const many = block("many");
    let place = 0;
    const measure = () => many.measures[place];
    const amount = value => value === null || value === undefined ? "–"
      : Math.abs(value) >= 1e5 ? short(value) : grouped(value, measure().places);
    const plusMinus = half => half === null ? "" : " ± " + amount(half);
    const chooseMeasures = () => {
      const select = document.getElementById("measure");
      many.measures.forEach((m, i) => select.append(make("option", {value: i}, m.title)));
      select.addEventListener("change", () => { place = Number(select.value); redraw(); });
      document.getElementById("shown").textContent = many.about;
    };

    // Things that can be walked through with arrow keys: the nearest in the direction of the key is next.
    const walk = (items, read) => items.forEach((item, i) => {
      item.g.setAttribute("tabindex", i ? -1 : 0);
      item.g.setAttribute("role", "img");
      item.g.setAttribute("aria-label", item.parts.map(p => p.join(" ").trim()).join(", "));
      for (const name of ["focus", "pointerenter"]) item.g.addEventListener(name, () => say(read, item.parts));
      item.g.addEventListener("keydown", event => {
        const by = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]}[event.key];
        if (!by) return;
        event.preventDefault();
        let best = null, least = Infinity;
        for (const other of items) {
          const along = (other.x - item.x) * by[0] + (other.y - item.y) * by[1];
          const aside = Math.abs((other.x - item.x) * by[1]) + Math.abs((other.y - item.y) * by[0]);
          if (along > 1 && along + 3 * aside < least) { least = along + 3 * aside; best = other; }
        }
        if (best) { item.g.setAttribute("tabindex", -1); best.g.setAttribute("tabindex", 0); best.g.focus(); }
      });
    });
    // What is known of a sample: how many, mean, half-width, least, quartiles, largest.
    const partsOf = (name, f) => [["", name], ["seeds", grouped(f[0])], ["mean", amount(f[1]) + plusMinus(f[2])],
      ["median", amount(f[5])], ["quartiles", amount(f[4]) + " – " + amount(f[6])],
      ["all", amount(f[3]) + " – " + amount(f[7])]];

    // Dots that would touch go into lanes above and below.
    const lanes = (values, x, apart) => {
      const ends = [], order = [0, 1, -1, 2, -2];
      return [...values].sort((a, b) => a - b).map(value => {
        const at = x(value), free = order.findIndex((_, k) => ends[k] === undefined || at - ends[k] >= apart);
        const k = free < 0 ? Math.round(at) % order.length : free;
        ends[k] = at;
        return [at, order[k]];
      });
    };

    const stripPlot = (host, isPaired) => figure(host, (root, width, read) => {
      root.setAttribute("role", "group");
      const m = measure(), set = isPaired ? m.pairs : m.alone, first = isPaired ? 1 : 0;
      const rows = set.figures.map((f, i) => ({f, dots: set.dots[i], name: many.variants[i + first]})).slice(0, 60);
      const wide = width >= 640, longest = Math.max(...rows.map(r => r.name.length));
      const left = wide ? Math.min(330, 18 + longest * 6.9) : 8, right = width - (wide ? 132 : 8);
      const height = wide ? 44 : 62, top = 34, bottom = top + rows.length * height;
      root.setAttribute("height", bottom + 24);
      const all = rows.flatMap(r => r.f[0] ? [r.f[3], r.f[7], r.f[1] - r.f[2], r.f[1] + r.f[2]] : []).concat(isPaired ? [0] : []);
      root.append(words(isPaired ? m.title + ", less " + many.variants[0] : m.title, left, 10, {class: "title"}));
      if (!all.length) { root.append(words("no run has a figure", left, 30)); return 1; }
      const [low, high] = padded(Math.min(...all), Math.max(...all), 0.04), x = linear(low, high, left, right);
      for (const value of ticks(low, high, Math.max(2, (right - left) / 100))) {
        root.append(svg("line", {class: isPaired && value === 0 ? "zero" : "gridline", x1: x(value), x2: x(value), y1: 20,
          y2: bottom}), words(priceOf(value), x(value), bottom + 17, {"text-anchor": "middle"}));
      }
      const items = rows.map(({f, dots, name}, i) => {
        const y0 = top + i * height, y = y0 + (wide ? 14 : 32), g = svg("g", {class: "row"});
        g.append(svg("rect", {class: "back", x: 0, y: y0 - 4, width, height: height - 2}));
        const shown = wide && name.length * 6.9 > 330 ? name.slice(0, 45) + "…" : name;
        g.append(words(shown, wide ? left - 14 : left, wide ? y + 4 : y0 + 12, {class: "name",
          "text-anchor": wide ? "end" : "start"}));
        if (f[0]) {
          g.append(svg("rect", {class: "box", x: x(f[4]), y: y - 10, width: Math.max(0.5, x(f[6]) - x(f[4])), height: 20}));
          for (const [at, lane] of lanes(dots, x, 4.6)) {
            g.append(svg("circle", {class: "dot", cx: at.toFixed(1), cy: y + lane * 4, r: 2.3}));
          }
          g.append(svg("line", {class: "middle", x1: x(f[5]), x2: x(f[5]), y1: y - 11, y2: y + 11}));
          const at = x(f[1]), down = y + 17;
          if (f[2] !== null) g.append(svg("line", {class: "whisker", x1: x(f[1] - f[2]), x2: x(f[1] + f[2]), y1: down,
            y2: down}));
          g.append(svg("path", {class: "mean", d: "M" + at + " " + (down - 5) + "l5 5l-5 5l-5 -5Z"}));
        }
        const side = {class: "figure", "text-anchor": wide ? "start" : "end"};
        const text = f[0] ? amount(f[1]) + plusMinus(f[2]) : "–";
        if (wide) g.append(words(text, right + 14, y + 1, side), words("n " + grouped(f[0]), right + 14, y + 16));
        else g.append(words(text + ", n " + grouped(f[0]), right, y0 + 12, side));
        root.append(g);
        return {g, x: 0, y: y0, parts: partsOf(name, f)};
      });
      walk(items, read);
      if (set.figures.length > rows.length) root.append(words("and " + grouped(set.figures.length - rows.length) + " more",
        left, 28));
      return rows.length;
    });
    const priceOf = value => Math.abs(value) >= 1e4 ? short(value) : String(Number(value.toPrecision(6))).replace("-", "−");
    """#
}

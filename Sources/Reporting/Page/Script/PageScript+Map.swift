extension PageScript {
  /// The map of liquidations.
  static let map = #"""

    // Notional by the mark at which it becomes liquidatable: not a plot over time.
    const maps = (block("map") || {maps: []}).maps;
    const mapPlot = host => {
      const read = make("div", {class: "read"}), root = svg("svg", {role: "img", "aria-label": host.dataset.label});
      host.append(read, root);
      const draw = () => {
        const map = maps.find(m => m.instrument === instrument()[0]);
        root.replaceChildren();
        const width = host.clientWidth, m = margins(width), height = 270, top = 18, bottom = height - 30;
        root.setAttribute("width", width);
        root.setAttribute("height", height);
        if (!map) {
          root.setAttribute("height", 24);
          root.append(svg("text", {x: 0, y: 14},
            "Nothing would be liquidated by the mark of " + instrument()[1] + "."));
          host.dataset.drawn = 1;
          return;
        }
        const edge = [map.bins[0][0], map.bins[map.bins.length - 1][1],
          map.mark].concat(map.farthest ? [map.farthest] : []);
        const [low, high] = padded(Math.min(...edge), Math.max(...edge), 0.03);
        const x = linear(low, high, m.left, width - m.right);
        const most = Math.max(...map.bins.map(b => b[2] + b[3])), y = linear(0, most * 1.06, bottom, top);
        for (const value of ticks(0, most, 5)) {
          root.append(svg("line", {class: value ? "gridline" : "zero", x1: m.left, x2: width - m.right,
            y1: y(value), y2: y(value)}),
            svg("text", {x: m.left - 8, y: y(value) + 4, "text-anchor": "end"}, short(value)));
        }
        for (const value of ticks(low, high, Math.max(2, (width - m.left) / 110))) {
          root.append(svg("text", {x: x(value), y: bottom + 18, "text-anchor": "middle"}, priceLabel(value)));
        }
        if (map.farthest && map.farthest !== map.mark) {
          const [a, b] = [x(map.mark), x(map.farthest)].sort((p, q) => p - q);
          root.append(svg("rect", {class: "near", x: a, y: top, width: b - a, height: bottom - top}));
        }
        for (const [from, to, long, brief, accounts] of map.bins) {
          const a = x(from - 0.5), w = Math.max(1, x(to + 0.5) - a - 0.7);
          const bar = svg("g", {}, [
            svg("rect", {class: "bar-long", x: a, y: y(long), width: w, height: bottom - y(long)}),
            svg("rect", {class: "bar-short", x: a, y: y(long + brief), width: w, height: y(long) - y(long + brief)}),
            svg("rect", {class: "frame", x: a, y: top, width: w, height: bottom - top})]);
          bar.addEventListener("pointerenter", () => say(read, [["mark",
            grouped(from) + (to > from ? " – " + grouped(to) : "")],
            ["longs", grouped(long)], ["shorts", grouped(brief)], ["accounts", grouped(accounts)]]));
          root.append(bar);
        }
        root.append(svg("line", {class: "cursor", x1: x(map.mark), x2: x(map.mark), y1: top, y2: bottom}),
          svg("text", {class: "direct halo mark", x: x(map.mark) + 5, y: top + 10}, "mark " + grouped(map.mark)));
        if (map.farthest && map.farthest !== map.mark) {
          const left = map.farthest < map.mark;
          root.append(svg("text", {class: "direct halo", x: x(map.farthest) + (left ? 5 : -5), y: top + 10,
            "text-anchor": left ? "start" : "end"}, "went to " + grouped(map.farthest)));
        }
        root.append(svg("text", {class: "title halo", x: m.left, y: 10},
          "Notional, longs and shorts, at each mark in ticks"));
        const peak = (place, name) => {
          const best = map.bins.reduce((a, b) => b[place] > a[place] ? b : a);
          if (best[place] > most * 0.03) root.append(svg("text", {class: "direct halo " + name,
            "text-anchor": "middle", x: x((best[0] + best[1]) / 2), y: Math.max(y(best[2] + best[3]) - 5,
              top + 24)}, place === 2 ? "longs" : "shorts"));
        };
        peak(2, "sold");
        peak(3, "bought");
        host.dataset.drawn = map.bins.length;
      };
      root.addEventListener("pointerleave", () => say(read, []));
      stage.plots.push({draw, point: () => {}});
    };
    """#
}

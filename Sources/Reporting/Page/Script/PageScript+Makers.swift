extension PageScript {
  /// What makers quote, hold and show.
  static let makers = #"""

    // Makers: the widest explained half-spread of each stretch in its six terms, what they hold, what they show.
    const makers = block("makers");
    const termNames = ["base", "volatility", "inventory", "toxicity", "depth", "stress"];
    const termPanel = () => {
      const terms = () => makers.instruments[stage.place].terms;
      const total = t => t.slice(2, 8).reduce((s, v) => s + Math.max(0, v), 0) / 1000;
      return {
        height: 190,
        title: () => "Half-spread of the widest quote in its terms, ticks",
        range: (from, to) => {
          const seen = terms().filter(t => t[0] + makers.width >= from && t[0] <= to);
          return seen.length ? [0, Math.max(...seen.map(total)) * 1.08 || 1] : null;
        },
        draw: (layer, x, y, area) => {
          const list = terms().filter(t => t[0] + makers.width >= area.from && t[0] <= area.to), used = new Set();
          for (const t of list) {
            let low = 0;
            for (let k = 0; k < 6; k++) {
              const value = Math.max(0, t[2 + k]) / 1000;
              if (!value) continue;
              used.add(k);
              const a = x(t[0]), h = y(low) - y(low + value);
              if (h > 0.05) layer.append(svg("rect", {class: "s" + k, x: a.toFixed(1), y: y(low + value).toFixed(1),
                width: Math.max(0.8, x(t[0] + makers.width) - a + 0.3).toFixed(1), height: h.toFixed(1)}));
              low += value;
            }
          }
          const tallest = list.reduce((a, b) => total(b) > total(a) ? b : a);
          let low = 0;
          const ends = [];
          for (let k = 0; k < 6; k++) if (used.has(k)) { const v = Math.max(0,
            tallest[2 + k]) / 1000; ends.push({name: "s" + k, text: termNames[k], y: y(low + v / 2)}); low += v; }
          directLabels(area, ends);
          return list.length;
        },
        at: time => {
          const list = terms(), i = before(list.map(t => t[0]), time);
          if (i < 0) return [];
          const t = list[i];
          return [["", t[1]], ["half-spread", t[9] ? grouped(t[9]) + " ticks" : "no quote"]].concat(
            termNames.map((name, k) => [name, t[2 + k]]).filter(p => p[1]).map(([name, v]) => [name,
              grouped(v / 1000, 2)]),
            t[8] ? [["withdrawn", grouped(t[8] / 10, 1) + " %"]] : []);
        },
      };
    };
    const asPath = list => list.length ? {t: list.map(p => p[0]), v: list.map(p => p[1])} : null;
    const inventoryPanel = () => {
      const held = () => asPath(makers.instruments[stage.place].inventory);
      return {
        height: 90,
        title: () => "Makers' inventory, lots",
        range: (from, to) => { const p = held(), e = p && extent([p], from, to); return e && padded(Math.min(0,
          e[0]), Math.max(0, e[1]), 0.1); },
        ticks: range => ticks(range[0], range[1], 4),
        draw: (layer, x, y, area) => { layer.append(svg("path", {class: "line inventory", d: stairs(held(), x, y,
          area.from, area.to)})); return held().t.length; },
        at: time => { const v = valueAt(held(), time); return v === null ? [] : [["inventory",
          grouped(v) + " lots"]]; },
      };
    };
    const shownPanel = () => {
      const sides = () => { const shown = depth.instruments[stage.place].shown ||
        []; return [asPath(shown.map(s => [s[0], s[1]])), asPath(shown.map(s => [s[0], -s[2]]))]; };
      return {
        height: 90,
        title: () => "Lots that makers show, bids above and asks below",
        label: value => short(Math.abs(value)),
        range: (from, to) => { const e = extent(sides(), from, to); return e && padded(Math.min(0, e[0]),
          Math.max(0, e[1]), 0.08); },
        ticks: range => ticks(range[0], range[1], 4),
        draw: (layer, x, y, area) => {
          const [bid, ask] = sides();
          if (bid) layer.append(svg("path", {class: "line bidline", d: stairs(bid, x, y, area.from, area.to)}));
          if (ask) layer.append(svg("path", {class: "line askline", d: stairs(ask, x, y, area.from, area.to)}));
          directLabels(area, [["bid", "bids", bid], ["ask", "asks", ask]].filter(s => s[2]).map(([name, text,
            p]) => ({name, text, y: y(valueAt(p, area.to) || 0)})));
          return bid ? bid.t.length : 0;
        },
        at: time => { const [bid, ask] = sides(); return bid && valueAt(bid, time) !== null ? [["bids",
          grouped(valueAt(bid, time))], ["asks", grouped(-valueAt(ask, time))]] : []; },
      };
    };
    """#
}

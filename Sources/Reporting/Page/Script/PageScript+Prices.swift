extension PageScript {
  /// Prices with forced orders, with and without liquidations.
  static let prices = #"""

    // Price, mark, index; forced orders as discs whose area is their notional.
    const prices = block("prices") || {paths: [], forced: []};
    const paths = prices.paths.map(p => ({mark: path(p.mark), index: path(p.index), last: path(p.last),
      without: path(p.without)}));
    const instrument = () => run.instruments[stage.place];
    const current = () => paths[stage.place] || {};
    const priceLabel = value => grouped(value, Number.isInteger(value) ? 0 : 1);
    const forcedOf = prices.forced.map(([number, time, event, price, lots, notional, round, account]) =>
      ({number, time, event, price, lots, notional, round, account}));
    const mostForced = Math.max(1, ...forcedOf.map(f => f.notional));

    const pricePanel = () => {
      let discs = [];
      return {
        height: 330,
        title: () => instrument()[1] + ", ticks",
        label: priceLabel,
        range: (from, to) => {
          const p = current(), found = extent([p.mark, p.last, p.index], from, to);
          return found && padded(found[0], found[1], 0.06);
        },
        rest: () => {
          const all = forcedOf.filter(f => f.number === instrument()[0]);
          return all.length ? [["forced orders shown", grouped(all.length)],
            ["of all instruments", grouped(prices.forcedCount)], ["largest", short(Math.max(...all.map(f => f.notional)))]] : [];
        },
        draw: (layer, x, y, area) => {
          const p = current(), ends = [];
          let count = 0;
          for (const name of ["last", "index", "mark"]) {
            if (!p[name]) continue;
            layer.append(svg("path", {class: "line " + name, d: stairs(p[name], x, y, area.from, area.to)}));
            count += p[name].t.length;
            ends.push({name, text: name, y: Math.min(Math.max(y(valueAt(p[name], area.to) ?? p[name].v[0]),
              area.top), area.bottom)});
          }
          // Few discs may be large; of many within little room each is small.
          const shown = forcedOf.filter(f => f.number === instrument()[0] &&
            f.time >= area.from && f.time <= area.to);
          const room = shown.length ? x(shown[shown.length - 1].time) - x(shown[0].time) + 30 : 30;
          const most = Math.min(13, Math.max(6, 60 * room / (30 * Math.sqrt(shown.length + 1) + room)));
          discs = [...shown].sort((a, b) => b.notional - a.notional)
            .map(f => ({f, x: x(f.time), y: y(f.price), r: Math.max(1, most * Math.sqrt(f.notional / mostForced))}));
          for (const d of discs) {
            layer.append(svg("circle", {class: "forced " + (d.f.lots < 0 ? "sold" : "bought"), cx: d.x.toFixed(1),
              cy: d.y.toFixed(1), r: d.r.toFixed(1)}));
          }
          if (discs.length) {
            const kinds = [...new Set(discs.map(d => d.f.lots < 0 ? "sold" : "bought"))];
            const low = discs.reduce((a, b) => b.y > a.y ? b : a);
            ends.push(...kinds.map(name => ({name, text: "forced " + (name === "sold" ? "sales" : "buys"),
              y: Math.min(low.y, area.bottom - 4)})));
          }
          directLabels(area, ends);
          return count + discs.length;
        },
        at: time => {
          const p = current(), parts = [];
          for (const name of ["mark", "index", "last"]) {
            const value = valueAt(p[name], time);
            if (value !== null) parts.push([name, grouped(value)]);
          }
          return parts;
        },
        near: (px, py) => {
          const hit = discs.filter(d => Math.hypot(d.x - px, d.y - py) <= Math.max(d.r, 5)).pop();
          return hit && [["", clock(hit.f.time, 1)], ["forced order of", hit.f.account], ["round",
            grouped(hit.f.round)],
            [hit.f.lots < 0 ? "sold" : "bought", grouped(Math.abs(hit.f.lots)) + " lots"], ["worst price",
              grouped(hit.f.price)],
            ["notional", grouped(hit.f.notional)]];
        },
      };
    };

    // The run and the same without liquidations, or two runs.
    const sides = prices.sides || ["with", "without"];
    const withoutPanel = () => ({
      height: 260,
      title: () => "Mark of " + instrument()[1] + ", ticks",
      label: priceLabel,
      range: (from, to) => {
        const found = extent([current().mark, current().without], from, to);
        return found && padded(found[0], found[1], 0.06);
      },
      draw: (layer, x, y, area) => {
        const p = current();
        if (!p.mark || !p.without) return 0;
        const gap = stairs(p.mark, x, y, area.from, area.to);
        const back = [];
        for (let i = p.without.t.length - 1; i >= 0; i--) {
          const t = p.without.t[i];
          if (t > area.to || i + 1 < p.without.t.length && p.without.t[i + 1] < area.from) continue;
          const end = x(Math.min(i + 1 < p.without.t.length ? p.without.t[i + 1] : run.end, area.to));
          back.push("L" + end.toFixed(1) + " " + y(p.without.v[i]).toFixed(1), "H" + x(Math.max(t,
            area.from)).toFixed(1));
        }
        layer.append(svg("path", {class: "gap", d: gap + back.join("") + "Z"}));
        layer.append(svg("path", {class: "line without", d: stairs(p.without, x, y, area.from, area.to)}));
        layer.append(svg("path", {class: "line mark", d: gap}));
        const ends = [["mark", sides[0]], ["without", sides[1]]].map(([name, text]) =>
          ({name, text, y: y(valueAt(p[name], area.to) ?? p[name].v[0])}));
        directLabels(area, ends);
        return p.mark.t.length + p.without.t.length;
      },
      at: time => {
        const [a, b] = [valueAt(current().mark, time), valueAt(current().without, time)];
        return a === null || b === null ? []
          : [[sides[0], grouped(a)], [sides[1], grouped(b)], ["difference", grouped(a - b) + " ticks"]];
      },
    });
    """#
}

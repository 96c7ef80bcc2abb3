extension PageScript {
  /// The tree of causes and the mark in order of events.
  static let tree = #"""

    // Who fell because of whom: a block for each account, as tall as its branch; a column for each generation. Above it the
    // mark in order of events, where the chosen block shows when it fell and when it was closed.
    const tree = block("tree");
    const treePlot = host => {
      const card = make("div", {class: "card", "aria-live": "polite"});
      const strip = svg("svg", {role: "img", "aria-label": "The mark in order of events"});
      const root = svg("svg", {tabindex: 0, role: "group",
        "aria-label": host.dataset.label + "; arrow keys walk it"});
      const cut = tree.count > tree.nodes.length ? [make("p", {class: "note"}, "The " + grouped(tree.nodes.length) +
        " largest of " + grouped(tree.count) + " falls; the rest is counted in the branches it belongs to.")] : [];
      host.append(make("div", {class: "tree"}, [make("div", {}, [strip, root, ...cut]), card]));
      const nodes = tree.nodes, tops = tree.roots.map((r, i) => ({...r, index: i, children: [], isRoot: true}));
      const stages = {};
      nodes.forEach((n, i) => { n.index = i; n.children = []; n.up = "root" in n ? tops[n.root] : nodes[n.parent]; });
      nodes.forEach(n => n.up && n.up.children.push(n));
      // A fall that traded nothing still has a height.
      const least = Math.max(1, nodes.reduce((s, n) => s + (n.generation === 1 ? n.branch : 0), 0) / 3000);
      const weight = n => Math.max(n.isRoot ? n.notional : n.branch, least);
      for (const n of [...nodes].reverse()) n.size = Math.max(weight(n), n.children.reduce((s, c) => s + c.size, 0));
      for (const r of tops) r.size = Math.max(weight(r), r.children.reduce((s, c) => s + c.size, 0));
      let from = 0;
      const settle = (n, low) => {
        n.low = low;
        n.high = low + n.size;
        let at = low;
        for (const c of n.children) { settle(c, at); at += c.size; }
        n.rest = at;
      };
      for (const r of tops) { settle(r, from); from += r.size; }
      const columns = Math.max(1, ...nodes.map(n => n.generation)) + 1;
      let chosen = nodes[0] || null;

      const stripHeight = 150;
      const drawStrip = width => {
        strip.replaceChildren();
        strip.setAttribute("width", width);
        strip.setAttribute("height", stripHeight + 8);
        if (!chosen) return 0;
        const number = chosen.instrument >= 0 ? chosen.instrument : instrument()[0];
        const place = Math.max(0, run.instruments.findIndex(i => i[0] === number)), p = paths[place].mark;
        if (!p) return 0;
        const mine = nodes.filter(n => n.instrument === number);
        let first = Math.min(...mine.map(n => n.event)),
          last = Math.max(...mine.map(n => n.fills.length ? n.fills[1] : n.event));
        const pad = Math.max(20, (last - first) * 0.06);
        first -= pad;
        last += pad;
        const m = margins(width), left = m.left, right = width - 6, bottom = stripHeight - 22;
        let i = Math.max(0, before(p.e, first)), low = Infinity, high = -Infinity;
        const begin = i;
        for (; i < p.e.length && p.e[i] <= last; i++) { low = Math.min(low, p.v[i]); high = Math.max(high, p.v[i]); }
        if (low > high) return 0;
        const x = linear(first, last, left, right), [a, b] = padded(low, high, 0.08), y = linear(a, b, bottom, 16);
        for (const value of ticks(a, b, 3)) {
          strip.append(svg("line", {class: "gridline", x1: left, x2: right, y1: y(value), y2: y(value)}),
            svg("text", {x: left - 8, y: y(value) + 4, "text-anchor": "end"}, priceLabel(value)));
        }
        if (chosen.fills.length) {
          strip.append(svg("rect", {class: "closing", x: x(chosen.fills[0]), width: Math.max(2,
            x(chosen.fills[1]) - x(chosen.fills[0])), y: 16, height: bottom - 16}));
        }
        for (const n of mine) strip.append(svg("line", {class: "tick", x1: x(n.event), x2: x(n.event), y1: bottom,
          y2: bottom + 5}));
        let d = "M" + x(Math.max(first, p.e[begin])).toFixed(1) + " " + y(p.v[begin]).toFixed(1);
        for (let k = begin + 1; k < p.e.length &&
          p.e[k] <= last; k++) d += "H" + x(p.e[k]).toFixed(1) + "V" + y(p.v[k]).toFixed(1);
        strip.append(svg("path", {class: "line mark", d: d + "H" + right}));
        if (chosen.event >= first) {
          const at = x(chosen.event), end = at > (left + right) / 2;
          strip.append(svg("line", {class: "moment", x1: at, x2: at, y1: 16, y2: bottom}),
            svg("text", {class: "direct halo limit", x: at + (end ? -5 : 5), y: 27,
              "text-anchor": end ? "end" : "start"}, chosen.account + " falls"));
        }
        strip.append(svg("text", {class: "title halo", x: left, y: 10},
          "Mark of " + run.instruments[place][1] + ", in order of events"));
        for (const value of ticks(first, last, 4)) strip.append(svg("text", {x: x(value), y: bottom + 18,
          "text-anchor": "middle"}, "event " + grouped(value)));
        return p.e.length;
      };

      const describe = () => {
        if (!chosen) return card.replaceChildren();
        const n = chosen, rows = [];
        rows.push(["fell", clock(n.time, 1e3) + ", event " + grouped(n.event)], ["because of",
          (n.up && (n.up.account ? "forced orders of " + n.up.account : n.up.name)) || "a fall that is not shown"],
          ["trigger", n.trigger], ["generation",
            grouped(n.generation) + (n.round !== n.generation ? ", round " + n.round : "")],
          ["equity", grouped(n.equity)], ["maintenance", grouped(n.maintenance)], ["health",
            n.maintenance > 0 ? grouped(n.equity / n.maintenance, 3) : "–"]);
        for (const [number, verb, lots, notional, price] of n.forced) {
          const name = (run.instruments.find(i => i[0] === number) || [0, "#" + number])[1];
          rows.push(["forced order", verb + " " + grouped(lots) + " " + name + " at " + grouped(price,
            Number.isInteger(price) ? 0 : 2) + " on average, for " + grouped(notional)]);
        }
        if (n.fills.length) rows.push(["fills",
          grouped(n.fills[2]) + ", events " + grouped(n.fills[0]) + (n.fills[1] > n.fills[0] ? " – " + grouped(n.fills[1]) : "")]);
        if (n.takenOver) rows.push(["taken over", "by the backstop"]);
        if (n.deleveraged) rows.push(["deleveraged", grouped(n.deleveraged) + " lots"]);
        if (n.slippage || n.fees) rows.push(["cost of closing",
          grouped(n.slippage) + " and " + grouped(n.fees) + " in fees"]);
        if (n.short) rows.push(["short of", grouped(n.short)]);
        rows.push(["its branch", grouped(n.falls) + (n.falls === 1 ? " fall, " : " falls, ") + grouped(n.branch)]);
        card.replaceChildren(make("h3", {}, n.account),
          make("dl", {}, rows.flatMap(([term, text]) => [make("dt", {}, term), make("dd", {}, text)])));
      };

      // A name on as many lines as fit into its block; where that is not enough its end, which tells accounts apart.
      const fitting = (name, size, lines) => {
        const parts = name.split(/(?<=[-. ])/), rows = [""];
        for (const part of parts) {
          if ((rows[rows.length - 1] + part).trimEnd().length <= size || !rows[rows.length - 1]) rows[rows.length - 1] += part;
          else rows.push(part);
        }
        if (rows.length <= lines && rows.every(r => r.trimEnd().length <= size)) return rows;
        return size < 3 ? [] : [name.length <= size ? name : "…" + name.slice(1 - size)];
      };
      const draw = () => {
        const width = host.querySelector(".tree > div").clientWidth, height = Math.min(520, Math.max(140,
          nodes.length * 9 + 60)), top = 22;
        let drawn = drawStrip(width);
        root.replaceChildren();
        root.setAttribute("width", width);
        root.setAttribute("height", height + 6);
        const y = linear(0, from, top, height), column = width / columns;
        const x = g => g * column;
        root.append(svg("text", {class: "title", x: 0, y: 12}, "Cause"));
        for (let g = 1; g < columns; g++) if (column > 26) root.append(svg("text", {class: "title", x: x(g) + 1,
          y: 12}, g === 1 && column > 80 ? "Generation 1" : grouped(g)));
        const box = (n, g, name, size) => {
          const a = y(n.low), h = Math.max(0.6, y(n.high) - a);
          const thin = h < 2.2 ? " thin" : "";
          const rect = svg("rect",
            {class: "node" + thin + (n.isRoot ? " root" : n.short ? " short" : "") + (n === chosen ? " on" : ""),
              x: x(g), y: a, width: Math.max(1, column - 1.5), height: h});
          rect.append(svg("title", {}, name + ": " + size));
          if (!n.isRoot) {
            rect.addEventListener("pointerenter", () => pick(n, false));
            rect.addEventListener("click", () => { pick(n, true); root.focus({preventScroll: true}); });
          }
          root.append(rect);
          drawn += 1;
          if (h <= 12) return;
          const rows = fitting(name, Math.floor((column - 8) / 6.6), Math.floor((h - 4) / 13));
          root.append(svg("text", {class: "node-name", y: Math.min(a + h / 2 + 4, a + 15)},
            rows.map((row, i) => svg("tspan", {x: x(g) + 4, dy: i ? 13 : 0}, row))));
        };
        for (const r of tops) box(r, 0, r.name, short(r.notional) + " in " + grouped(r.falls) + " falls");
        for (const n of nodes) box(n, n.generation, n.account, short(n.branch));
        const hidden = [...tops, ...nodes].map(n => [n, n.falls - (n.isRoot ? 0 : 1) - n.children.reduce((s,
          c) => s + c.falls, 0)]).filter(([, count]) => count > 0);
        for (const [n, count] of hidden) {
          const g = (n.isRoot ? 0 : n.generation) + 1, a = y(n.rest), b = y(n.high);
          if (g < columns && b - a > 1) {
            root.append(svg("rect", {class: "node more", x: x(g), y: a, width: Math.max(1, column - 1.5),
              height: b - a}));
            if (b - a > 12 && column > 60) root.append(svg("text", {class: "node-name", x: x(g) + 5,
              y: (a + b) / 2 + 4}, "+ " + grouped(count) + " more"));
          }
        }
        describe();
        host.dataset.drawn = drawn;
      };
      const pick = (n, pins) => {
        if (!n || n === chosen && !pins) return;
        chosen = n;
        stage.cursor = n.time;
        redrawTree();
        point(n.time);
      };
      let due = false;
      const redrawTree = () => { if (!due) { due = true; requestAnimationFrame(() => { due = false; draw(); }); } };
      root.addEventListener("keydown", event => {
        if (!chosen || event.ctrlKey || event.metaKey || event.altKey) return;
        const siblings = chosen.up ? chosen.up.children : [chosen], at = siblings.indexOf(chosen);
        const next = {ArrowRight: chosen.children[0], ArrowLeft: chosen.up && !chosen.up.isRoot ? chosen.up : null,
          ArrowDown: siblings[at + 1], ArrowUp: siblings[at - 1], Home: nodes[0]}[event.key];
        if (next === undefined && !event.key.startsWith("Arrow")) return;
        event.preventDefault();
        if (next) pick(next, true);
      });
      stage.plots.push({draw, point: () => {}});
    };
    """#
}

extension PageScript {
  /// Two runs side by side: bars in pairs, half-spreads of both.
  static let pair = #"""

    // Two runs: A in ink and to the left or above, B in green and to the right or below.
    const pair = block("pair");
    // A plot that is not one over time: drawn anew when its width changes.
    const figure = (host, draw) => {
      const read = make("div", {class: "read"}), root = svg("svg", {role: "img", "aria-label": host.dataset.label});
      host.append(read, root);
      const plot = {host, read, root, draw: () => {
        root.replaceChildren();
        root.setAttribute("width", host.clientWidth);
        host.dataset.drawn = draw(root, host.clientWidth, read);
      }, point: () => {}};
      stage.plots.push(plot);
      return plot;
    };
    const words = (text, x, y, attributes) => svg("text", {x, y, ...attributes}, text);

    const roundPlot = host => figure(host, (root, width, read) => {
      const m = margins(width), top = 22, bottom = 236, list = pair.rounds;
      root.setAttribute("height", bottom + 40);
      const most = Math.max(1, ...list.map(r => Math.max(r[1], r[2])));
      const y = linear(0, most * 1.04, bottom, top), room = (width - m.left - m.right) / list.length;
      for (const value of ticks(0, most, 5)) {
        root.append(svg("line", {class: value ? "gridline" : "zero", x1: m.left, x2: width - m.right, y1: y(value),
          y2: y(value)}), words(short(value), m.left - 8, y(value) + 4, {"text-anchor": "end"}));
      }
      const bar = Math.max(0.6, Math.min(56, room * 0.38)), every = Math.ceil(34 / room);
      list.forEach(([name, a, b], i) => {
        const middle = m.left + room * (i + 0.5);
        const group = svg("g", {}, [
          svg("rect", {class: "bar-a", x: middle - bar, y: y(a), width: bar - 0.5, height: bottom - y(a)}),
          svg("rect", {class: "bar-b", x: middle + 0.5, y: y(b), width: bar - 0.5, height: bottom - y(b)}),
          svg("rect", {class: "frame", x: middle - room / 2, y: top, width: room, height: bottom - top})]);
        group.addEventListener("pointerenter", () => say(read, [["round", name], ["A", grouped(a)], ["B", grouped(b)],
          ["B − A", grouped(b - a)]]));
        root.append(group);
        if (i % every === 0) root.append(words(name, middle, bottom + 17, {"text-anchor": "middle"}));
      });
      root.append(words("Forced notional, money", m.left, 10, {class: "title"}),
        words("round", m.left, bottom + 34, {}),
        words("A", width - m.right - 34, 10, {class: "direct side-a"}),
        words("B", width - m.right - 14, 10, {class: "direct side-b"}));
      return list.length;
    });

    const stagePlot = host => figure(host, (root, width) => {
      const wide = width >= 640, left = wide ? 250 : 0, row = wide ? 50 : 68, right = 84, list = pair.stages;
      root.setAttribute("height", list.length * row + 6);
      const most = Math.max(1, ...list.map(s => Math.max(s[1], s[2]))), x = linear(0, most, left, width - right);
      list.forEach(([name, a, b], i) => {
        const top = i * row + (wide ? 6 : 24);
        root.append(words(name, wide ? left - 12 : 0, wide ? top + 20 : top - 6,
          {class: "title", "text-anchor": wide ? "end" : "start"}));
        [[a, "a"], [b, "b"]].forEach(([value, side], k) => {
          root.append(svg("rect", {class: "bar-" + side, x: left, y: top + k * 17, height: 15,
            width: Math.max(1, x(value) - left)}),
            words(side.toUpperCase() + "  " + short(value), Math.max(left + 1, x(value)) + 7, top + k * 17 + 12,
              {class: "direct side-" + side}));
        });
      });
      return list.length;
    });

    const spreadPanel = () => {
      const lists = () => pair.spreads[stage.place];
      // What was said stands until the next is said; a stretch without a quote parts the line.
      const strokes = (list, x, y) => {
        let text = "", isDown = false;
        list.forEach(([time, value], i) => {
          if (!value) { isDown = false; return; }
          text += (isDown ? "V" : "M" + x(time).toFixed(1) + " ") + y(value).toFixed(1) +
            "H" + x(i + 1 < list.length ? list[i + 1][0] : run.end).toFixed(1);
          isDown = true;
        });
        return text;
      };
      const seen = (from, to) => lists().flatMap(list => list.filter((s, i) => s[1] && s[0] <= to &&
        (i + 1 < list.length ? list[i + 1][0] : run.end) >= from));
      return {
        height: 200,
        title: () => "Widest half-spread, " + instrument()[1] + ", ticks",
        range: (from, to) => {
          const found = seen(from, to);
          return found.length ? [0, Math.max(...found.map(s => s[1])) * 1.08] : null;
        },
        draw: (layer, x, y, area) => {
          const ends = [];
          lists().forEach((list, k) => {
            const name = "ab"[k], last = list.filter(s => s[1] && s[0] <= area.to).pop();
            layer.append(svg("path", {class: "line side-" + name, d: strokes(list, x, y)}));
            if (last) ends.push({name: "side-" + name, text: name.toUpperCase(), y: y(last[1])});
          });
          directLabels(area, ends);
          return seen(area.from, area.to).length;
        },
        at: time => lists().map((list, k) => {
          const i = before(list.map(s => s[0]), time), found = i < 0 ? null : list[i];
          return ["AB"[k], found ? found[1] ? grouped(found[1]) + " ticks" : "no quote" : "nothing said"];
        }),
      };
    };
    """#
}

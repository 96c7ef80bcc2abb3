extension PageScript {
  /// What was varied as axes: means along one, a map over two.
  static let phase = #"""

    // Axes of what was varied; the last varies fastest. Numbers stand in their order, words as they were given.
    const axes = many ? many.axes.map((a, k) => {
      const numbers = a.values.map(Number), isNumeric = a.values.every(v => v.trim() !== "") && numbers.every(Number.isFinite);
      const order = a.values.map((_, i) => i);
      if (isNumeric) order.sort((i, j) => numbers[i] - numbers[j]);
      return {name: a.name, values: a.values, numbers, isNumeric, order, k};
    }) : [];
    const indexOf = digits => axes.reduce((index, a, k) => index * a.values.length + digits[k], 0);
    // Every choice of values of some axes, as [axis, value] pairs.
    const choices = list => list.reduce((all, a) => all.flatMap(c => a.order.map(i => [...c, [a.k, i]])), [[]]);
    const figureAt = pairs => {
      const digits = [];
      for (const [k, i] of pairs) digits[k] = i;
      return measure().alone.figures[indexOf(digits)];
    };
    const called = pairs => pairs.map(([k, i]) => axes[k].name + " " + axes[k].values[i]).join(", ");
    const variedAxes = () => axes.filter(a => a.values.length > 1);

    const bandPlot = host => figure(host, (root, width, read) => {
      root.setAttribute("role", "group");
      const varied = variedAxes(), scored = [...varied].sort((a, b) =>
        (b.isNumeric - a.isNumeric) || b.values.length - a.values.length || b.k - a.k);
      const axis = scored[0], series = choices(axes.filter(a => a !== axis)), shown = series.slice(0, 6);
      const wide = width >= 640, left = wide ? 66 : 50, right = width - (shown.length < 2 ? 30 : wide ? 150 : 76);
      const top = 26, bottom = 290;
      root.setAttribute("height", bottom + 42);
      const lines = shown.map(pairs => axis.order.map(i => ({i, f: figureAt([...pairs, [axis.k, i]]), pairs}))
        .filter(p => p.f && p.f[0]));
      const found = lines.flat().flatMap(p => [p.f[1] - p.f[2], p.f[1] + p.f[2]]);
      root.append(words("Mean of " + measure().title, left, 10, {class: "title"}));
      if (!found.length) return 1;
      const [low, high] = padded(Math.min(...found), Math.max(...found), 0.06), y = linear(low, high, bottom, top);
      const isLog = axis.isNumeric && Math.min(...axis.numbers) > 0 && Math.max(...axis.numbers) >= 20 * Math.min(...axis.numbers);
      const at = i => !axis.isNumeric ? axis.order.indexOf(i) : isLog ? Math.log10(axis.numbers[i]) : axis.numbers[i];
      const ends = axis.order.map(at), margin = (ends[ends.length - 1] - ends[0]) * 0.05 || 1;
      const x = linear(ends[0] - margin, ends[ends.length - 1] + margin, left, right);
      for (const value of ticks(low, high, 6)) {
        root.append(svg("line", {class: value === 0 ? "zero" : "gridline", x1: left, x2: right, y1: y(value), y2: y(value)}),
          words(priceOf(value), left - 8, y(value) + 4, {"text-anchor": "end"}));
      }
      let last = -Infinity;
      for (const i of axis.order) {
        const place = x(at(i)), text = axis.values[i];
        if (place - last < text.length * 7 + 8) continue;
        last = place;
        root.append(words(text, place, bottom + 17, {"text-anchor": "middle"}));
      }
      root.append(words(axis.name + (isLog ? ", on a scale of powers" : ""), (left + right) / 2, bottom + 36, {"text-anchor": "middle"}));
      const labels = [], items = [];
      lines.forEach((line, k) => {
        if (!line.length) return;
        const px = p => x(at(p.i)) + (axis.isNumeric ? 0 : (k - (lines.length - 1) / 2) * 9);
        const point = (p, side) => px(p).toFixed(1) + " " + y(p.f[1] + side * (p.f[2] || 0)).toFixed(1);
        const over = line.map(p => point(p, 1)), under = line.map(p => point(p, -1)).reverse();
        if (axis.isNumeric) root.append(svg("path", {class: "ribbon c" + k, d: "M" + over.concat(under).join("L") + "Z"}));
        if (axis.isNumeric) root.append(svg("path", {class: "series c" + k, d: "M" + line.map(p => point(p, 0)).join("L")}));
        for (const p of line) {
          const name = called([[axis.k, p.i], ...p.pairs]), g = svg("g", {class: "row c" + k}, [
            svg("line", {class: "limb", x1: px(p), x2: px(p), y1: y(p.f[1] - p.f[2]), y2: y(p.f[1] + p.f[2])}),
            svg("circle", {class: "spot", cx: px(p), cy: y(p.f[1]), r: 4.5})]);
          items.push({g, x: px(p), y: y(p.f[1]), parts: partsOf(name, p.f)});
        }
        if (lines.length > 1) labels.push({name: "c" + k, text: line[0].pairs.filter(([k]) =>
          axes[k].values.length > 1).map(([k, i]) => axes[k].values[i]).join(", "), y: y(line[line.length - 1].f[1])});
      });
      for (const item of items) root.append(item.g);
      if (lines.length > 1) root.append(words(varied.filter(a => a !== axis).map(a => a.name).join(", "), width, 10,
        {"text-anchor": "end"}));
      directLabels({labels: root, top, bottom, right, wide: true}, labels);
      walk(items, read);
      if (series.length > shown.length) root.append(words("and " + grouped(series.length - shown.length) + " more lines", left, 24));
      return items.length;
    });

    const phasePlot = host => figure(host, (root, width, read) => {
      root.setAttribute("role", "group");
      const varied = variedAxes(), [down, across] = varied.slice(-2), others = axes.filter(a => a !== down && a !== across);
      const facets = choices(others).slice(0, 12), isMany = varied.length > 2;
      const longest = Math.max(...down.values.map(v => v.length)), left = Math.max(44, 16 + longest * 7);
      const columns = across.order.length, rows = down.order.length;
      const wide = Math.min(132, (width - left - 8) / columns), high = Math.max(32, Math.min(64, wide * 0.6));
      const each = rows * high + (isMany ? 92 : 74);
      root.setAttribute("height", 22 + each * facets.length + 30);
      root.append(words("Mean of " + measure().title, 0, 10, {class: "title"}));
      const values = facets.flatMap(c => choices([down, across]).map(p => figureAt([...c, ...p])))
        .filter(f => f && f[0]).map(f => f[1]);
      if (!values.length) return 1;
      const least = Math.min(...values), most = Math.max(...values), items = [];
      const strength = value => Math.round(6 + 72 * (most > least ? (value - least) / (most - least) : 0.5));
      const paint = (rect, part) => { rect.style.fill = "color-mix(in oklab, var(--blue) " + part + "%, var(--panel))"; };
      facets.forEach((facet, n) => {
        const top = 22 + n * each + (isMany ? 40 : 22);
        if (isMany) root.append(words(called(facet), left, top - 24, {class: "title"}));
        root.append(words(down.name, 0, top - 8));
        [...down.order].reverse().forEach((i, r) => {
          root.append(words(down.values[i], left - 10, top + (r + 0.5) * high + 4, {"text-anchor": "end", class: "name"}));
          across.order.forEach((j, c) => {
            const f = figureAt([...facet, [down.k, i], [across.k, j]]);
            if (!f) return;
            const a = left + c * wide, b = top + r * high, part = f[0] ? strength(f[1]) : 0;
            const ink = isDark() ? part > 66 ? "on-light" : "on-dark" : "on-light", middle = {"text-anchor": "middle"};
            const g = svg("g", {class: "cell"}), rect = svg("rect", {x: a, y: b, width: wide, height: high});
            paint(rect, part);
            g.append(rect);
            const isLarge = wide >= 84 && high >= 40 && f[2] !== null;
            const text = wide < 46 && f[0] ? String(Number(f[1].toPrecision(wide < 34 ? 2 : 3))) : amount(f[1]);
            g.append(words(text, a + wide / 2, b + high / 2 + (isLarge ? -1 : 5), {...middle,
              class: ink + (wide < 52 ? " small" : "")}));
            if (isLarge) g.append(words("± " + amount(f[2]), a + wide / 2, b + high / 2 + 15, {...middle,
              class: ink + " small"}));
            root.append(g);
            items.push({g, x: a, y: b, parts: partsOf(called([...facet, [down.k, i], [across.k, j]]), f)});
          });
        });
        across.order.forEach((j, c) => root.append(words(across.values[j], left + (c + 0.5) * wide, top + rows * high + 17,
          {"text-anchor": "middle", class: "name"})));
        root.append(words(across.name, left + columns * wide / 2, top + rows * high + 35, {"text-anchor": "middle"}));
      });
      const y = 22 + each * facets.length + 6, from = amount(least), start = left + from.length * 7 + 8;
      root.append(words(from, left, y + 11));
      for (let k = 0; k < 8; k++) {
        const rect = svg("rect", {x: start + k * 18, y, width: 18, height: 13});
        paint(rect, Math.round(6 + 72 * k / 7));
        root.append(rect);
      }
      root.append(words(amount(most), start + 8 * 18 + 8, y + 11));
      walk(items, read);
      return items.length;
    });
    """#
}

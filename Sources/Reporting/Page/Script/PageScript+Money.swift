extension PageScript {
  /// Health of accounts, funds and losses.
  static let money = #"""

    // Shares of accounts by health: equity over maintenance margin, on a scale of powers.
    const health = block("health") || {samples: []};
    const healthTimes = health.samples.map(s => s[0]);
    const healthPanel = () => {
      const power = value => Math.log2(Math.min(Math.max(value / 1000, 0.25), 1024));
      return {
        height: 220,
        title: () => "Equity ÷ maintenance margin",
        label: value => { const v = Math.pow(2, value); return v < 1 ? "1/" + grouped(1 / v) : grouped(v); },
        ticks: range => ticks(range[0], range[1], 6).filter(Number.isInteger),
        range: (from, to) => {
          let low = -1, high = 1;
          for (const s of health.samples) { low = Math.min(low, power(s[3])); high = Math.max(high,
            power(s[s.length - 1])); }
          return [Math.max(-2, low) - 0.1, high + 0.2];
        },
        draw: (layer, x, y, area) => {
          const list = health.samples, at = i => x(list[i][0]);
          const lines = health.shares.map((_, k) => list.map(s => y(power(s[3 + k]))));
          // What was seen at one moment stands until the next.
          const steps = values => values.map((v, i) => (i ? "H" + at(i).toFixed(1) + "V" : "M" + at(i).toFixed(1) + " ") +
            v.toFixed(1)).join("") + "H" + x(health.end || run.end).toFixed(1);
          const band = (low, high, name) => {
            let d = steps(high) + "V" + low[low.length - 1].toFixed(1);
            for (let i = low.length - 1; i >= 0; i--) d += "H" + at(i).toFixed(1) + (i ? "V" + low[i - 1].toFixed(1) : "");
            layer.append(svg("path", {class: name, d: d + "Z"}));
          };
          for (let k = 0; k + 1 < lines.length; k++) band(lines[k], lines[k + 1], "b" + (k + 1));
          const middle = health.shares.indexOf(0.5);
          layer.append(svg("path", {class: "line median", d: steps(lines[middle])}));
          layer.append(svg("line", {class: "limit", x1: area.left, x2: area.right, y1: y(0), y2: y(0)}));
          const end = Math.max(0, before(healthTimes, area.to));
          const names = health.shares.map((s, k) => ({name: s === 0.5 ? "s1" : "",
            text: s === 0.5 ? "median" : grouped(s * 100) + " %", y: lines[k][end]}));
          directLabels(area, names.concat([{name: "limit", text: "liquidatable", y: y(0)}]));
          return list.length;
        },
        at: time => {
          const i = before(healthTimes, time);
          if (i < 0) return [];
          const s = health.samples[i];
          return [["accounts", grouped(s[1])], ["below 1", grouped(s[2])]].concat(
            health.shares.map((share, k) => [grouped(share * 100) + " %", "≤ " + grouped(s[3 + k] / 1000, 2)]));
        },
      };
    };

    // The insurance funds, and what each stage has borne so far, one above the other.
    const losses = block("losses") || {stages: []};
    const fund = path(losses.fund);
    const stages = losses.stages.map(s => ({name: s.name, title: s.title, path: path(s.path)}));
    const shares = {backstop: "backstop", deleveraging: "deleveraged", fund: "fund", contributions: "default fund",
      assessments: "assessed", gains: "gains cut", openInterest: "open interest", uncovered: "nobody"};
    const fundPanel = () => ({
      height: 150,
      title: () => "In insurance funds, money",
      range: (from, to) => {
        const found = extent([fund], run.start, run.end);
        return found && padded(Math.min(found[0], found[0] < found[1] ? found[0] : 0), found[1], 0.08);
      },
      draw: (layer, x, y, area) => {
        layer.append(svg("path", {class: "line fund", d: stairs(fund, x, y, area.from, area.to)}));
        return fund.t.length;
      },
      at: time => fund && valueAt(fund, time) !== null ? [["in the fund", grouped(valueAt(fund, time))]] : [],
    });
    const lossPanel = () => {
      const times = [...new Set(stages.flatMap(s => s.path.t))].sort((a, b) => a - b);
      const total = time => stages.reduce((s, stage) => s + (valueAt(stage.path, time) || 0), 0);
      return {
        height: 150,
        title: () => "Losses of bankrupt accounts so far, money",
        range: () => [0, total(run.end) * 1.06 || 1],
        draw: (layer, x, y, area) => {
          const base = times.map(() => 0), ends = [];
          stages.forEach((stage, k) => {
            const upper = times.map((t, i) => base[i] + (valueAt(stage.path, t) || 0));
            let d = "M" + x(times[0]).toFixed(1) + " " + y(base[0]).toFixed(1);
            times.forEach((t, i) => { d += "H" + x(t).toFixed(1) + "V" + y(upper[i]).toFixed(1); });
            d += "H" + x(run.end).toFixed(1);
            d += "V" + y(base[base.length - 1]).toFixed(1);
            for (let i = times.length - 1; i >= 0; i--) d += "H" + x(times[i]).toFixed(1) + (i ? "V" + y(base[i - 1]).toFixed(1) : "");
            layer.append(svg("path", {class: "s" + colour(stage.name), d: d + "Z"}));
            ends.push({name: "s" + colour(stage.name), text: shares[stage.name],
              y: y((base[times.length - 1] + upper[times.length - 1]) / 2)});
            upper.forEach((v, i) => { base[i] = v; });
          });
          directLabels(area, ends);
          return times.length;
        },
        at: time => stages.map(stage => [shares[stage.name], grouped(valueAt(stage.path, time) || 0)]),
      };
    };
    const colour = name => ({backstop: 0, deleveraging: 3, fund: 4, contributions: 1, assessments: 6, gains: 7,
      openInterest: 2, uncovered: 5})[name];
    """#
}

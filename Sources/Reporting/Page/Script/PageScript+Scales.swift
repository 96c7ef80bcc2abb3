extension PageScript {
  /// Ticks, scales, paths as drawings.
  static let scales = #"""

    // Round steps between ticks: 1, 2 or 5 times a power of ten.
    const step = (low, high, count) => {
      const rough = Math.max(high - low, 1e-9) / Math.max(1, count);
      const power = Math.pow(10, Math.floor(Math.log10(rough)));
      const part = rough / power;
      return power * (part <= 1 ? 1 : part <= 2 ? 2 : part <= 5 ? 5 : 10);
    };
    const ticks = (low, high, count, exactly) => {
      const by = exactly || step(low, high, count), list = [];
      for (let i = Math.ceil(low / by - 1e-9); i * by <= high + by * 1e-9; i++) list.push(i * by);
      return list;
    };
    // The same for time: whole minutes and hours where it is long.
    const timeStep = (low, high, count) => {
      const rough = (high - low) / Math.max(1, count) / 6e7;
      if (rough < 0.7 || run.end - run.start < 72e8) return step(low, high, count);
      return 6e7 * ([1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720].find(minutes => minutes >= rough) ||
        1440 * Math.ceil(rough / 1440));
    };
    const linear = (from, to, low, high) => {
      const scale = value => low + (value - from) / (to - from || 1) * (high - low);
      scale.back = place => from + (place - low) / (high - low || 1) * (to - from);
      return scale;
    };
    const padded = (low, high, share) => {
      if (!(high > low)) { const half = Math.max(Math.abs(low) * 0.001, 1); return [low - half, high + half]; }
      return [low - (high - low) * share, high + (high - low) * share];
    };

    // The least and largest value of paths within a stretch of time, with what stood when it began.
    const extent = (paths, from, to) => {
      let low = Infinity, high = -Infinity;
      for (const p of paths) {
        if (!p) continue;
        for (let i = Math.max(0, before(p.t, from)); i < p.t.length && (p.t[i] <= to || i === 0); i++) {
          if (p.v[i] < low) low = p.v[i];
          if (p.v[i] > high) high = p.v[i];
        }
      }
      return low <= high ? [low, high] : null;
    };
    // A path as a drawing: each value holds until the next. Points of one pixel become one stroke over all of them.
    const stairs = (p, x, y, from, to) => {
      let i = Math.max(0, before(p.t, from));
      if (i >= p.t.length) return "";
      const r = n => Math.round(n * 10) / 10;
      let text = "M" + r(Math.max(x(p.t[i]), x(from))) + " " + r(y(p.v[i]));
      for (i += 1; i < p.t.length && p.t[i] <= to; i++) text += "H" + r(x(p.t[i])) + "V" + r(y(p.v[i]));
      return text + "H" + r(x(Math.min(to, run.end)));
    };
    const valueAt = (p, time) => { const i = p ? before(p.t, time) : -1; return i < 0 ? null : p.v[i]; };
    """#
}

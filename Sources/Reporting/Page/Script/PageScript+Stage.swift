extension PageScript {
  /// What all plots share: time, cursor, instrument, keys.
  static let stage = #"""

    // What all plots share: the stretch of time they show, the cursor, the instrument.
    const stage = {from: run.start, to: run.end, cursor: null, place: 0, plots: [], chosen: null};
    const whole = () => [run.start, Math.max(run.end, run.start + 1)];
    const nearby = () => {
      const [first, last] = run.cascade, margin = Math.max((last - first) * 0.35, (run.end - run.start) / 400, 1);
      return [Math.max(run.start, first - margin), Math.min(run.end, last + margin * 1.6)];
    };
    let waiting = false;
    const redraw = () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; drawAll(); });
    };
    const drawAll = () => {
      for (const plot of stage.plots) plot.draw();
      if (many) return;
      const by = (stage.to - stage.from) / 100;
      document.getElementById("shown").textContent = clock(stage.from, by) + " – " + clock(stage.to, by);
    };
    const show = (from, to) => {
      const [low, high] = whole(), least = Math.max((high - low) / 1e6, 2);
      let span = Math.min(Math.max(to - from, least), high - low);
      from = Math.min(Math.max(from, low), high - span);
      stage.from = from;
      stage.to = from + span;
      redraw();
    };
    const zoom = (factor, around) => {
      const at = around === undefined || around === null ? (stage.from + stage.to) / 2 : around;
      show(at - (at - stage.from) * factor, at + (stage.to - at) * factor);
    };
    const pan = share => { const by = (stage.to - stage.from) * share; show(stage.from + by, stage.to + by); };
    const point = time => {
      stage.cursor = time === null ? null : Math.min(Math.max(time, stage.from), stage.to);
      for (const plot of stage.plots) plot.point();
    };
    const keys = event => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const by = (stage.to - stage.from) / 200;
      const at = stage.cursor === null ? (stage.from + stage.to) / 2 : stage.cursor;
      const acts = {
        ArrowLeft: () => event.shiftKey ? pan(-0.2) : point(at - by),
        ArrowRight: () => event.shiftKey ? pan(0.2) : point(at + by),
        "+": () => zoom(0.6, stage.cursor), "=": () => zoom(0.6, stage.cursor), "-": () => zoom(1 / 0.6,
          stage.cursor),
        "0": () => show(...whole()), c: () => run.cascade.length && show(...nearby()), Escape: () => point(null),
      };
      if (!acts[event.key]) return;
      acts[event.key]();
      event.preventDefault();
    };
    """#
}

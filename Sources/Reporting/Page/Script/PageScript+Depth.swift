extension PageScript {
  /// The book over time.
  static let depth = #"""

    // The book: lots at each price over time, bids and asks each in a colour, the darker the more.
    const depth = block("depth");
    const depthPanel = () => ({
      height: 330,
      over: true,
      title: () => instrument()[1] + ", ticks",
      label: priceLabel,
      range: (from, to) => {
        const book = depth.instruments[stage.place];
        if (!book || !book.looks || !book.looks.length) return null;
        const rows = Math.max(...book.looks.map(l => l[1] + l.length - 2));
        const p = current(), found = extent([p.mark, p.last], from, to);
        const edges = [book.low, book.low + rows * book.step];
        if (!found) return edges;
        const margin = Math.max((found[1] - found[0]) * 0.5, book.step * 9);
        return [Math.max(edges[0], found[0] - margin), Math.min(Math.max(edges[1], found[1] + book.step),
          found[1] + margin)];
      },
      paint: (ctx, x, y, area) => {
        const book = depth.instruments[stage.place];
        const style = getComputedStyle(document.documentElement);
        const colours = [style.getPropertyValue("--bid"), style.getPropertyValue("--ask")];
        let most = 1;
        for (const look of book.looks) for (let i = 2; i < look.length; i++) most = Math.max(most, Math.abs(look[i]));
        const scale = Math.log(1 + most), ratio = window.devicePixelRatio || 1;
        // On whole pixels, so that neighbours neither overlap nor part.
        const snap = place => Math.round(place * ratio) / ratio;
        ctx.save();
        ctx.beginPath();
        ctx.rect(area.left, area.top, area.right - area.left, area.bottom - area.top);
        ctx.clip();
        book.looks.forEach((look, index) => {
          const next = book.looks[index + 1];
          if (look[0] > area.to || next && next[0] < area.from) return;
          const a = snap(Math.max(x(look[0]), area.left)), b = snap(next ? x(next[0]) : Math.min(area.right,
            x(run.end)));
          if (b <= a) return;
          for (let i = 2; i < look.length; i++) {
            if (!look[i]) continue;
            const price = book.low + (look[1] + i - 2) * book.step;
            const y1 = snap(y(price + book.step)), y2 = Math.max(snap(y(price)), y1 + 1 / ratio);
            if (y2 < area.top || y1 > area.bottom) continue;
            ctx.fillStyle = "rgba(" + colours[look[i] > 0 ? 0 : 1] + "," + (0.06 + 0.84 * Math.log(1 + Math.abs(look[i])) / scale).toFixed(2) + ")";
            ctx.fillRect(a, y1, b - a, y2 - y1);
          }
        });
        ctx.restore();
      },
      draw: (layer, x, y, area) => {
        const book = depth.instruments[stage.place], p = current();
        const most = Math.max(1, ...book.trades.map(t => Math.abs(t[1])));
        for (const [time, lots, low, high] of book.trades) {
          if (time + depth.width < area.from || time > area.to) continue;
          const at = x(time + depth.width / 2), w = 0.6 + 2.4 * Math.sqrt(Math.abs(lots) / most);
          layer.append(svg("line", {class: "trade", x1: at.toFixed(1), x2: at.toFixed(1),
            "stroke-width": w.toFixed(1),
            y1: (y(low) + 0.8).toFixed(1), y2: (y(high) - 0.8).toFixed(1)}));
        }
        const mid = p.mark ? y(valueAt(p.mark, area.to) ?? p.mark.v[0]) : (area.top + area.bottom) / 2;
        const at = Math.min(Math.max(mid, area.top + 22), area.bottom - 22);
        directLabels(area, [["ask", "asks", -14], ["mark", "trades", 0], ["bid", "bids", 14]].map(
          ([name, text, by]) => ({name, text, y: at + by})));
        return book.looks.length;
      },
      at: time => {
        const book = depth.instruments[stage.place];
        const i = before(book.looks.map(l => l[0]), time);
        if (i < 0) return [];
        let bid = 0, ask = 0;
        for (let k = 2; k < book.looks[i].length; k++) { const lots = book.looks[i][k]; if (lots > 0) bid += lots; else ask -= lots; }
        return [["bids in range", grouped(bid) + " lots"], ["asks", grouped(ask) + " lots"], ["as of",
          clock(book.looks[i][0], 1e4)]];
      },
    });
    """#
}

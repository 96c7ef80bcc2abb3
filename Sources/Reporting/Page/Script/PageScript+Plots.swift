extension PageScript {
  /// A plot over time: panels, axes, zoom, pan, hover.
  static let plots = #"""

    // A plot over time: panels under each other with one time axis. A panel has a height, a title, the range of its values
    // in a stretch of time, a way to draw itself, and what it says of a moment.
    const margins = width => width < 640 ? {left: 50, right: 12} : {left: 66, right: 96};
    const timePlot = (host, panels) => {
      const read = make("div", {class: "read"});
      const canvas = panels.some(p => p.paint) ? make("canvas") : null;
      const root = svg("svg", {tabindex: 0, role: "img", "aria-label": host.dataset.label});
      host.append(read);
      if (canvas) host.append(canvas);
      host.append(root);
      const plot = {host};
      let x = null, width = 0, height = 0, cursor = null, scales = [], drag = null;

      plot.draw = () => {
        width = host.clientWidth;
        const m = margins(width), gap = 26, top = 8;
        height = top + panels.reduce((h, p) => h + p.height + gap, 0) + 10;
        const from = stage.from, to = stage.to;
        x = linear(from, to, m.left, width - m.right);
        root.setAttribute("width", width);
        root.setAttribute("height", height);
        root.replaceChildren();
        let ctx = null;
        if (canvas) {
          const ratio = window.devicePixelRatio || 1;
          canvas.width = width * ratio;
          canvas.height = height * ratio;
          canvas.style.width = width + "px";
          canvas.style.height = height + "px";
          ctx = canvas.getContext("2d");
          ctx.scale(ratio, ratio);
        }
        const id = "clip-" + host.dataset.plot;
        const by = timeStep(from, to, Math.max(2, (width - m.left - m.right) / 110));
        const times = ticks(from, to, 0, by);
        let y0 = top, drawn = 0;
        scales = [];
        panels.forEach((panel, index) => {
          const bottom = y0 + panel.height;
          const range = panel.range(from, to);
          const g = svg("g", {class: "panel"});
          root.append(g);
          const clip = svg("clipPath", {id: id + index},
            svg("rect", {x: m.left, y: y0, width: Math.max(0, width - m.left - m.right), height: panel.height}));
          g.append(clip);
          if (run.cascade.length) {
            const a = Math.max(m.left, x(run.cascade[0])), b = Math.min(width - m.right, Math.max(x(run.cascade[1]),
              x(run.cascade[0]) + 1));
            if (b > a) g.append(svg("rect", {class: "near", x: a, y: y0, width: b - a, height: panel.height}));
          }
          const title = svg("text", {class: "title halo", x: m.left, y: y0 - (index ? 8 : -2)}, panel.title());
          if (range) {
            const y = linear(range[0], range[1], bottom, y0 + (index ? 0 : 10));
            scales.push(y);
            const labels = panel.ticks ? panel.ticks(range) : ticks(range[0], range[1], panel.height / 46);
            for (const value of labels) {
              if (!panel.over) g.append(svg("line", {class: value === 0 ? "zero" : "gridline", x1: m.left,
                x2: width - m.right, y1: y(value), y2: y(value)}));
              g.append(svg("text", {x: m.left - 8, y: y(value) + 4, "text-anchor": "end"},
                (panel.label || short)(value)));
            }
            const layer = svg("g", {"clip-path": "url(#" + id + index + ")"});
            g.append(layer);
            if (panel.paint) panel.paint(ctx, x, y, {left: m.left, right: width - m.right, top: y0, bottom, from,
              to});
            drawn += panel.draw(layer, x, y, {left: m.left, right: width - m.right, top: y0, bottom, from, to,
              width, wide: width >= 640, labels: g}) || 0;
          } else {
            scales.push(null);
            g.append(svg("text", {x: m.left, y: y0 + panel.height / 2}, "nothing"));
          }
          g.append(title);
          g.append(svg("line", {class: "gridline", x1: m.left, x2: width - m.right, y1: bottom, y2: bottom}));
          y0 = bottom + gap;
        });
        for (const time of times) {
          const at = x(time);
          root.append(svg("text", {x: at, y: y0 - gap + 17, "text-anchor": "middle"}, clock(time, by)));
        }
        root.append(svg("rect", {class: "frame", x: m.left, y: top, width: Math.max(0, width - m.left - m.right),
          height: Math.max(0, y0 - gap - top)}));
        cursor = svg("line", {class: "cursor", y1: top, y2: y0 - gap, visibility: "hidden"});
        root.append(cursor);
        host.dataset.drawn = drawn;
        plot.point();
      };

      plot.point = () => {
        if (!x) return;
        const time = stage.cursor;
        if (time === null || time < stage.from || time > stage.to) {
          cursor.setAttribute("visibility", "hidden");
          say(read, panels[0].rest ? panels[0].rest() : []);
          return;
        }
        cursor.setAttribute("visibility", "visible");
        cursor.setAttribute("x1", x(time));
        cursor.setAttribute("x2", x(time));
        const parts = [["", clock(time, (stage.to - stage.from) / 1000)]];
        for (const panel of panels) if (panel.at) parts.push(...panel.at(time));
        say(read, parts);
      };

      const place = event => event.clientX - root.getBoundingClientRect().left;
      const inside = at => { const m = margins(width); return Math.min(Math.max(at, m.left), width - m.right); };
      root.addEventListener("pointermove", event => {
        const at = inside(place(event));
        if (drag && drag.pans) {
          const by = x.back(drag.at) - x.back(at);
          drag.at = at;
          show(stage.from + by, stage.to + by);
        } else if (drag) {
          drag.box.setAttribute("x", Math.min(drag.at, at));
          drag.box.setAttribute("width", Math.abs(at - drag.at));
        }
        point(x.back(at));
        const found = panels.map(p => p.near && p.near(at, event.clientY - root.getBoundingClientRect().top,
          x)).find(Boolean);
        if (found) say(read, found);
      });
      root.addEventListener("pointerleave", () => { if (!drag) point(null); });
      root.addEventListener("pointerdown", event => {
        if (event.button !== 0 || event.pointerType === "touch" && !event.isPrimary) return;
        const at = inside(place(event));
        drag = {at, pans: event.shiftKey || event.pointerType === "touch",
          box: svg("rect", {class: "select", x: at, y: 8, width: 0, height: Math.max(0, height - 36)})};
        if (!drag.pans) root.append(drag.box);
        root.setPointerCapture(event.pointerId);
      });
      const end = event => {
        if (!drag) return;
        const at = inside(place(event)), [a, b] = [Math.min(at, drag.at), Math.max(at, drag.at)];
        if (!drag.pans) { drag.box.remove(); if (b - a > 5) show(x.back(a), x.back(b)); }
        drag = null;
      };
      root.addEventListener("pointerup", end);
      root.addEventListener("pointercancel", () => { if (drag) drag.box.remove(); drag = null; });
      root.addEventListener("dblclick", () => show(...whole()));
      root.addEventListener("wheel", event => {
        if (document.activeElement !== root && !event.ctrlKey) return;
        event.preventDefault();
        if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) pan(event.deltaX / 600);
        else zoom(Math.exp(event.deltaY / 500), x.back(inside(place(event))));
      }, {passive: false});
      root.addEventListener("keydown", keys);
      stage.plots.push(plot);
      return plot;
    };

    // A line of names and values under a heading.
    const say = (read, parts) => read.replaceChildren(...parts.map(([name, value]) =>
      make("span", {}, name ? [name + " ", make("b", {}, value)] : [make("b", {}, value)])));

    // Direct labels at the right end of lines, moved apart where they would touch; inside the plot where it is narrow.
    const directLabels = (area, entries) => {
      entries.sort((a, b) => a.y - b.y);
      const gap = 14, lowest = area.bottom - 2;
      entries.forEach((entry, i) => {
        entry.y = Math.max(entry.y - (area.wide ? 0 : 9), area.top + 8, i ? entries[i - 1].y + gap : 0);
      });
      for (let i = entries.length - 1, limit = lowest; i >= 0; i--,
        limit -= gap) entries[i].y = Math.min(entries[i].y, limit);
      for (const entry of entries) {
        area.labels.append(svg("text", {class: "direct " + (area.wide ? "" : "halo ") + entry.name, y: entry.y + 4,
          x: area.wide ? area.right + 7 : area.right - 2, "text-anchor": area.wide ? "start" : "end"}, entry.text));
      }
    };
    """#
}

extension PageScript {
  /// Where it begins.
  static let start = #"""

    // Contagion: the darker the more, in whole steps of a class, since no style may be set in markup.
    for (const cell of document.querySelectorAll(".matrix td")) {
      const value = Number(cell.textContent.replace(/,/g, ""));
      const heads = cell.closest("table").querySelectorAll("th");
      if (cell.cellIndex === 0 || heads[cell.cellIndex].textContent === "from outside" || !(value > 0)) continue;
      cell.style.background = "color-mix(in srgb, var(--red) " + Math.min(70,
        Math.round(value * 45)) + "%, transparent)";
    }

    const starts = {
      prices: host => timePlot(host, [pricePanel()]), without: host => timePlot(host, [withoutPanel()]),
      depth: host => timePlot(host, [depthPanel()]), map: mapPlot, tree: treePlot,
      health: host => timePlot(host, [healthPanel()]),
      losses: host => timePlot(host, [fund && fundPanel(), stages.length && lossPanel()].filter(Boolean)),
      makers: host => timePlot(host, [termPanel(), inventoryPanel(), shownPanel()]),
      marks: host => timePlot(host, [withoutPanel()]), rounds: roundPlot, stages: stagePlot,
      spreads: host => timePlot(host, [spreadPanel()]),
      phase: phasePlot, bands: bandPlot, strips: host => stripPlot(host, false), pairs: host => stripPlot(host, true),
    };
    for (const host of document.querySelectorAll("[data-plot]")) starts[host.dataset.plot](host);

    const bar = document.getElementById("bar"), select = document.getElementById("instrument");
    bar.hidden = false;
    if (run.instruments.length > 1) {
      document.getElementById("pick").hidden = false;
      run.instruments.forEach(([, name], i) => select.append(make("option", {value: i}, name)));
      select.addEventListener("change", () => { stage.place = Number(select.value); redraw(); });
    }
    const on = (id, act) => document.getElementById(id).addEventListener("click", act);
    if (many) chooseMeasures();
    else {
      on("whole", () => show(...whole()));
      on("near", () => show(...nearby()));
      on("back", () => pan(-0.3));
      on("forth", () => pan(0.3));
      on("out", () => zoom(1 / 0.6, stage.cursor));
      on("in", () => zoom(0.6, stage.cursor));
      bar.addEventListener("keydown", event => { if (!["ArrowLeft",
        "ArrowRight"].includes(event.key) || event.target !== select) keys(event); });
      document.getElementById("near").hidden = !run.cascade.length;
    }

    const theme = document.getElementById("theme"), dark = matchMedia("(prefers-color-scheme: dark)");
    const isDark = () => document.documentElement.dataset.theme ? document.documentElement.dataset.theme === "dark" : dark.matches;
    const tell = () => { theme.setAttribute("aria-pressed", isDark()); redraw(); };
    theme.addEventListener("click",
      () => { document.documentElement.dataset.theme = isDark() ? "light" : "dark"; tell(); });
    dark.addEventListener("change", tell);
    addEventListener("resize", redraw);
    // On paper nothing unfolds: every table stands open while it is printed.
    const folded = [];
    addEventListener("beforeprint", () => {
      drawAll();
      folded.push(...document.querySelectorAll("details.figures:not([open])"));
      for (const details of folded) details.open = true;
    });
    addEventListener("afterprint", () => { for (const details of folded.splice(0)) details.open = false; });
    stage.to = whole()[1];
    // report.html#cascade opens where the cascade is.
    if (location.hash === "#cascade" && run.cascade.length) [stage.from, stage.to] = nearby();
    theme.setAttribute("aria-pressed", isDark());
    drawAll();
    document.documentElement.dataset.ready = "yes";
    """#
}

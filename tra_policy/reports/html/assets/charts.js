// The pictures, drawn with Observable Plot from the data that the page holds. The tables beside them say the same.
"use strict";

{
  const NARROW = 560;
  // Whose run a mark is: told by its form first, then by its colour.
  const SIDES = {
    own: { symbol: "circle", fill: "var(--own)", stroke: "var(--own)", r: 0.9, words: "the developer or an affiliate alone" },
    other: { symbol: "diamond", fill: "var(--paper)", stroke: "var(--other)", r: 1.2, words: "somebody else, too" },
    untold: { symbol: "times", fill: "none", stroke: "var(--warn)", r: 1.1, words: "somebody of whom it is not stated what ties there are" },
  };
  const base = { className: "tra-plot", style: { background: "transparent", overflow: "visible" } };
  const day = (text) => new Date(`${text}T00:00:00Z`);
  // How wide a letter is, on the safe side.
  const LETTER = 6.6;
  const short = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
  const tip = { fill: "var(--paper)", stroke: "var(--line)", lineWidth: 30, textPadding: 8 };
  const tipped = (lines) => lines.map((line) => short(line, 150)).join("\n");

  // ---- timeline: lanes one below the other, the name of each above what stands in it

  const timeline = (data, width) => {
    const marks = data.marks.map((mark) => ({ ...mark, on: day(mark.day) }));
    const days = [...marks.map((mark) => mark.on), day(data.asOf)];
    if (!marks.length) days.push(...data.stages.flatMap(([, , since, until]) => [day(since), day(until || since)]));
    const [first, last] = d3.extent(days);
    const room = Math.max((last - first) * 0.02, 864e5);
    const from = new Date(+first - room);
    const to = new Date(+last + room);
    const stages = data.stages
      .map(([run, stage, since, until]) => ({ run, stage, since: day(since), until: until ? day(until) : to, days: `${since} to ${until || "?"}` }))
      .filter((stage) => stage.until > from && stage.since < to)
      .map((stage) => ({ ...stage, lane: `Stages of ${stage.run}`, x1: d3.max([stage.since, from]), x2: d3.min([stage.until, to]) }));
    const lanes = [...new Set(stages.map((stage) => stage.lane)), ...data.lanes.map(([lane]) => lane)];
    const wide = width > NARROW;
    const x = d3.scaleUtc([from, to], [8, width - 12]);
    const fits = (stage) => x(stage.x2) - x(stage.x1) > stage.stage.length * 7 + 6;
    // A name stands beside its mark where it does not reach the next mark of the lane.
    const named = [];
    for (const own of wide ? d3.group(marks, (mark) => mark.lane).values() : []) {
      own.sort((a, b) => a.on - b.on);
      own.forEach((mark, number) => {
        const end = x(mark.on) + 22 + Math.min(mark.name.length, 24) * 6.6;
        const next = own[number + 1];
        if (mark.n === 1 && end < (next ? x(next.on) - 6 : width)) named.push(mark);
      });
    }
    const points = data.lanes.map(([lane, symbol]) => {
      const own = marks.filter((mark) => mark.lane === lane);
      const bad = lane === "Warning signs" || lane === "Incidents";
      const colour = bad ? "var(--bad)" : lane === "Deadlines" ? "var(--plum)" : "var(--link)";
      const shape = { x: "on", y: "lane", dy: 8, symbol, r: (mark) => 4 + Math.min(Math.sqrt(mark.n - 1) * 1.6, 5), stroke: colour, strokeWidth: 1.5 };
      const hollow = symbol === "plus" || symbol === "times";
      return [
        Plot.dot(own.filter((mark) => !mark.written), { ...shape, fill: hollow ? "none" : colour }),
        Plot.dot(own.filter((mark) => mark.written), { ...shape, fill: "var(--paper)" }),
      ];
    });
    return Plot.plot({
      ...base, width, height: lanes.length * 38 + 42, marginLeft: 8, marginRight: 12, marginTop: 4, marginBottom: 38,
      x: { type: "utc", domain: [from, to], label: null, ticks: Math.max(Math.floor(width / 90), 3) },
      y: { type: "band", domain: lanes, axis: null, padding: 0 },
      r: { type: "identity" },
      marks: [
        Plot.gridX({ stroke: "var(--line)", strokeOpacity: 0.6, ticks: Math.max(Math.floor(width / 90), 3) }),
        Plot.ruleY(lanes, { stroke: "var(--line)", dy: 19 }),
        Plot.rect(stages, { x1: "x1", x2: "x2", y: "lane", fill: "var(--stage)", stroke: "var(--quiet)", insetTop: 18, insetBottom: 3, insetLeft: 0.5, insetRight: 0.5 }),
        Plot.text(stages.filter(fits), { x: (stage) => new Date((+stage.x1 + +stage.x2) / 2), y: "lane", dy: 8, text: "stage", fill: "currentColor" }),
        Plot.text(lanes, { y: (lane) => lane, text: (lane) => short(lane, Math.floor(width / 8)), frameAnchor: "left", dy: -10, fontWeight: 650, fill: "var(--quiet)", stroke: "var(--paper)", strokeWidth: 4 }),
        Plot.ruleX([day(data.asOf)], { stroke: "var(--ink)", strokeDasharray: "5,4" }),
        ...points,
        Plot.text(named, { x: "on", y: "lane", dx: 10, dy: 8, textAnchor: "start", text: (mark) => short(mark.name, 24), fill: "currentColor", stroke: "var(--paper)", strokeWidth: 4 }),
        Plot.tip(stages, Plot.pointer({ ...tip, x: "x2", y: "lane", title: (stage) => `stage ${stage.stage} of ${stage.run}\n${stage.days}` })),
        Plot.tip(marks, Plot.pointer({ ...tip, x: "on", y: "lane", dy: 8, maxRadius: 20, title: (mark) => tipped([`${mark.day}${mark.written ? " (written)" : ""}`, ...mark.tip]) })),
      ],
    });
  };

  // ---- rates: over steps, over checkpoints, or one model on a line of its own

  const unit = (name) => (name === "share" ? { of: (value) => value * 100, sign: "%" } : { of: (value) => value, sign: name === "ratio" ? "x" : name === "number" ? "" : ` ${name}` });

  const rates = (data, width) => {
    const { of, sign } = unit(data.unit);
    const points = data.points.map((point) => ({ ...point, y: of(point.y), lo: point.lo === null ? null : of(point.lo), hi: point.hi === null ? null : of(point.hi) }));
    const limits = data.limits.map((limit) => ({ ...limit, value: of(limit.value) }));
    const models = new Set(points.map((point) => point.at));
    const values = [...points.flatMap((point) => [point.y, point.lo, point.hi]), ...limits.map((limit) => limit.value)].filter((value) => value !== null);
    const domain = [Math.min(0, d3.min(values)), (d3.max(values) || 1) * 1.12];
    const colour = (point) => SIDES[point.by].stroke;
    const plain = (value) => (Math.abs(value) >= 1e4 ? d3.format(Math.abs(value) < 1e15 ? "~s" : "~e")(value) : d3.format(value && Math.abs(value) < 1e-3 ? "~e" : "~g")(value));
    const shown = (value) => `${plain(+value.toPrecision(3))}${sign}`;
    const bounds = points.filter((point) => point.lo !== null || point.hi !== null).map((point) => ({ ...point, lo: point.lo ?? point.y, hi: point.hi ?? point.y }));
    const dots = (channels, all = points) =>
      Object.entries(SIDES).map(([by, { symbol, fill, stroke, r }]) =>
        Plot.dot(all.filter((point) => point.by === by), { ...channels, symbol, fill, stroke, strokeWidth: 2, r: r * 4.5 }));
    const halo = { fill: "currentColor", stroke: "var(--paper)", strokeWidth: 4 };
    if (models.size === 1) {
      const rows = points.map((point, row) => ({ ...point, row }));
      const bands = bounds.map((point) => ({ ...point, row: rows.find((one) => one.tip === point.tip).row }));
      const place = { x: "y", y: "row" };
      // The words of a limit begin or end at its line, and never outside of the drawing.
      const worded = (limit) => {
        const text = short(limit.text, Math.floor(width / LETTER));
        const long = text.length * LETTER;
        const line = 12 + ((limit.value - domain[0]) / (domain[1] - domain[0])) * (width - 32);
        const before = limit.value > domain[1] / 2;
        const dx = before ? Math.max(long - line, 0) : Math.min(width - line - long, 0);
        return { dx, text: () => text, textAnchor: before ? "end" : "start" };
      };
      return Plot.plot({
        ...base, width, height: 64 + rows.length * 26 + limits.length * 15, marginLeft: 12, marginRight: 20, marginTop: 8 + limits.length * 15, marginBottom: 28,
        x: { domain, label: null, tickFormat: shown, ticks: Math.max(Math.floor(width / 80), 3) }, y: { type: "band", domain: rows.map((point) => point.row), axis: null },
        marks: [
          Plot.gridX({ stroke: "var(--line)" }),
          Plot.ruleX(limits, { x: "value", stroke: "var(--ink)", strokeDasharray: "5,4" }),
          ...limits.map((limit, number) => Plot.text([limit], { x: "value", frameAnchor: "top", dy: -6 - number * 15, ...worded(limit), ...halo })),
          Plot.ruleY(bands, { y: "row", x1: "lo", x2: "hi", stroke: colour, strokeWidth: 2 }),
          ...dots(place, rows),
          Plot.tip(rows, Plot.pointer({ ...tip, ...place, title: (point) => point.tip })),
        ],
      });
    }
    const stepped = points.every((point) => point.step !== null);
    const order = [...models];
    const across = stepped ? "step" : "at";
    return Plot.plot({
      ...base, width, height: 236, marginLeft: Math.max(46, d3.max(d3.ticks(...domain, 5), (value) => shown(value).length) * 7 + 14), marginRight: 14, marginTop: 16, marginBottom: 44,
      x: stepped
        ? { label: "training step", labelAnchor: "center", labelArrow: "none", labelOffset: 36, tickFormat: "~s", ticks: Math.max(Math.floor(width / 70), 3), inset: 8 }
        : { type: "point", domain: order, label: null, tickFormat: (name) => short(name, Math.max(Math.floor(width / order.length / 8), 3)), inset: 8 },
      y: { domain, label: null, tickFormat: shown, ticks: 5 },
      marks: [
        Plot.gridY({ stroke: "var(--line)", ticks: 5 }),
        Plot.ruleY([0], { stroke: "var(--quiet)" }),
        Plot.ruleY(limits, { y: "value", stroke: "var(--ink)", strokeDasharray: "5,4" }),
        Plot.text(limits, { y: "value", frameAnchor: "left", dx: 4, dy: -8, text: "text", textAnchor: "start", ...halo }),
        Plot.ruleX(bounds, { x: across, y1: "lo", y2: "hi", stroke: colour, strokeWidth: 2 }),
        ...dots({ x: across, y: "y" }),
        Plot.tip(points, Plot.pointer({ ...tip, x: across, y: "y", title: (point) => point.tip })),
      ],
    });
  };

  // ---- coverage: a column a checkpoint, a row a benchmark

  const coverage = (data, width) => {
    const rows = data.rows;
    const wide = width > NARROW;
    const side = Math.min(18, (width - 16) / data.checkpoints.length - 2);
    const r = Math.max(Math.min(side / 2, 6), 1);
    const cell = { x: "at", y: "row", dy: 8 };
    const every = Math.ceil(data.checkpoints.length / Math.max(Math.floor(width / 80), 2));
    return Plot.plot({
      ...base, width, height: rows.length * 38 + 30, marginLeft: 8, marginRight: 8, marginTop: 4, marginBottom: 26,
      x: { type: "band", domain: data.checkpoints, label: null, tickSize: 0, ticks: data.checkpoints.filter((_, number) => number % every === Math.floor(every / 2)), tickFormat: (name) => short(name, wide ? 14 : 9) },
      y: { type: "band", domain: rows, axis: null, padding: 0 },
      marks: [
        Plot.ruleY(rows, { stroke: "var(--line)", dy: 19 }),
        Plot.text(rows, { y: (row) => row, text: (row) => short(row, Math.floor(width / 8)), frameAnchor: "left", dy: -10, fontWeight: 650, fill: "var(--quiet)" }),
        Plot.dot(data.cells.filter((one) => !one.by), { ...cell, r: Math.max(r / 4, 1), fill: "var(--quiet)" }),
        ...Object.entries(SIDES).map(([by, side]) =>
          Plot.dot(data.cells.filter((one) => one.by === by), { ...cell, symbol: side.symbol, fill: side.fill, stroke: side.stroke, strokeWidth: 2, r: r * side.r })),
        Plot.tip(data.cells, Plot.pointer({ ...tip, ...cell, maxRadius: 20, title: (one) => `${one.row} on ${one.at}: ${one.by ? `measured by ${SIDES[one.by].words}` : "not measured"}` })),
      ],
    });
  };

  const draws = { timeline, rates, coverage };

  const draw = (box, data, width) => {
    const { chart, number } = box.dataset;
    const of = chart === "rates" ? data.rates[+number] : data[chart];
    const drawn = draws[chart](of, width);
    // The box is the picture and has the words for it; what is inside is not read out piece by piece.
    drawn.setAttribute("aria-hidden", "true");
    drawn.addEventListener("click", () => { const href = drawn.value?.href; if (href) location.hash = href.slice(1); });
    box.replaceChildren(drawn);
  };

  const boxes = [];
  for (const article of document.querySelectorAll("article.report")) {
    const held = article.querySelector("script.drawn");
    if (!held) continue;
    const data = JSON.parse(held.textContent);
    for (const box of article.querySelectorAll(".chart")) boxes.push({ box, data, width: 0 });
  }
  const redraw = (fixed) => {
    for (const one of boxes) {
      const width = fixed || Math.floor(one.box.clientWidth);
      if (width > 0 && width !== one.width) { one.width = width; draw(one.box, one.data, width); }
    }
  };
  redraw();
  let waiting;
  addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(redraw, 120); });
}

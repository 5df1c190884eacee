"use strict";
(() => {
  const PAPER = 680; // A4 between its margins, in CSS pixels
  const ROW = 19, GRID_ROW = 19, PANEL_HEIGHT = 800, PLOT_WIDTH = 170, NAME_SHARE = 0.42, LETTER = 12, SMALL = 11, AIR = 24;
  const root = document.documentElement;
  const token = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const ink = token("--ink"), soft = token("--ink-2"), faint = token("--ink-3"), line = token("--line");
  const family = getComputedStyle(document.body).fontFamily;
  const pen = document.createElement("canvas").getContext("2d");

  const wide = (text, size = LETTER) => {
    pen.font = `${size}px ${family}`;
    return pen.measureText(text).width;
  };
  const widest = (texts, size) => Math.max(0, ...texts.map((text) => wide(text, size)));
  const tick = (value, { digits, percent, grouped }) => {
    const [whole, part] = Math.abs(percent ? value * 100 : value).toFixed(digits).split(".");
    const spaced = grouped ? whole.replace(/\B(?=(\d{3})+$)/g, "\u2009") : whole;
    const text = part ? `${spaced}.${part}` : spaced;
    return (value < 0 && /[1-9]/.test(text) ? "−" : "") + text + (percent ? "%" : "");
  };
  const tickTexts = (axis, ticks) => {
    const steps = Math.round((axis.max - axis.min) / axis.interval);
    return Array.from({ length: steps + 1 }, (_, n) => tick(axis.min + n * axis.interval, ticks));
  };

  const tall = (width) => (width < 480 ? 260 : Math.min(320, Math.max(240, width * 0.35)));

  // A label fits upright when it breaks into two lines at most and no word is cut.
  const fits = (names, band) => names.every((name) => {
    const words = name.split(/[\s\u3000-\u9fff\uff00-\uffef]/);
    return wide(name) <= 1.9 * band && widest(words) <= band;
  });

  const dressValue = (axis, ticks) => Object.assign(axis, {
    axisLabel: { formatter: (value) => tick(value, ticks), color: soft, fontSize: LETTER, hideOverlap: true },
    axisLine: { show: false }, axisTick: { show: false }, splitLine: { lineStyle: { color: line } },
  });
  const dressNames = (axis, label) => Object.assign(axis, {
    axisLabel: { color: ink, fontSize: LETTER, lineHeight: 15, interval: 0, ...label },
    axisLine: { lineStyle: { color: faint } }, axisTick: { show: false },
  });

  // Reference lines: their words stand outside the plot, moved apart where they would touch.
  const marksOf = (option, key) => (option.series[0].markLine?.data ?? []).filter((mark) => key in mark && mark.name);
  const marksAbove = (option, { left, width, position }) => {
    const { min, max } = option.xAxis, taken = [];
    marksOf(option, "xAxis").forEach((mark) => {
      const half = wide(mark.name, SMALL) / 2 + 4;
      const at = left + (width * (mark.xAxis - min)) / (max - min);
      const middle = Math.min(Math.max(at, half), left + width - half + 10);
      let row = 0;
      while (taken.some((other) => other.row === row && Math.abs(other.middle - middle) < other.half + half)) row += 1;
      taken.push({ row, middle, half });
      mark.label = { position, distance: 4 + row * 14, offset: [middle - at, 0] };
    });
    return taken.length ? 18 + 14 * Math.max(...taken.map(({ row }) => row)) : 0;
  };
  const roomBeside = (option, width) => {
    const names = marksOf(option, "yAxis").map(({ name }) => name);
    return names.length ? Math.min(widest(names, SMALL) + 10, width * 0.26) : 8;
  };
  const marksBeside = (option, { room, height }) => {
    const { min, max } = option.yAxis;
    let last = Infinity;
    marksOf(option, "yAxis").sort((one, two) => one.yAxis - two.yAxis).forEach((mark) => {
      const tight = wide(mark.name, SMALL) > room - 4, step = tight ? 26 : 15;
      const at = height * (1 - (mark.yAxis - min) / (max - min)), place = Math.min(at, last - step);
      last = place;
      mark.label = { position: "end", distance: 4, offset: [0, place - at], ...(tight && { width: room - 6, overflow: "break" }) };
    });
  };
  const dressMarks = (option) => Object.assign(option.series[0].markLine ?? {}, {
    lineStyle: { color: soft, type: [4, 4], width: 1 }, animation: false,
    label: { color: soft, fontSize: SMALL, formatter: ({ name }) => name },
  });

  const shape = (tone, [x, y], colour) => {
    const style = { fill: colour, stroke: colour, lineWidth: 1.5 };
    const hollow = { ...style, fill: "#fff" };
    const corners = (points) => ({ type: "polygon", shape: { points: points.map(([a, b]) => [x + a, y + b]) } });
    if (tone === "bad") return { ...corners([[-5.5, -4.5], [5.5, -4.5], [0, 5.5]]), style };
    if (tone === "near") return { ...corners([[-5.5, 0], [0, -5.5], [5.5, 0], [0, 5.5]]), style: hollow };
    return { type: "circle", shape: { cx: x, cy: y, r: 4.5 }, style: tone === "quiet" ? hollow : style };
  };
  const interval = (data, lying) => (params, api) => {
    const { tone, colour } = data[params.dataIndex];
    const at = (value) => api.coord(lying ? [value, api.value(0)] : [api.value(0), value]);
    const [[x1, y1], [x2, y2]] = [at(api.value(2)), at(api.value(3))];
    const stroke = { type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: colour, lineWidth: 2.5 } };
    return { type: "group", children: [stroke, shape(tone, at(api.value(1)), colour)] };
  };
  const symbols = { bad: ["path://M0 0H10L5 9Z", 10], near: ["emptydiamond", 11], quiet: ["emptyCircle", 8] };

  const table = (plot) => plot.closest("figure").querySelector("table");
  const words = (td) => td.lastChild?.textContent ?? "";
  const labelled = (td) => [td.querySelector(".mark")?.textContent, words(td)].filter(Boolean).join(" ");
  const tip = (plot, row, column) => {
    const heads = [...table(plot).tHead.rows[0].cells], cells = [...table(plot).tBodies[0].rows[row].cells];
    const box = document.createElement("div");
    box.className = "tip";
    box.append(Object.assign(document.createElement("b"), { textContent: words(cells[0]) }));
    cells.slice(1).forEach((td, n) => {
      if (column !== undefined && column !== n) return;
      box.append(Object.assign(document.createElement("div"), { textContent: `${heads[n + 1].textContent} ${labelled(td)}` }));
    });
    return box;
  };
  const valueLabel = (plot, from, column) => (params) =>
    labelled(table(plot).tBodies[0].rows[from + params.dataIndex].cells[column + 1]);

  const flip = (option) => {
    [option.xAxis, option.yAxis] = [option.yAxis, option.xAxis];
    option.yAxis.inverse = true;
    (option.series[0].markLine?.data ?? []).forEach((mark) => {
      mark.xAxis = mark.yAxis;
      delete mark.yAxis;
    });
  };
  const slice = (option, from, to) => {
    option.xAxis.data = option.xAxis.data.slice(from, to);
    option.series.forEach((series) => {
      series.data = series.data.slice(from, to);
      if (series.type === "custom") series.data.forEach((item, n) => { item.value[0] = n; });
    });
  };
  const dressSeries = (option, plot, { from, lying, band }) => option.series.forEach((series, n) => {
    if (series.type === "bar") {
      const single = option.series.length === 1;
      series.barMaxWidth = lying ? 13 : 36;
      series.barGap = "10%";
      if (single && !lying && series.markLine) series.markLine.z = 1;
      series.label = { show: single && !lying && band >= 40, position: "outside", color: ink, fontSize: SMALL, backgroundColor: "#fffc", formatter: valueLabel(plot, from, n) };
    }
    if (series.type === "boxplot") series.boxWidth = [6, lying ? 12 : 40];
    if (series.type !== "custom") return;
    series.renderItem = interval(series.data, lying);
    series.encode = lying ? { x: [1, 2, 3], y: 0 } : { x: 0, y: [1, 2, 3] };
  });
  const tooltip = (plot, from, trigger) => ({
    confine: true, trigger, axisPointer: { type: "shadow", label: { show: false } }, borderColor: line,
    formatter: (params) => {
      const { dataIndex, componentType } = [params].flat()[0];
      return componentType === "series" ? tip(plot, from + dataIndex) : "";
    },
  });

  const thinned = (names, band) => {
    const gap = Number(names[1]) - Number(names[0]), need = widest(names) + 10;
    const every = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500].find((n) => n * band >= need) ?? 1000;
    return { interval: (_, name) => Math.round(Number(name) / gap) % every === 0 };
  };
  const upright = (plot, spec, { left, right, width }) => {
    const option = structuredClone(spec.option), height = tall(width);
    const band = (width - left - right) / spec.names.length;
    const lines = spec.ordered || widest(spec.names) <= band - 6 ? 1 : 2;
    const below = spec.option.yAxis.min < 0 ? 14 : 0, bottom = 12 + 15 * lines + below;
    dressValue(option.yAxis, spec.ticks.y);
    dressNames(option.xAxis, spec.ordered ? thinned(spec.names, band) : { width: band - 6, overflow: "break", margin: 8 + below });
    dressMarks(option);
    marksBeside(option, { room: right, height: height - AIR - bottom });
    dressSeries(option, plot, { from: 0, lying: false, band });
    option.tooltip = tooltip(plot, 0, "axis");
    option.grid = { left, right, top: AIR, bottom };
    return { above: spec.words.y, under: spec.words.x, columns: 1, panels: [{ option, width, height }] };
  };

  const lying = (plot, spec, full) => {
    const n = spec.names.length, longest = widest(spec.names) + 4;
    const need = longest + PLOT_WIDTH + AIR;
    const columns = Math.max(1, Math.min(3, Math.floor((full + AIR) / need), Math.ceil((n * ROW) / PANEL_HEIGHT)));
    const width = Math.floor((full - AIR * (columns - 1)) / columns);
    const room = columns > 1 ? longest : Math.min(longest, width * NAME_SHARE);
    const bars = spec.kind === "bar" ? 13 * spec.option.series.length + 8 : 0;
    const step = Math.max(ROW, bars, longest > room ? 34 : 0);
    const most = Math.floor(PANEL_HEIGHT / step);
    const rows = Math.ceil(n / (columns * Math.ceil(n / (columns * most))));
    const starts = Array.from({ length: Math.ceil(n / rows) }, (_, p) => p * rows);
    const panels = starts.map((from) => lyingPanel(plot, spec, { from, to: Math.min(n, from + rows), width, room, step }));
    return { above: spec.words.x, under: spec.words.y, columns, panels };
  };
  const lyingPanel = (plot, spec, { from, to, width, room, step }) => {
    const option = structuredClone(spec.option), left = room + 8, values = valueColumn(plot, option, from, to);
    const right = values ? widest(values) + 14 : 16;
    slice(option, from, to);
    flip(option);
    dressValue(option.xAxis, spec.ticks.y);
    dressNames(option.yAxis, { width: room, overflow: "break" });
    dressMarks(option);
    const top = 6 + marksAbove(option, { left, width: width - left - right, position: "start" });
    dressSeries(option, plot, { from, lying: true, band: step });
    option.tooltip = tooltip(plot, from, "axis");
    option.grid = { left, right, top, bottom: 24 };
    if (values) option.yAxis = [option.yAxis, besides(values, right)];
    return { option, width, height: top + 24 + step * (to - from) };
  };
  const valueColumn = (plot, option, from, to) => {
    const { type } = option.series[0];
    if (type !== "bar" || option.series.length > 1) return null;
    return [...table(plot).tBodies[0].rows].slice(from, to).map((row) => labelled(row.cells[1]));
  };
  const besides = (data, right) => ({
    type: "category", data, inverse: true, position: "right", axisLine: { show: false }, axisTick: { show: false },
    axisLabel: { color: ink, fontSize: LETTER, interval: 0, align: "right", margin: right },
  });
  const byCategory = (plot, spec, width) => {
    const left = widest(tickTexts(spec.option.yAxis, spec.ticks.y)) + 10, right = roomBeside(spec.option, width);
    const band = (width - left - right) / spec.names.length;
    const few = spec.kind === "caterpillar" && spec.names.length < 4;
    const stands = !few && (spec.ordered || (band >= 14 * spec.option.series.length && fits(spec.names, band - 6)));
    return stands ? upright(plot, spec, { left, right, width }) : lying(plot, spec, width);
  };

  const xy = (spec, { width, height }) => {
    const option = structuredClone(spec.option), bottom = 26;
    const left = widest(tickTexts(option.yAxis, spec.ticks.y)) + 10;
    const right = Math.max(wide(tick(option.xAxis.max, spec.ticks.x)) / 2, roomBeside(option, width));
    dressValue(option.yAxis, spec.ticks.y);
    dressValue(option.xAxis, spec.ticks.x);
    dressMarks(option);
    option.xAxis.axisLine = { show: true, onZero: false, lineStyle: { color: faint } };
    const top = 16 + marksAbove(option, { left, width: width - left - right, position: "end" });
    marksBeside(option, { room: right, height: height - top - bottom });
    option.grid = { left, right, top, bottom };
    return option;
  };
  const oneLine = (plot, spec, width) => {
    const height = tall(width) + 20, option = xy(spec, { width, height });
    option.xAxis.splitLine = { show: false };
    option.tooltip = { ...tooltip(plot, 0, "axis"), axisPointer: { type: "line" } };
    return { above: spec.words.y, under: spec.words.x, columns: 1, panels: [{ option, width, height }] };
  };

  const quarters = (spec, { xAxis, yAxis }, width) => {
    const [x, y] = spec.cut, { min: left, max: right } = xAxis, { min: low, max: high } = yAxis;
    const corners = [[x, y, right, high, "insideTopRight"], [left, y, x, high, "insideTopLeft"],
      [left, low, x, y, "insideBottomLeft"], [x, low, right, y, "insideBottomRight"]];
    return spec.quarters.map((text, n) => {
      const [x1, y1, x2, y2, position] = corners[n];
      const room = (width * (x2 - x1)) / (right - left) - 12;
      const label = { position, color: soft, fontSize: LETTER, fontWeight: 600, width: Math.max(60, room), overflow: "break", formatter: () => text };
      return [{ coord: [x1, y1], label, itemStyle: { color: n % 2 ? "#faf8f3" : "#f3f1ea" } }, { coord: [x2, y2] }];
    });
  };
  // A name stands where it covers no point, no other name and no edge; a name without such a place is left to the table.
  const places = { right: [7, -7], left: [-7, -7], top: [0, -21], bottom: [0, 7] };
  const boxAt = (name, [x, y], text) => {
    const [aside, above] = places[name], size = wide(text, SMALL);
    const from = x + aside - (aside < 0 ? size : aside ? 0 : size / 2);
    return [from, y + above, from + size, y + above + 14];
  };
  const nameQuarters = (spec, [left, top, right, low], cut) => spec.quarters.flatMap((text, n) => {
    const isRight = n === 0 || n === 3, room = Math.max(60, (isRight ? right - cut : cut - left) - 12);
    const size = Math.min(wide(text), room) + 6, high = 18 * Math.ceil(wide(text) / room);
    const x = isRight ? right - size : left, y = n < 2 ? top : low - high;
    return text ? [[x, y, x + size, y + high]] : [];
  });
  const namePoints = (spec, { xAxis, yAxis, grid, series: [{ data }] }, { width, height }) => {
    const frame = [grid.left, grid.top, width - grid.right, height - grid.bottom], [left, top, right, low] = frame;
    const at = ({ value: [x, y] }) => [left + ((right - left) * (x - xAxis.min)) / (xAxis.max - xAxis.min),
      low - ((low - top) * (y - yAxis.min)) / (yAxis.max - yAxis.min)];
    const taken = [...data.map((point) => [-6, 6].flatMap((far) => at(point).map((one) => one + far))), ...nameQuarters(spec, frame, at({ value: spec.cut })[0])];
    const clear = (box) => box[0] >= 2 && box[1] >= top && box[2] <= width - 2 && box[3] <= low
      && !taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]);
    const judged = data.some(({ tone }) => tone !== "quiet");
    data.forEach((point) => {
      const named = !judged || point.tone !== "quiet";
      const position = named && Object.keys(places).find((name) => clear(boxAt(name, at(point), point.name)));
      point.label = position ? { show: true, position } : { show: false };
      if (position) taken.push(boxAt(position, at(point), point.name));
    });
  };
  const quadrant = (plot, spec, width) => {
    const height = Math.min(560, Math.max(380, width * 0.6));
    const option = xy(spec, { width, height }), series = option.series[0];
    series.data.forEach((point) => { [point.symbol, point.symbolSize] = symbols[point.tone] ?? ["circle", 9]; });
    namePoints(spec, option, { width, height });
    series.itemStyle = { opacity: 1 };
    series.label = { show: true, position: "right", fontSize: SMALL, color: ink, formatter: (point) => point.name };
    series.markArea = { silent: true, data: quarters(spec, option, width - option.grid.left - option.grid.right) };
    option.xAxis.splitLine = option.yAxis.splitLine = { show: false };
    option.tooltip = tooltip(plot, 0, "item");
    return { above: spec.words.y, under: spec.words.x, columns: 1, panels: [{ option, width, height }] };
  };

  // A grid that is too wide for its values is cut into grids below each other, never squeezed.
  const heat = (plot, spec, full) => {
    const heads = spec.option.xAxis.data, body = [...table(plot).tBodies[0].rows];
    const value = widest(body.flatMap((row) => [...row.cells].slice(1).map(words)), SMALL) + 8;
    const left = Math.min(widest(spec.names) + 12, full * 0.36);
    const pieces = Math.ceil((heads.length * value) / (full - left - 2)), n = Math.ceil(heads.length / pieces);
    const step = widest(spec.names) + 12 > left ? 30 : GRID_ROW, room = Math.floor(PANEL_HEIGHT / step), panels = [];
    const most = Math.ceil(spec.names.length / Math.ceil(spec.names.length / room));
    for (let x = 0; x < heads.length; x += n) {
      for (let y = 0; y < spec.names.length; y += most) {
        panels.push(heatPanel(plot, spec, { x: [x, x + n], y: [y, y + most], left, full, step, band: (full - left - 2) / n }));
      }
    }
    return { above: spec.words.y, under: spec.words.x, columns: 1, panels };
  };
  const cutOut = (option, { x, y }) => {
    option.xAxis.data = option.xAxis.data.slice(...x);
    option.yAxis.data = option.yAxis.data.slice(...y);
    option.series.forEach((series) => {
      series.data = series.data.filter(({ value: [c, r] }) => c >= x[0] && c < x[1] && r >= y[0] && r < y[1]);
      series.data.forEach(({ value }) => { value[0] -= x[0]; value[1] -= y[0]; });
    });
  };
  const heatPanel = (plot, spec, { x, y, left, full, step, band }) => {
    const option = structuredClone(spec.option);
    cutOut(option, { x, y });
    const heads = option.xAxis.data, level = fits(heads, band - 4), two = level && widest(heads) > band - 4;
    const top = level ? (two ? 40 : 24) : Math.min(120, widest(heads)) + 12;
    const cellOf = ({ value }) => table(plot).tBodies[0].rows[y[0] + value[1]].cells[x[0] + value[0] + 1];
    const label = { show: true, color: ink, fontSize: SMALL, formatter: (item) => words(cellOf(item)) };
    const [known, gaps] = option.series;
    Object.assign(known, { label, itemStyle: { borderColor: "#fff", borderWidth: 1 }, emphasis: { disabled: true } });
    Object.assign(gaps, { symbolSize: 0.1, label: { ...label, color: soft, position: "inside" }, emphasis: { disabled: true } });
    dressNames(option.xAxis, level ? { width: band - 4, overflow: "break" } : { rotate: -90, width: Math.min(120, widest(heads)) + 2, overflow: "truncate" });
    dressNames(option.yAxis, { width: left - 10, overflow: "break", lineHeight: 14 });
    Object.assign(option.xAxis, { position: "top", axisLine: { show: false } });
    option.yAxis.axisLine = { show: false };
    const right = 2 + (full - left - 2) - band * heads.length;
    option.grid = { left, right, top, bottom: 4 };
    option.tooltip = { confine: true, borderColor: line, formatter: ({ value }) => tip(plot, y[0] + value[1], x[0] + value[0]) };
    return { option, width: full, height: top + 4 + step * option.yAxis.data.length };
  };

  // Each end of the bands has its words beside it, and as much height as they need.
  const flow = (plot, spec, width) => {
    const option = structuredClone(spec.option), [series] = option.series;
    const sides = [0, 1].map((depth) => series.data.filter((node) => node.depth === depth));
    const needs = sides.map((nodes) => widest(nodes.map(({ words }) => words)) + 20);
    const [left, right] = needs.map((need) => Math.min(need, width * 0.34));
    const lines = Math.ceil(Math.max(needs[0] / left, needs[1] / right)), gap = 15 * lines + 5;
    sides.forEach((nodes, depth) => nodes.forEach((node) => {
      const { words: text } = node;
      node.label = { position: depth ? "right" : "left", width: (depth ? right : left) - 8, overflow: "break", formatter: () => text };
    }));
    const height = 30 + (gap + 12) * Math.max(...sides.map(({ length }) => length));
    Object.assign(series, {
      left, right, top: 12, bottom: 12, nodeWidth: 10, nodeGap: gap, layoutIterations: 0, draggable: false,
      label: { color: ink, fontSize: LETTER, lineHeight: 15 }, lineStyle: { color: "source", opacity: 0.4 }, emphasis: { focus: "adjacency" },
    });
    option.tooltip = { confine: true, borderColor: line, formatter: ({ dataType, dataIndex }) => (dataType === "edge" ? tip(plot, dataIndex) : "") };
    return { above: `${spec.words.x} → ${spec.words.y}`, under: "", columns: 1, panels: [{ option, width, height }] };
  };

  const layouts = { bar: byCategory, box: byCategory, caterpillar: byCategory, line: oneLine, quadrant, heat, flow };
  const axisWords = (text, under) => Object.assign(document.createElement("div"), { className: under ? "axis under" : "axis", textContent: text });

  const draw = (plot, width) => {
    const spec = JSON.parse(plot.nextElementSibling.textContent);
    const plan = layouts[spec.kind](plot, spec, width);
    plot.querySelectorAll(".panel").forEach((panel) => echarts.getInstanceByDom(panel)?.dispose());
    const grid = Object.assign(document.createElement("div"), { className: plan.columns === 1 ? "panels single" : "panels" });
    grid.style.gridTemplateColumns = `repeat(${plan.columns}, auto)`;
    plot.replaceChildren(axisWords(plan.above, false), grid, axisWords(plan.under, true));
    plot.dataset.width = width;
    plot.closest("figure").classList.toggle("long", plan.panels.length > plan.columns);
    plan.panels.forEach(({ option, width: w, height }) => {
      const panel = Object.assign(document.createElement("div"), { className: "panel" });
      panel.style.cssText = `width:${w}px;height:${height}px`;
      grid.append(panel);
      const base = { animation: false, textStyle: { fontFamily: family, fontSize: LETTER }, aria: { enabled: false, decal: { show: true } } };
      echarts.init(panel, null, { renderer: "svg", width: w, height }).setOption({ ...base, ...option });
    });
  };

  const plots = [...document.querySelectorAll(".plot")];
  const paper = matchMedia("print");
  let printing = paper.matches;
  const redraw = () => plots.forEach((plot) => {
    const width = printing ? PAPER : Math.floor(plot.clientWidth);
    if (width && Number(plot.dataset.width) !== width) draw(plot, width);
  });
  const print = (on) => () => { printing = on; redraw(); };

  const start = (plot) => {
    plot.classList.add("drawn");
    draw(plot, printing ? PAPER : Math.floor(plot.clientWidth));
    plot.closest("figure").querySelector("details").open = false;
  };
  const fold = (grid) => {
    const rest = [...grid.tBodies[0].rows].slice(Number(grid.dataset.fold));
    const button = Object.assign(document.createElement("button"), { type: "button", className: "more no-print" });
    const set = (folded) => {
      rest.forEach((row) => row.classList.toggle("folded", folded));
      button.textContent = folded ? grid.dataset.all : grid.dataset.first;
      button.setAttribute("aria-expanded", String(!folded));
    };
    button.onclick = () => set(button.getAttribute("aria-expanded") === "true");
    set(true);
    grid.closest(".scroll").after(button);
  };

  // What a coefficient of variation becomes when schools are raised towards the standard.
  const build = (name, attributes, ...inside) => {
    const made = Object.assign(document.createElement(name), attributes);
    made.append(...inside);
    return made;
  };
  const coefficient = (pupils, values) => {
    const whole = pupils.reduce((sum, n) => sum + n, 0);
    const mean = values.reduce((sum, value, at) => sum + pupils[at] * value, 0) / whole;
    const apart = values.reduce((sum, value, at) => sum + pupils[at] * (value - mean) ** 2, 0) / whole;
    return mean > 0 ? Math.sqrt(apart) / mean : NaN;
  };
  const whatIf = (place) => {
    const { words, names, pupils, spreads } = JSON.parse(place.nextElementSibling.textContent);
    const raised = spreads.map(() => new Map());
    const options = (texts) => texts.map((text, value) => build("option", { value, textContent: text }));
    const which = build("select", {}, ...options(spreads.map(({ label }) => label)));
    const school = build("select", {}, ...options(names));
    const slider = build("input", { type: "range", min: 0, max: 100, step: 5 });
    const shown = build("output", { className: "figure" });
    const held = build("p", { className: "note" });
    const reset = build("button", { type: "button", className: "more", textContent: words.reset });
    const level = ({ values, aim }, at, share) => values[at] + (Math.max(aim - values[at], 0) * share) / 100;
    const show = () => {
      const n = Number(which.value), at = Number(school.value), spread = spreads[n], changed = raised[n];
      slider.value = changed.get(at) ?? 0;
      slider.disabled = spread.values[at] >= spread.aim;
      const values = spread.values.map((value, i) => (changed.has(i) ? level(spread, i, changed.get(i)) : value));
      const cvs = [coefficient(pupils, spread.values), coefficient(pupils, values)].map((cv) => cv.toFixed(3));
      const own = `${words.own} ${spread.values[at].toFixed(2)} → ${values[at].toFixed(2)} ${spread.unit}`;
      const limit = spread.limit === null ? "" : `（${words.limit} ${spread.limit.toFixed(2)}）`;
      shown.textContent = `${own}；${words.cv} ${cvs[0]} → ${cvs[1]}${limit}`;
      const list = [...changed].filter(([, share]) => share > 0).map(([i, share]) => `${names[i]} ${share}%`);
      held.textContent = list.length ? `${words.raised} ${list.join("、")}` : "";
    };
    which.onchange = school.onchange = show;
    slider.oninput = () => { raised[which.value].set(Number(school.value), Number(slider.value)); show(); };
    reset.onclick = () => { raised.forEach((changed) => changed.clear()); show(); };
    const fields = [[words.indicator, which], [words.school, school], [words.raise, slider]];
    place.append(...fields.map(([text, field]) => build("label", {}, build("span", { textContent: text }), field)), shown, held, reset);
    show();
  };

  root.classList.add("js");
  document.querySelectorAll(".what-if").forEach(whatIf);
  document.querySelectorAll("figure.table table[data-fold]").forEach(fold);
  plots.forEach((plot) => { try { start(plot); } catch (error) { reportError(error); } });
  addEventListener("beforeprint", print(true));
  addEventListener("afterprint", print(false));
  paper.addEventListener("change", ({ matches }) => print(matches)());
  let waiting;
  addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(redraw, 120); });
})();

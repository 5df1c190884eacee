"use strict";
// What report.js finds on a page, for a process that has none: it lays out one chart and hands back its panels.
globalThis.engine = (() => {
  const library = globalThis.echarts;
  const measure = (widths) => (text, font) => {
    const size = Number(/([\d.]+)px/.exec(font)?.[1] ?? 12);
    return { width: size * [...String(text)].reduce((sum, letter) => sum + (widths[letter] ?? 1), 0) };
  };
  const element = () => ({ style: {}, children: [], append(...more) { this.children.push(...more); } });
  const cell = ({ mark, text }) => ({
    textContent: text, lastChild: { textContent: text }, querySelector: () => mark && { textContent: mark },
  });
  const grid = (rows) => rows.map((cells) => ({ cells: cells.map(cell) }));

  const place = ({ spec, width, head, rows }) => {
    const table = { tHead: { rows: grid([head]) }, tBodies: [{ rows: grid(rows) }] };
    const figure = { classList: { toggle() {} }, querySelector: (name) => (name === "table" ? table : {}) };
    return {
      clientWidth: width, dataset: {}, classList: { add() {} }, nextElementSibling: { textContent: JSON.stringify(spec) },
      closest: () => figure, querySelectorAll: () => [], replaceChildren(...parts) { this.parts = parts; },
    };
  };
  const page = (plot, { tokens, family, measureText }) => ({
    body: {}, documentElement: { classList: { add() {} } },
    querySelectorAll: (name) => (name === ".plot" ? [plot] : []),
    createElement: (name) => (name === "canvas" ? { getContext: () => ({ measureText(text) { return measureText(text, this.font); } }) } : element()),
    getComputedStyle: () => ({ fontFamily: family, getPropertyValue: (name) => tokens[name] }),
  });
  const still = {
    getInstanceByDom: () => undefined,
    init: (panel, _, { width, height }) => ({
      setOption(option) {
        const chart = library.init(null, null, { renderer: "svg", ssr: true, width, height });
        chart.setOption(option);
        Object.assign(panel, { svg: chart.renderToSVGString(), width, height });
        chart.dispose();
      },
    }),
  };
  const fail = (error) => { throw error; };
  const silent = { matches: false, addEventListener() {} };

  return (script, text) => {
    const chart = JSON.parse(text), measureText = measure(chart.widths), plot = place(chart);
    const document = page(plot, { ...chart, measureText });
    library.setPlatformAPI({ measureText });
    const given = { document, echarts: still, getComputedStyle: document.getComputedStyle, matchMedia: () => silent,
      structuredClone: (value) => JSON.parse(JSON.stringify(value)), addEventListener() {}, reportError: fail };
    new Function(...Object.keys(given), script)(...Object.values(given));
    const [above, panels, under] = plot.parts;
    const columns = Number(/\d+/.exec(panels.style.gridTemplateColumns)[0]);
    return JSON.stringify({ above: above.textContent, under: under.textContent, columns,
      panels: panels.children.map(({ svg, width, height }) => ({ svg, width, height })) });
  };
})();

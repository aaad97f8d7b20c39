// Charts (Vega-Lite) and networks (cytoscape). Each is a <figure> that holds its data as a JSON block; a table
// after it says the same. sayso.js loads this file where a page has one of:
//
//   <figure data-chart="ID"><div class="drawing"></div><figcaption>…</figcaption>
//     <script type="application/json" id="ID">a Vega-Lite specification</script></figure>
//   <figure data-network="ID">… the same, with {"nodes": […], "edges": […]} …</figure>
//
// A specification has "width": "container" and its data in "values". A colour in it may be a custom property of
// the page, "var(--denies)", so that light and dark hold; an `href` channel makes links.
//
// A node has id, label, size (0 to 1), colour, href and about (what is told of it), an edge id, source, target and
// the same, with directed, line (solid, dotted, dashed, dashdot) and head (triangle, circle). All but ids, label,
// source and target may be missing. Arrow keys go through edges (left, right) and nodes (up, down) in their order.
(() => {
  "use strict";

  const drawn = new Map(); // figure -> function that draws it again

  /** Give the value of a custom property of the page. */
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  /** Put colours in place of "var(--name)" in a specification, but never in its data. */
  function themed(value, key = "") {
    if (typeof value === "string") {
      const name = /^var\((--[\w-]+)\)$/.exec(value)?.[1];
      return (name && colour(name)) || value;
    }
    if (key === "values" || value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map((item) => themed(item));
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, themed(item, name)]));
  }

  const data = (id) => JSON.parse(document.getElementById(id).textContent);

  /** Give the element to draw in, named for people who do not see it by the figure's caption. */
  function stage(figure, kind) {
    let view = figure.querySelector(".drawing");
    if (!view) {
      view = document.createElement("div");
      view.className = "drawing";
      figure.append(view);
    }
    const caption = figure.dataset.label || figure.querySelector("figcaption")?.textContent || kind;
    view.setAttribute("role", "img");
    view.setAttribute("aria-label", `${caption.trim().replace(/\s+/g, " ")} (the table says the same)`);
    view.style.position = "relative"; // what is drawn lies within it
    view.replaceChildren();
    return view;
  }

  // ---- charts ---------------------------------------------------------------------------------------------

  function chartConfig() {
    const [ink, faint, line] = [colour("--ink"), colour("--quiet"), colour("--line")];
    const font = getComputedStyle(document.body).fontFamily;
    return {
      background: "transparent",
      font,
      axis: { labelColor: faint, titleColor: ink, domainColor: line, tickColor: line, gridColor: line,
        labelFontSize: 12, titleFontSize: 12, titleFontWeight: 600 },
      legend: { labelColor: ink, titleColor: ink, labelFontSize: 12, titleFontSize: 12 },
      header: { labelColor: ink, titleColor: ink },
      title: { color: ink },
      text: { color: ink },
      rule: { color: line },
      view: { stroke: null },
      aria: false,
      mark: { aria: false },
    };
  }

  /** Take the names off a drawing's insides: the figure has one name and the table says the rest. */
  function silence(drawing) {
    for (const each of [drawing, ...drawing.querySelectorAll("[role], [aria-label], [aria-roledescription]")]) {
      for (const name of ["role", "aria-label", "aria-roledescription"]) each.removeAttribute(name);
    }
  }

  function drawChart(figure) {
    drawn.get(figure)?.close();
    const spec = themed(data(figure.dataset.chart));
    const inner = document.createElement("div"); // Vega names what it draws in as it likes
    stage(figure, "chart").append(inner);
    const loader = vega.loader();
    loader.load = () => Promise.reject(new Error("a chart holds its own data"));
    const runtime = vega.parse(vegaLite.compile(spec, { config: chartConfig() }).spec, null, { ast: true });
    const chart = new vega.View(runtime, {
      expr: vega.expressionInterpreter, // without eval, which the page forbids
      renderer: "svg",
      container: inner,
      hover: true,
      loader,
    });
    drawn.set(figure, { again: () => drawChart(figure), close: () => chart.finalize() });
    return chart.runAsync().then(() => silence(inner));
  }

  // ---- networks -------------------------------------------------------------------------------------------

  const SMALL = 12; // nodes in a ring; more are laid out by forces

  /** Places to begin from: a spiral, most connected in the middle, so that the layout is the same each time. */
  function spiral(nodes, edges) {
    const ties = new Map(nodes.map((node) => [node.id, 0]));
    for (const edge of edges) {
      for (const end of [edge.source, edge.target]) ties.set(end, (ties.get(end) ?? 0) + 1);
    }
    const order = [...nodes].sort((a, b) => ties.get(b.id) - ties.get(a.id) || (a.id < b.id ? -1 : 1));
    const golden = Math.PI * (3 - Math.sqrt(5));
    return new Map(order.map(({ id }, n) => {
      const far = 60 * Math.sqrt(n);
      return [id, { x: far * Math.cos(n * golden), y: far * Math.sin(n * golden) }];
    }));
  }

  function networkStyle() {
    const ink = colour("--ink");
    const paper = colour("--paper");
    const tint = (element) => themed(element.data("colour"));
    return [
      { selector: "node", style: {
        "label": "data(label)", "color": ink, "font-size": 12, "text-opacity": 0, "text-wrap": "wrap",
        "text-max-width": 130, "text-valign": "bottom", "text-margin-y": 3, "text-outline-color": paper,
        "text-outline-width": 2, "background-color": colour("--accent"), "border-width": 1,
        "border-color": paper, "width": "mapData(size, 0, 1, 14, 46)", "height": "mapData(size, 0, 1, 14, 46)",
        "font-family": getComputedStyle(document.body).fontFamily } },
      { selector: "node[colour]", style: { "background-color": tint } },
      { selector: "edge", style: {
        "line-color": colour("--quiet"), "target-arrow-color": colour("--quiet"), "curve-style": "bezier",
        "opacity": 0.75, "width": "mapData(size, 0, 1, 1, 7)", "arrow-scale": 1.1 } },
      { selector: "edge[?directed]", style: { "target-arrow-shape": "triangle" } },
      { selector: "edge[head]", style: { "target-arrow-shape": "data(head)" } },
      { selector: 'edge[line="dotted"]', style: { "line-style": "dotted" } },
      { selector: 'edge[line="dashed"]', style: { "line-style": "dashed" } },
      { selector: 'edge[line="dashdot"]', style: { "line-style": "dashed", "line-dash-pattern": [8, 3, 2, 3] } },
      { selector: "edge[colour]", style: { "line-color": tint, "target-arrow-color": tint } },
      { selector: ".named", style: { "text-opacity": 1 } },
      { selector: ".far", style: { "opacity": 0.15 } },
      { selector: ".near", style: { "opacity": 1, "text-opacity": 1, "z-index": 9 } },
    ];
  }

  /** Few nodes stand around the one with most ties; many are laid out by forces, from the same places. */
  function layout(nodes) {
    const common = { animate: false, fit: false };
    if (nodes.length <= SMALL) {
      const middle = nodes.reduce((one, other) => (other.degree() > one.degree() ? other : one), nodes[0]);
      return { ...common, name: "concentric", concentric: (node) => (node.same(middle) ? 2 : 1),
        levelWidth: () => 1, minNodeSpacing: 70 };
    }
    return { ...common, name: "cose", randomize: false, numIter: nodes.length > 100 ? 250 : 600,
      nodeRepulsion: () => 60000, idealEdgeLength: () => 70, edgeElasticity: () => 100, gravity: 0.6,
      nodeOverlap: 12, componentSpacing: 30, initialTemp: 200, coolingFactor: 0.985 };
  }

  const ROOM = 9000; // of a node in the drawing, in its own square units: about 95 by 95

  /**
   * Spread nodes over the whole frame, in the order that the layout gave them from left to right and from top to
   * bottom: half by their place, half by their rank, so that neither a dense middle nor a few far ones waste room.
   */
  function spread(nodes, view) {
    const shape = Math.min(3, Math.max(0.4, view.clientWidth / Math.max(1, view.clientHeight)));
    const height = Math.sqrt((nodes.length * ROOM) / shape);
    const sides = { x: height * shape, y: height };
    const ranked = nodes.length > SMALL ? 0.5 : 0;
    for (const [axis, side] of Object.entries(sides)) {
      const order = nodes.toArray().sort((one, other) => one.position(axis) - other.position(axis));
      const [least, most] = [order[0].position(axis), order.at(-1).position(axis)];
      const places = order.map((node, rank) => {
        const share = most > least ? (node.position(axis) - least) / (most - least) : 0.5;
        return side * (ranked * (rank / Math.max(1, order.length - 1)) + (1 - ranked) * share);
      });
      order.forEach((node, rank) => node.position(axis, places[rank]));
    }
  }

  /** Name as many nodes as can be named without one name over another, the largest first, at any zoom. */
  function label(network) {
    const zoom = network.zoom();
    const taken = [];
    const free = (box) => taken.every((other) =>
      box.x2 < other.x1 || box.x1 > other.x2 || box.y2 < other.y1 || box.y1 > other.y2);
    network.batch(() => {
      const order = network.nodes().toArray().sort((one, other) => other.data("size") - one.data("size"));
      for (const node of order) {
        const font = (11 + 4 * node.data("size")) / zoom; // the same on the screen, however near
        const most = 130 / zoom;
        const width = 0.56 * font * String(node.data("label") ?? "").length;
        const { x, y } = node.position();
        const top = y + node.height() / 2;
        const half = Math.min(width, most) / 2;
        const box = { x1: x - half, x2: x + half, y1: top, y2: top + 1.25 * font * Math.ceil(width / most) };
        const fits = free(box);
        if (fits) taken.push(box);
        node.style({ "font-size": font, "text-max-width": most, "text-outline-width": 2 / zoom });
        node.toggleClass("named", fits);
      }
    });
  }

  function drawNetwork(figure) {
    drawn.get(figure)?.close();
    const view = stage(figure, "network");
    view.setAttribute("role", "application"); // it takes keys
    view.tabIndex = 0;
    holdStylesheet();
    const { nodes, edges } = data(figure.dataset.network);
    const places = spiral(nodes, edges);
    const network = cytoscape({
      container: view,
      elements: [
        ...nodes.map((each) => ({ group: "nodes", data: { size: 0.3, ...each }, position: places.get(each.id) })),
        ...edges.map((each) => ({ group: "edges", data: { size: 0.2, ...each } })),
      ],
      style: networkStyle(),
      layout: { name: "preset" },
      userZoomingEnabled: false, // the wheel scrolls the page; there are buttons
      boxSelectionEnabled: false,
      autounselectify: true,
      maxZoom: 3,
    });
    if (nodes.length) {
      network.layout(layout(network.nodes())).run();
      spread(network.nodes(), view);
      network.fit(undefined, 34);
      label(network);
      network.on("zoom", () => label(network));
    }
    tend(network, figure, view);
    drawn.set(figure, { again: () => drawNetwork(figure), close: () => network.destroy() });
  }

  /** cytoscape would write a <style> element, which the page forbids; it leaves that where this id exists. */
  function holdStylesheet() {
    const id = "__________cytoscape_stylesheet";
    if (document.getElementById(id)) return;
    const held = document.createElement("meta");
    held.id = id;
    document.head.append(held);
  }

  /** Let one go through a network with mouse, touch and keys: light what lies near, say what it is, open it. */
  function tend(network, figure, view) {
    const told = figure.querySelector("output") ?? figure.appendChild(document.createElement("output"));
    let shown = null;

    function show(target) {
      shown = target;
      told.value = target ? (target.data("about") ?? target.data("label") ?? "") : "";
      view.style.cursor = target?.data("href") ? "pointer" : "";
      network.elements().removeClass("far near");
      if (!target) return;
      const near = target.isNode() ? target.closedNeighborhood() : target.union(target.connectedNodes());
      near.addClass("near");
      network.elements().not(near).addClass("far");
    }

    function open(target) {
      const href = target?.data("href");
      if (href && new URL(href, location).origin === location.origin) location.assign(href);
    }

    function step(among, by) {
      if (!among.length) return;
      const at = shown ? among.toArray().findIndex((each) => each.same(shown)) : -1;
      show(among[at < 0 ? (by > 0 ? 0 : among.length - 1) : (at + by + among.length) % among.length]);
    }

    network.on("mouseover", "node, edge", ({ target }) => show(target));
    network.on("mouseout", "node, edge", () => show(null));
    network.on("tap", ({ target, originalEvent }) => {
      if (target === network) show(null);
      // There is no hovering by touch: the first tap shows, the second one opens.
      else if (originalEvent.type.startsWith("touch") && !shown?.same(target)) show(target);
      else open(target);
    });
    // The element stays when the figure is drawn again: these must replace the former ones.
    view.onkeydown = (event) => {
      const acts = {
        ArrowLeft: () => step(network.edges(), -1),
        ArrowRight: () => step(network.edges(), 1),
        ArrowUp: () => step(network.nodes(), -1),
        ArrowDown: () => step(network.nodes(), 1),
        Enter: () => open(shown),
        Escape: () => show(null),
      };
      if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(acts, event.key)) return;
      event.preventDefault();
      acts[event.key]();
    };
    view.onblur = () => show(null);
    buttons(network, figure, view);
  }

  function buttons(network, figure, view) {
    figure.querySelector(".network-buttons")?.remove();
    const bar = document.createElement("div");
    bar.className = "network-buttons";
    const zoom = (by) => network.zoom({
      level: network.zoom() * by,
      renderedPosition: { x: view.clientWidth / 2, y: view.clientHeight / 2 },
    });
    const acts = [["+", "Larger", () => zoom(1.3)], ["−", "Smaller", () => zoom(1 / 1.3)],
      ["Fit", "Show all", () => network.fit(undefined, 34)]];
    for (const [sign, name, act] of acts) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "plain";
      button.textContent = sign;
      button.setAttribute("aria-label", name);
      button.addEventListener("click", act);
      bar.append(button);
    }
    view.after(bar);
  }

  // ---- both -----------------------------------------------------------------------------------------------

  async function draw(root, load) {
    const charts = root.querySelectorAll("figure[data-chart]");
    const networks = root.querySelectorAll("figure[data-network]");
    if (charts.length) {
      await load("vega", "vegaLite", "vegaInterpreter");
      charts.forEach(drawChart);
    }
    if (networks.length) {
      await load("cytoscape");
      networks.forEach(drawNetwork);
    }
  }

  function redraw() {
    for (const [figure, { again, close }] of drawn) {
      if (figure.isConnected) again();
      else {
        close();
        drawn.delete(figure);
      }
    }
  }

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["data-theme", "class"] });
  window.saysoFigures = { draw };
})();

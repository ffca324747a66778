"use strict";
// An addition to a page that is complete without it: folded details, filters, zoom, a crosshair.
(() => {
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  const pressed = (button, on) => button.setAttribute("aria-pressed", String(on));

  // Details are open in the source, so that print and readers without script have everything.
  const folded = all("main details");
  const target = location.hash && document.getElementById(location.hash.slice(1));
  for (const details of folded) details.open = Boolean(target && details.contains(target));
  let open = [];
  addEventListener("beforeprint", () => {
    open = folded.filter((details) => details.open);
    for (const details of folded) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of folded) details.open = open.includes(details);
  });

  // Filters for the list of events.
  const rows = all("tr[data-group]");
  const groups = [...new Set(rows.map((row) => row.dataset.group))];
  if (groups.length > 1) {
    const hidden = new Set();
    const count = make("output", {});
    const tools = make("div", { className: "tools", role: "group", ariaLabel: "Kinds of events" },
      "Show: ");
    const update = () => {
      for (const row of rows) row.hidden = hidden.has(row.dataset.group);
      count.textContent = `${rows.filter((row) => !row.hidden).length} of ${rows.length} events`;
    };
    for (const group of groups) {
      const button = make("button", { type: "button" }, group);
      pressed(button, true);
      button.addEventListener("click", () => {
        if (!hidden.delete(group)) hidden.add(group);
        pressed(button, !hidden.has(group));
        update();
      });
      tools.append(button);
    }
    tools.append(count);
    update();
    rows[0].closest(".scroll").before(tools);
  }

  // Zoom and crosshair for the picture.
  const box = document.getElementById("chart");
  if (!box) return;
  const numbers = (data) => Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, Number(value)]));
  const { from, to, left, plot, offset } = numbers(box.dataset);
  const panels = all("svg[role]", box).map((svg) => {
    const hair = document.createElementNS("http://www.w3.org/2000/svg", "path");
    hair.setAttribute("class", "hair");
    svg.append(hair);
    return { svg, hair, ...numbers(svg.dataset) };
  });
  const readout = make("output", { ariaLive: "polite" });
  const tools = make("div", { className: "tools", role: "group", ariaLabel: "The picture" },
    "Zoom: ");
  const factors = [1, 2, 4];
  const buttons = factors.map((factor) => {
    const button = make("button", { type: "button" }, `${factor}\u00d7`);
    pressed(button, factor === 1);
    button.addEventListener("click", () => zoom(factor));
    tools.append(button);
    return button;
  });
  tools.append(readout);
  box.before(tools);

  function zoom(factor) {
    const middle = (box.scrollLeft + box.clientWidth / 2) / box.scrollWidth;
    for (const { svg } of panels) Object.assign(svg.style, { width: `${100 * factor}%`, minWidth: `${62 * factor}rem` });
    buttons.forEach((button, i) => pressed(button, factors[i] === factor));
    box.scrollLeft = middle * box.scrollWidth - box.clientWidth / 2;
  }

  let part = 0.5;
  const digits = to - from < 6e5 ? 23 : 19;
  function show(next) {
    part = Math.min(1, Math.max(0, next));
    const at = new Date(Math.round(from + part * (to - from)) + offset * 1000);
    for (const { hair, top, bottom } of panels)
      hair.setAttribute("d", `M${left + part * plot} ${top}V${bottom}`);
    readout.textContent = at.toISOString().slice(0, digits).replace("T", " ");
  }
  for (const { svg } of panels)
    svg.addEventListener("pointermove", (event) => {
      const place = new DOMPoint(event.clientX, event.clientY)
        .matrixTransform(svg.getScreenCTM().inverse());
      if (place.x >= left && place.x <= left + plot) show((place.x - left) / plot);
    });
  box.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 0.05 : 0.005;
    if (event.key === "ArrowLeft") show(part - step);
    else if (event.key === "ArrowRight") show(part + step);
    else return;
    event.preventDefault();
    const { svg } = panels[0];
    const x = (left + part * plot) / svg.viewBox.baseVal.width * svg.clientWidth;
    if (x < box.scrollLeft || x > box.scrollLeft + box.clientWidth)
      box.scrollLeft = x - box.clientWidth / 2;
  });
})();

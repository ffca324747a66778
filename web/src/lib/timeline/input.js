// Mouse, touch and keys on the picture.

import { isTyping } from "../keys.js";

export const input = (app, pane, canvas) => {
  const fingers = new Map();
  let moved = 0;
  const spot = (event) => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  canvas.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const unit = event.deltaMode === 1 ? 16 : 1;
      if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) return app.panPixels(event.deltaX * unit);
      app.zoom(2 ** Math.max(-1, Math.min(1, (event.deltaY * unit) / 240)), app.timeAt(spot(event)[0]));
    },
    { passive: false },
  );
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, spot(event));
    moved = 0;
    if (event.shiftKey) app.drag = [spot(event)[0], spot(event)[0]];
    canvas.dataset.drag = "";
  });
  canvas.addEventListener("pointermove", (event) => {
    const [x, y] = spot(event);
    const before = fingers.get(event.pointerId);
    app.cursor = x;
    if (!before) return app.again();
    moved += Math.abs(x - before[0]) + Math.abs(y - before[1]);
    if (app.drag) app.drag[1] = x;
    else if (fingers.size === 1) app.panPixels(before[0] - x);
    else {
      const other = [...fingers.entries()].find(([id]) => id !== event.pointerId)[1];
      const was = Math.max(10, Math.abs(before[0] - other[0]));
      app.zoom(was / Math.max(10, Math.abs(x - other[0])), app.timeAt((x + other[0]) / 2));
    }
    fingers.set(event.pointerId, [x, y]);
    app.again();
  });
  const up = (event) => {
    const known = fingers.delete(event.pointerId);
    delete canvas.dataset.drag;
    if (app.drag && Math.abs(app.drag[1] - app.drag[0]) > 4) {
      const [a, b] = app.drag.map((x) => app.timeAt(x)).sort((p, q) => p - q);
      app.show(a, b);
    } else if (known && moved < 5 && event.type === "pointerup") {
      app.pick(...spot(event));
    }
    app.drag = null;
    app.again();
  };
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);
  canvas.addEventListener("pointerleave", () => {
    app.cursor = null;
    app.again();
  });
  const keys = {
    ArrowLeft: () => app.pan(-0.15),
    ArrowRight: () => app.pan(0.15),
    ArrowUp: () => app.zoom(0.7),
    ArrowDown: () => app.zoom(1 / 0.7),
    j: () => app.step(1),
    k: () => app.step(-1),
    Home: () => app.showWhole(),
    Enter: () => document.querySelector(".timeline-detail a.button")?.click(),
  };
  pane.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  // From the tables to the picture: the row that has the focus, or was clicked, is the one chosen.
  document.getElementById("main").addEventListener("focusin", (event) => chooseRow(event.target));
  document.getElementById("main").addEventListener("click", (event) => chooseRow(event.target));
  const chooseRow = (target) => {
    const row = target.closest?.("tr[data-us]");
    if (row && row !== app.row) app.chooseRow(row);
  };
};

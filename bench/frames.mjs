// The times between callbacks of requestAnimationFrame on a page, while something goes on there.

export const recordFrames = (page) =>
  page.evaluate(() => {
    window.frames_ = [];
    let before = 0;
    const frame = (now) => {
      if (before) window.frames_.push(now - before);
      before = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
// Those since it was asked last.
export const takeFrames = (page) => page.evaluate(() => window.frames_.splice(0));

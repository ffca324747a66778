// The timeline's canvas: evidence and story on one axis. The tables below it are the same in words
// and stay in step; without script they are the page.

import { App } from "./lib/timeline/app.js";

const place = document.getElementById("timeline");
if (place) new App(place).start();

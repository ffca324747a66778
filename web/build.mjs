// Makes what the program brings along for browsers: bundles scripts and styles, compresses them,
// and writes one C file with all of it and the templates.
//
//     node web/build.mjs MODULES OUT.c OUT.d
//
// MODULES is the folder with node_modules. Equal sources give equal bytes.

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const [modules, out, dependencies] = process.argv.slice(2).map((path) => resolve(path));
const require = createRequire(join(modules, "package.json"));
const esbuild = require("esbuild");

const types = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
};

const listed = (folder, ending) =>
  readdirSync(join(here, folder))
    .filter((name) => name.endsWith(ending))
    .sort();

// Browsers from the summer of 2023 on: two years of releases before the first user, and the last Firefox
// (115) that runs on older systems. Styles that are newer (view transitions, light and dark by name) only add.
// Every web/src/*.js is an entry of its own; what they share lies in web/src/lib/.
const bundle = (options) =>
  esbuild.buildSync({
    bundle: true,
    minify: true,
    write: false,
    legalComments: "none",
    target: ["chrome115", "firefox115", "safari16.4"],
    nodePaths: [join(modules, "node_modules")],
    logLevel: "warning",
    absWorkingDir: here,
    ...options,
  }).outputFiles[0].contents;

const script = (name) => bundle({ entryPoints: [join("src", name)], format: "esm", outfile: "out.js" });

const styles = () => {
  const all = listed("styles", ".css")
    .map((name) => `@import "./styles/${name}";`)
    .join("\n");
  return bundle({ stdin: { contents: all, resolveDir: here, loader: "css" }, outfile: "out.css" });
};

// The words of every licence whose code is in a bundle.
const licences = () => {
  const lock = JSON.parse(readFileSync(join(here, "package-lock.json"), "utf8"));
  const parts = [];
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (!path || entry.dev || entry.optional || path.includes("esbuild")) continue;
    const folder = join(modules, path);
    const name = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
    const words = name ? readFileSync(join(folder, name), "utf8").trim() : entry.license;
    parts.push(`${path.replace(/^.*node_modules\//, "")} ${entry.version}\n\n${words}\n`);
  }
  return Buffer.from(parts.sort().join("\n----\n\n"));
};

const asset = (name, content) => {
  const dot = name.lastIndexOf(".");
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const brotli = brotliCompressSync(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  });
  return {
    name,
    url: `/assets/${name.slice(0, dot)}-${hash}${name.slice(dot)}`,
    type: types[name.slice(dot)],
    content: Buffer.from(content),
    brotli: brotli.length < content.length ? brotli : Buffer.alloc(0),
  };
};

// A C array of bytes: long string literals are beyond what a compiler must take.
const bytes = (label, buffer) => {
  const rows = [];
  for (let at = 0; at < buffer.length; at += 32) rows.push(buffer.subarray(at, at + 32).join(","));
  return `static const unsigned char ${label}[] = {\n${rows.join(",\n")}${rows.length ? "," : ""}0};\n`;
};
const span = (label, buffer) => `{(const char *)${label}, ${buffer.length}}`;

const assets = [
  ...listed("src", ".js").map((name) => asset(name, script(name))),
  ...listed("icons", ".svg").map((name) => asset(name, readFileSync(join(here, "icons", name)))),
  asset("app.css", styles()),
  asset("licences.txt", licences()),
];
const templates = listed("templates", ".html").map((file) => ({
  name: basename(file, ".html"),
  content: readFileSync(join(here, "templates", file)),
}));

let c = '/* Made by web/build.mjs; not to be edited. */\n#include "web/assets.h"\n\n';
assets.forEach((a, i) => (c += bytes(`asset_${i}`, a.content) + bytes(`brotli_${i}`, a.brotli)));
templates.forEach((t, i) => (c += bytes(`template_${i}`, t.content)));
c += "\nconst struct web_asset web_assets[] = {\n";
assets.forEach((a, i) => {
  c += `    {"${a.name}", "${a.url}", "${a.type}", ${span(`asset_${i}`, a.content)}, ${span(`brotli_${i}`, a.brotli)}},\n`;
});
c += `};\nconst size_t web_asset_count = ${assets.length};\n\nconst struct web_template web_templates[] = {\n`;
templates.forEach((t, i) => (c += `    {"${t.name}", ${span(`template_${i}`, t.content)}},\n`));
c += `};\nconst size_t web_template_count = ${templates.length};\n`;
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, c);

// Folders are named too, so that a new file in one makes all of it anew.
const walk = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? walk(join(folder, entry.name)) : [join(folder, entry.name)],
  ).concat(folder);
const used = ["src", "styles", "templates", "icons"].flatMap((name) => walk(join(here, name)));
used.push(join(here, "../src/report/assets/graph.css")); // styles/50-causes.css takes it over
writeFileSync(dependencies, `${out}: ${used.map((path) => path.replaceAll(" ", "\\ ")).join(" ")}\n`);

// Bundles the pages' scripts: node bundle.mjs OUTDIR
//
// One entry for each page in src/pages, and for each worker that a page starts in src/workers; what several share
// becomes a chunk. The viewer of exported pages, in src/viewer, is a bundle of its own in OUTDIR/viewer. Styles that libraries would put into the page by script are taken out and written to a file instead,
// for pages allow no other styles than files.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const here = import.meta.dirname;
const out = path.resolve(process.argv[2]);
const INJECTED = /styleInject\((\w+)\);/g;
const OUTLINES = { "countries.json": "node_modules/world-atlas/countries-50m.json", "admin1.json": "outlines/admin1.json" };

/**
 * Parts of force-graph that are left out, for nothing here uses them: its tooltips, which take markup; forces in one
 * dimension and in three; colours that it would choose.
 */
const LEFT_OUT = {
  "float-tooltip": "export default class { content() {} }",
  "d3-binarytree": "export const binarytree = null;",
  "d3-octree": "export const octree = null;",
  "d3-scale-chromatic": "export const schemePaired = [];",
};
const leftOut = {
  name: "left-out",
  setup(build) {
    build.onResolve({ filter: new RegExp(`^(${Object.keys(LEFT_OUT).join("|")})$`) }, ({ path: name }) => ({ path: name, namespace: "left-out" }));
    build.onLoad({ filter: /.*/, namespace: "left-out" }, ({ path: name }) => ({ contents: LEFT_OUT[name], loader: "js" }));
  },
};

/** Turns styles that a library injects into style sheets of the bundle. */
const stylesAsFiles = {
  name: "styles-as-files",
  setup(build) {
    const sheets = new Map();
    build.onLoad({ namespace: "file", filter: /node_modules\/force-graph\/dist\/.*\.mjs$/ }, async ({ path: file }) => {
      const text = await readFile(file, "utf8");
      const [, name] = INJECTED.exec(text) ?? [];
      INJECTED.lastIndex = 0;
      const literal = name && new RegExp(`var ${name} = (".*");`).exec(text);
      if (!literal) throw new Error(`${file} injects its style in another way than before`);
      sheets.set(file, JSON.parse(literal[1]));
      return { contents: `import ${JSON.stringify(`sheet:${file}`)};\n${text.replace(INJECTED, "")}`, loader: "js" };
    });
    build.onResolve({ filter: /^sheet:/ }, ({ path: name }) => ({ path: name.slice(6), namespace: "sheet" }));
    build.onLoad({ filter: /.*/, namespace: "sheet" }, ({ path: file }) => ({ contents: sheets.get(file), loader: "css" }));
  },
};

const pages = (await readdir(path.join(here, "src/pages"))).filter((name) => name.endsWith(".ts"));
const workers = (await readdir(path.join(here, "src/workers"))).filter((name) => name.endsWith(".ts"));
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: [...pages.map((name) => `src/pages/${name}`), ...workers.map((name) => `src/workers/${name}`)],
  outdir: out,
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  charset: "utf8",
  legalComments: "none",
  loader: { ".png": "empty" },
  external: ["/static/*"],
  chunkNames: "chunk-[hash]",
  entryNames: "[name]",
  metafile: true,
  plugins: [leftOut, stylesAsFiles],
  logLevel: "warning",
});
for (const [name, source] of Object.entries(OUTLINES)) await copyFile(path.join(here, source), path.join(out, name));

// What is written into an exported page: one script and one style sheet, as text.
const viewer = await build({
  absWorkingDir: here,
  entryPoints: ["src/viewer/viewer.ts"],
  outdir: path.join(out, "viewer"),
  bundle: true,
  format: "iife",
  target: "es2022",
  minify: true,
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  plugins: [leftOut, stylesAsFiles],
  logLevel: "warning",
});

/** The packages whose code is in a bundle, or whose data go with it, with the texts of their licences. */
async function licences(metafile, ...data) {
  const names = new Set(data);
  for (const file of Object.keys(metafile.inputs)) {
    const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file);
    if (found) names.add(found[1]);
  }
  const parts = [];
  for (const name of [...names].sort()) {
    const folder = path.join(here, "node_modules", name);
    const about = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
    const file = (await readdir(folder)).find((one) => /^licen[cs]e/i.test(one));
    const text = file ? await readFile(path.join(folder, file), "utf8") : "";
    parts.push(`${name} ${about.version}, ${about.license}\n\n${text.trim()}\n`);
  }
  return parts.join(`\n${"-".repeat(80)}\n\n`);
}
await mkdir(out, { recursive: true });
await writeFile(path.join(out, "licences.txt"), await licences(metafile, "world-atlas"));
await writeFile(path.join(out, "viewer", "licences.txt"), await licences(viewer.metafile));

/** What a page loads at once: its script, and the chunks that it imports. */
function loaded(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  const { imports, cssBundle } = metafile.outputs[file];
  if (cssBundle) seen.add(cssBundle);
  for (const one of imports) if (one.kind === "import-statement" && metafile.outputs[one.path]) loaded(one.path, seen);
  return seen;
}
/** Writes a file's compressed twin, which servers send as it is; gives its size. */
async function compress(file) {
  const content = await readFile(file);
  const small = brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } });
  await writeFile(`${file}.br`, small);
  return small.length;
}
let total = 0;
const sizes = new Map();
for (const file of Object.keys(metafile.outputs)) {
  sizes.set(file, await compress(path.resolve(here, file)));
  total += sizes.get(file);
}
for (const name of Object.keys(OUTLINES)) await compress(path.join(out, name));
const manifest = {};
for (const page of pages.map((name) => name.slice(0, -3))) {
  const files = [...loaded(Object.keys(metafile.outputs).find((file) => path.basename(file) === `${page}.js`))];
  manifest[page] = {
    scripts: files.filter((file) => file.endsWith(".js")).map((file) => path.basename(file)),
    styles: files.filter((file) => file.endsWith(".css")).map((file) => path.basename(file)),
    compressed: files.reduce((sum, file) => sum + sizes.get(file), 0),
  };
  console.log(`${page.padEnd(10)} ${(manifest[page].compressed / 1000).toFixed(1).padStart(6)} kB compressed`);
}
console.log(`${"together".padEnd(10)} ${(total / 1000).toFixed(1).padStart(6)} kB compressed`);
const digest = createHash("sha256");
for (const file of Object.keys(metafile.outputs).sort()) digest.update(await readFile(path.resolve(here, file)));
const mark = digest.digest("hex").slice(0, 12); // in addresses: what changed is fetched anew, what did not is kept
await writeFile(path.join(out, "manifest.json"), JSON.stringify({ mark, pages: manifest, compressed: total }, null, 1));

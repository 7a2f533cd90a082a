"use strict";
// Draws the network that stands in this page. It asks nobody for anything, and writes names as text alone.
const data = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const COLOURS = { 1: "#1b7837", "-1": "#b2182b", 0: "#6a6a6a" };
const MARKS = { 1: "+", "-1": "−", 0: "·" };
const FILLS = { Person: "#b35806", Place: "#542788" };
const canvas = $("canvas"), pen = canvas.getContext("2d");
const nodes = data.nodes, edges = data.edges;
const byId = new Map(nodes.map((node) => [node.id, node]));
nodes.forEach((node) => { node.edges = []; });
const pairs = new Map();
edges.forEach((edge, index) => {
  edge.index = index;
  edge.a = byId.get(edge.source); edge.b = byId.get(edge.target);
  edge.a.edges.push(edge); if (edge.b !== edge.a) edge.b.edges.push(edge);
  const pair = JSON.stringify([edge.source, edge.target].sort());
  if (!pairs.has(pair)) pairs.set(pair, []);
  pairs.get(pair).push(edge);
});
for (const several of pairs.values()) {
  several.forEach((edge, turn) => {
    edge.bend = (turn - (several.length - 1) / 2) * (edge.source > edge.target ? -1 : 1);
    edge.turn = turn;
  });
}
const byDegree = [...nodes].sort((one, other) => other.edges.length - one.edges.length);
const view = { x: 0, y: 0, scale: 1 };
let chosen = null, dragged = null;

// Days: numbers from the first to the last that any relation names.
const DAY = 86400000;
const number = (text) => Math.round(Date.parse(text + "T00:00:00Z") / DAY);
const text = (day) => new Date(day * DAY).toISOString().slice(0, 10);
const known = edges.flatMap((edge) => edge.days).filter(Boolean).map(number).filter(Number.isFinite);
const slider = $("day");
if (known.length) {
  slider.min = known.reduce((a, b) => Math.min(a, b)); slider.max = known.reduce((a, b) => Math.max(a, b));
  slider.value = slider.max;
} else { $("always").disabled = true; }

const signs = () => [1, -1, 0].filter((sign) => $("sign" + sign).checked);
function shows(edge, on, allowed) {
  if (!allowed.includes(edge.sign)) return false;
  if (on === null) return true;
  const [first, last] = edge.days;
  return (!first || number(first) <= on) && (!last || on <= number(last));
}
let visible = edges;
function filter() {
  const on = $("always").checked ? null : Number(slider.value), allowed = signs();
  slider.disabled = on === null;
  $("shown").textContent = on === null ? "any time" : text(on);
  visible = edges.filter((edge) => shows(edge, on, allowed));
  $("count").textContent = `${visible.length} of ${edges.length} relations`;
  list(); draw();
}

const place = (node) => [node.x * view.scale + view.x, node.y * view.scale + view.y];
function fit() {
  const box = canvas.getBoundingClientRect(), xs = nodes.map((n) => n.x), ys = nodes.map((n) => n.y);
  const least = (all) => all.reduce((a, b) => Math.min(a, b), Infinity), most = (all) => all.reduce((a, b) => Math.max(a, b), -Infinity);
  if (!nodes.length) return;
  const wide = most(xs) - least(xs) || 1, high = most(ys) - least(ys) || 1;
  view.scale = Math.min((box.width - 160) / wide, (box.height - 80) / high);
  view.x = box.width / 2 - (least(xs) + wide / 2) * view.scale;
  view.y = box.height / 2 - (least(ys) + high / 2) * view.scale;
}
function curve(edge) {
  const [x1, y1] = place(edge.a), [x2, y2] = place(edge.b);
  if (edge.a === edge.b) return { x1, y1, x2, y2, loop: 16 + 10 * edge.turn };
  const length = Math.hypot(x2 - x1, y2 - y1) || 1, bend = edge.bend * 44;
  return { x1, y1, x2, y2, x: (x1 + x2) / 2 - (y2 - y1) / length * bend, y: (y1 + y2) / 2 + (x2 - x1) / length * bend };
}
function middle(edge) {
  const c = curve(edge);
  return c.loop ? [c.x1, c.y1 - 1.6 * c.loop] : [(c.x1 + 2 * c.x + c.x2) / 4, (c.y1 + 2 * c.y + c.y2) / 4];
}
function drawEdge(edge) {
  const c = curve(edge), near = chosen === edge || chosen === edge.a || chosen === edge.b;
  pen.strokeStyle = pen.fillStyle = COLOURS[edge.sign];
  pen.globalAlpha = chosen && !near ? 0.15 : 1;
  pen.lineWidth = (chosen === edge ? 3 : 1.4) + Math.min(Math.log10(edge.weight || 1), 3);
  pen.setLineDash(edge.status === "disputed" ? [6, 4] : []);
  pen.beginPath();
  if (c.loop) { pen.arc(c.x1, c.y1 - c.loop, c.loop, 0, 7); pen.stroke(); return; }
  pen.moveTo(c.x1, c.y1); pen.quadraticCurveTo(c.x, c.y, c.x2, c.y2); pen.stroke();
  if (edge.directed) {
    const angle = Math.atan2(c.y2 - c.y, c.x2 - c.x), x = c.x2 - 8 * Math.cos(angle), y = c.y2 - 8 * Math.sin(angle);
    pen.beginPath(); pen.moveTo(x, y);
    for (const turn of [-0.4, 0.4]) pen.lineTo(x - 10 * Math.cos(angle + turn), y - 10 * Math.sin(angle + turn));
    pen.fill();
  }
  if (visible.length < 400 && edge.sign) {
    const [x, y] = middle(edge);
    pen.font = "bold 13px sans-serif"; pen.textAlign = "center"; pen.setLineDash([]);
    pen.strokeStyle = "#fff"; pen.lineWidth = 4; pen.strokeText(MARKS[edge.sign], x, y + 4); pen.fillText(MARKS[edge.sign], x, y + 4);
  }
}
function draw() {
  const box = canvas.getBoundingClientRect(), dense = window.devicePixelRatio || 1;
  canvas.width = box.width * dense; canvas.height = box.height * dense;
  pen.setTransform(dense, 0, 0, dense, 0, 0); pen.clearRect(0, 0, box.width, box.height);
  visible.forEach(drawEdge);
  pen.globalAlpha = 1; pen.setLineDash([]);
  const active = new Set(visible.flatMap((edge) => [edge.a, edge.b]));
  for (const node of nodes) {
    const [x, y] = place(node);
    pen.globalAlpha = active.has(node) || node === chosen ? 1 : 0.25;
    pen.fillStyle = FILLS[node.class] || "#2166ac";
    pen.beginPath(); pen.arc(x, y, node === chosen ? 9 : 6, 0, 7); pen.fill();
  }
  const taken = [];
  pen.font = "13px system-ui, sans-serif"; pen.textAlign = "center";
  const first = chosen && chosen.id !== undefined ? [chosen] : chosen ? [chosen.a, chosen.b] : [];
  for (const node of [...first, ...byDegree]) {
    if (!active.has(node) && node !== chosen) continue;
    const [x, y] = place(node), label = node.short, half = pen.measureText(label).width / 2 + 3;
    const mine = [x - half, y - 26, x + half, y - 8];
    if (x < -half || y < -20 || x > box.width + half || y > box.height + 20) continue;
    if (taken.some((t) => t[0] < mine[2] && mine[0] < t[2] && t[1] < mine[3] && mine[1] < t[3])) continue;
    taken.push(mine);
    pen.globalAlpha = 1; pen.lineWidth = 4; pen.strokeStyle = "#fff"; pen.strokeText(label, x, y - 12);
    pen.fillStyle = "#111"; pen.fillText(label, x, y - 12);
  }
}

// The same as words: what is chosen, and a list of all that is drawn.
function element(name, content, kind) {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  if (content !== undefined) made.append(content);
  return made;
}
function named(node) {
  const button = element("button", element("bdi", node.label));
  button.type = "button";
  button.addEventListener("click", () => choose(node));
  return button;
}
const days = (edge) => edge.days[0] || edge.days[1] ? `${edge.days[0] || "…"} to ${edge.days[1] || "…"}`
  : edge.sure[0] ? `as of ${edge.sure[0]}` : "days unknown";
function row(edge) {
  const made = element("tr");
  const kind = element("button", `${MARKS[edge.sign]} ${edge.kind}`, "s" + edge.sign);
  kind.type = "button";
  kind.addEventListener("click", () => choose(edge));
  for (const cell of [named(edge.a), kind, named(edge.b), days(edge), edge.answer || "", edge.status || ""]) made.append(element("td", cell));
  return made;
}
function item(edge, node) {
  const made = element("li"), away = edge.a === node;
  const kind = element("button", `${MARKS[edge.sign]} ${edge.kind} ${edge.directed ? away ? "→" : "←" : "–"}`, "s" + edge.sign);
  kind.type = "button";
  kind.addEventListener("click", () => choose(edge));
  made.append(kind, " ", named(away ? edge.b : edge.a), ", " + days(edge));
  return made;
}
const ROWS = 300;
function list() {
  const wanted = $("search").value.trim().toLocaleLowerCase();
  const found = visible.filter((edge) => !wanted || edge.words.includes(wanted));
  $("rows").replaceChildren(...found.slice(0, ROWS).map(row));
  $("more").textContent = found.length > ROWS ? `${found.length - ROWS} more: narrow the search.` : "";
}
function choose(what) {
  chosen = what;
  const about = $("about");
  about.replaceChildren();
  if (!what) { about.append(element("p", "Choose a node or a relation, in the picture or in the list.")); draw(); return; }
  about.append(element("h2", element("bdi", what.label)));
  const told = element("dl");
  for (const [name, value] of Object.entries(what.told)) {
    told.append(element("dt", name));
    const cell = element("dd");
    for (const one of Array.isArray(value) ? value : [value]) {
      const shown = String(one);
      if (shown.startsWith(data.base)) {
        const link = element("a", shown);
        link.href = shown; link.rel = "noreferrer noopener";
        cell.append(link);
      } else { cell.append(element("bdi", shown), element("br")); }
    }
    told.append(cell);
  }
  about.append(told);
  if (what.edges) {
    about.append(element("h2", `${what.edges.length} relations`));
    const short = element("ul");
    short.append(...what.edges.slice(0, ROWS).map((edge) => item(edge, what)));
    about.append(short);
  }
  draw();
}
edges.forEach((edge) => { edge.words = [edge.a.label, edge.b.label, edge.kind, edge.label].join(" ").toLocaleLowerCase(); });

function at(event) {
  const box = canvas.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}
function nearest(x, y) {
  let best = null, least = 14;
  for (const node of nodes) {
    const [a, b] = place(node), far = Math.hypot(a - x, b - y);
    if (far < least) { best = node; least = far; }
  }
  if (best) return best;
  for (const edge of visible) {
    const [a, b] = middle(edge), far = Math.hypot(a - x, b - y);
    if (far < least) { best = edge; least = far; }
  }
  return best;
}
canvas.addEventListener("pointerdown", (event) => { dragged = [...at(event), false]; canvas.setPointerCapture(event.pointerId); });
canvas.addEventListener("pointermove", (event) => {
  const [x, y] = at(event);
  if (!dragged) { const found = nearest(x, y); canvas.title = found ? found.label : ""; return; }
  if (Math.hypot(x - dragged[0], y - dragged[1]) > 2) dragged[2] = true;
  view.x += x - dragged[0]; view.y += y - dragged[1];
  dragged = [x, y, dragged[2]]; draw();
});
canvas.addEventListener("pointerup", (event) => { if (dragged && !dragged[2]) choose(nearest(...at(event))); dragged = null; });
function zoom(factor, x, y) {
  view.x = x - (x - view.x) * factor; view.y = y - (y - view.y) * factor; view.scale *= factor; draw();
}
canvas.addEventListener("wheel", (event) => { event.preventDefault(); zoom(Math.exp(-event.deltaY / 500), ...at(event)); }, { passive: false });
canvas.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: [40, 0], ArrowRight: [-40, 0], ArrowUp: [0, 40], ArrowDown: [0, -40] }[event.key];
  const box = canvas.getBoundingClientRect();
  if (step) { view.x += step[0]; view.y += step[1]; draw(); }
  else if (event.key === "+" || event.key === "-") zoom(event.key === "+" ? 1.25 : 0.8, box.width / 2, box.height / 2);
  else return;
  event.preventDefault();
});
$("search").addEventListener("input", () => {
  const wanted = $("search").value.trim().toLocaleLowerCase();
  list();
  choose(wanted ? byDegree.find((node) => node.label.toLocaleLowerCase().includes(wanted)) || null : null);
});
$("controls").addEventListener("submit", (event) => event.preventDefault());
for (const id of ["always", "day", "sign1", "sign-1", "sign0"]) $(id).addEventListener("input", filter);
$("fit").addEventListener("click", () => { fit(); draw(); });
window.addEventListener("resize", () => { fit(); draw(); });
fit(); filter(); choose(null);
document.documentElement.dataset.ready = "true";

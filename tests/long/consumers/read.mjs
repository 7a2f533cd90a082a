// Reads exports with programs of others, and prints as JSON what they found: `node read.mjs FOLDER`.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import cytoscape from "cytoscape";
import { MultiDirectedGraph } from "graphology";
import gexf from "graphology-gexf";
import graphml from "graphology-graphml";
import { JSDOM } from "jsdom";

const folder = process.argv[2];
const text = (name) => readFileSync(join(folder, name), "utf8");

function cytoscapeJs(name) {
  const cy = cytoscape({ headless: true, styleEnabled: true, ...JSON.parse(text(name)) });
  return {
    nodes: cy.nodes().map((node) => [node.id(), node.data("label")]),
    edges: cy
      .edges()
      .map((edge) => [edge.source().id(), edge.target().id(), edge.data("sign"), edge.data("from") ?? null]),
    colours: cy.edges().map((edge) => [edge.data("sign"), edge.style("line-color")]),
  };
}

function graphology(name, parse) {
  const graph = parse(MultiDirectedGraph, text(name));
  return {
    nodes: graph.mapNodes((node, data) => [node, data.label]),
    edges: graph.mapEdges((_, data, source, target) => [source, target, Number(data.sign), data.from ?? null]),
  };
}

async function mermaidChart(name) {
  const dom = new JSDOM("", { pretendToBeVisual: true });
  Object.assign(globalThis, { window: dom.window, document: dom.window.document });
  const { default: mermaid } = await import("mermaid");
  mermaid.initialize({ startOnLoad: false });
  const { diagramType } = await mermaid.parse(text(name));
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text(name));
  return {
    diagramType,
    nodes: [...db.getVertices().values()].map((node) => node.id),
    edges: db.getEdges().map((edge) => [edge.start, edge.end, edge.style.join(";")]),
  };
}

const found = {};
for (const graph of ["real", "hostile"]) {
  found[graph] = {
    cytoscape: cytoscapeJs(`${graph}.cytoscape`),
    gexf: graphology(`${graph}.gexf`, gexf.parse),
    graphml: graphology(`${graph}.graphml`, graphml.parse),
    mermaid: await mermaidChart(`${graph}.mermaid`),
  };
}
process.stdout.write(JSON.stringify(found), () => process.exit(0)); // a window that looks alive would keep it waiting

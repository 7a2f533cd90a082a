/** Outlines of countries and first-level units: Natural Earth, drawn faint, for borders are where people disagree. */
import * as L from "leaflet";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { ask } from "../ask.ts";
import { colour } from "../dom.ts";

const NOTE = "Outlines: Natural Earth. Borders are as they are drawn there, and some are disputed.";

/** The outlines of countries, and of their units. */
export const outlineData = (): Promise<[Topology<{ countries: GeometryCollection }>, GeoJSON.FeatureCollection]> =>
  Promise.all([ask<Topology<{ countries: GeometryCollection }>>("/static/app/countries.json"), ask<GeoJSON.FeatureCollection>("/static/app/admin1.json")]);

/** Put the outlines under everything else, and say whose they are; where there are tiles, as lines alone. */
export async function outlines(map: L.Map, filled = true): Promise<void> {
  const [world, units] = await outlineData();
  map.createPane("outlines").style.zIndex = "250"; // above tiles
  const renderer = L.canvas({ pane: "outlines", padding: 0.5 });
  const line = { pane: "outlines", renderer, interactive: false } as const;
  const draw = (): L.GeoJSON[] => [
    L.geoJSON(feature(world, world.objects.countries), { ...line, style: { color: colour("--border"), weight: 1.2, fill: filled, fillColor: colour("--land"), fillOpacity: 1 } }),
    L.geoJSON(units, { ...line, style: { color: colour("--border"), weight: 0.6, dashArray: "3 3", fill: false } }),
  ];
  let layers = draw().map((layer) => layer.addTo(map));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    for (const layer of layers) layer.remove();
    layers = draw().map((layer) => layer.addTo(map));
  });
  map.attributionControl.setPrefix(false).addAttribution(NOTE);
}

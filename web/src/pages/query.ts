/** The query page: an editor for SPARQL, and answers as table, map, timeline, graph or chart. */
import "leaflet/dist/leaflet.css"; // here, for styles of what is loaded later come with the page
import "../query/query.css";
import { Refused } from "../ask.ts";
import { byId, h } from "../dom.ts";
import { QueryPage } from "../query/page.ts";
import { prefixes } from "../query/vocabulary.ts";

try {
  new QueryPage(await prefixes()).start();
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  byId("query-page").prepend(h("p", { class: "wrong", role: "alert" }, error.message)); // the plain form stays
}

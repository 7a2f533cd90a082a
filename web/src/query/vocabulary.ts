/** What the endpoint says of itself: prefixes, classes, properties and codes; fetched when somebody begins to write. */
import { ask, Refused } from "../ask.ts";
import { inQuery, type Prefixes } from "./terms.ts";

const RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const RDFS = "http://www.w3.org/2000/01/rdf-schema#";
const OWL = "http://www.w3.org/2002/07/owl#";
const SKOS = "http://www.w3.org/2004/02/skos/core#";
const USED = /<http:\/\/rdfs\.org\/ns\/void#(property|class)> <([^<>]+)>/g;
const STANDS: [string, TermKind][] = [
  [`${OWL}Class`, "class"],
  [`${RDFS}Class`, "class"],
  [`${OWL}ObjectProperty`, "property"],
  [`${OWL}DatatypeProperty`, "property"],
  [`${SKOS}Concept`, "code"],
];

export type TermKind = "class" | "property" | "code";

/** A term of the vocabulary, as it is written in a query. */
export interface VocabularyTerm {
  written: string;
  kind: TermKind;
  label: string;
  comment: string;
}

type Values = { "@value"?: string; "@language"?: string; "@id"?: string }[];
type Resource = { "@id": string } & Record<string, Values>;

/** The prefixes that need not be declared. */
export async function prefixes(): Promise<Prefixes> {
  return Object.entries(await ask<Record<string, string>>("/prefixes"));
}

const english = (values: Values | undefined): string => (values?.find((one) => one["@language"] === "en") ?? values?.[0])?.["@value"] ?? "";

/** Terms of our own vocabulary, and those of others' that the data use. */
export async function vocabulary(known: Prefixes): Promise<VocabularyTerm[]> {
  const [own, used] = await Promise.all([ask<Resource[]>("/ns?format=jsonld"), usedTerms()]);
  const found = new Map<string, VocabularyTerm>();
  for (const resource of own) {
    const types = new Set(resource[RDF_TYPE]?.map((one) => one["@id"]));
    const kind = STANDS.find(([type]) => types.has(type))?.[1];
    if (!kind) continue;
    const comment = english(resource[`${RDFS}comment`]) || english(resource[`${SKOS}definition`]);
    found.set(resource["@id"], { written: inQuery(resource["@id"], known), kind, label: english(resource[`${RDFS}label`]) || english(resource[`${SKOS}prefLabel`]), comment });
  }
  for (const [iri, kind] of used) if (!found.has(iri)) found.set(iri, { written: inQuery(iri, known), kind, label: "", comment: "" });
  return [...found.values()].filter(({ written }) => !written.startsWith("<"));
}

async function usedTerms(): Promise<Map<string, TermKind>> {
  const response = await fetch("/.well-known/void?format=ntriples");
  if (!response.ok) throw new Refused(`The server says ${response.status}.`, response.status);
  return new Map([...(await response.text()).matchAll(USED)].map(([, kind, iri]) => [iri!, kind === "class" ? "class" : "property"]));
}

/** The pages of claims, of documents and of evidence: finds their passages in the reader's own copy of the article. */
import { byId } from "../dom.ts";
import { panel } from "../passage/panel.ts";

panel(byId("passages"));

/** The changes: what changed hands between two days, who changed sides, and who held what before and after. */
import { showChanges } from "../changes/view.ts";
import { start } from "../frame.ts";
import { sides } from "../sides.ts";

start(showChanges, sides);

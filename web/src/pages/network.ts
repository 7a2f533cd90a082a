/** The network: who stood with whom, and who against, on a day or in a window. */
import { start } from "../frame.ts";
import { showNetwork } from "../network/view.ts";
import { sides } from "../sides.ts";

start(showNetwork, sides);

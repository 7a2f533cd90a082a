/** The map: places in the colour of who held them on the day, and what happened on it. */
import { start } from "../frame.ts";
import { showMap } from "../map/view.ts";

start(showMap);

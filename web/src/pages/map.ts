/** The map: places in the colour of who held them on the day, and what happened on it. */
import { start } from "../frame.ts";
import { topTypes } from "../map/happenings.ts";
import { outlineData } from "../map/outlines.ts";
import { showMap } from "../map/view.ts";
import { sides } from "../sides.ts";

start(showMap, sides, topTypes, outlineData);

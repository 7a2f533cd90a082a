/** The timeline: what happened in a window of time, in lanes by actor, place or type of event. */
import { start } from "../frame.ts";
import { sides } from "../sides.ts";
import { typesOf } from "../timeline/records.ts";
import { showTimeline } from "../timeline/view.ts";

start(showTimeline, sides, typesOf);

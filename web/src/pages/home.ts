/** The first page: names are found while one types. */
import { byId } from "../dom.ts";
import { combobox } from "../home/combobox.ts";

combobox(byId("home-q") as HTMLInputElement);

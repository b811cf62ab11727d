// Entry of every console page: the stylesheet, htmx, and the small modules bound by data- attributes.
// Every page works without this file; it only shortens the way.
import "./styles/console.css";
import htmx from "htmx.org/dist/htmx.esm.js";
import { bindAutosubmit } from "./modules/autosubmit.ts";
import { bindClock } from "./modules/clock.ts";
import { bindConfirm } from "./modules/confirm.ts";
import { bindCopy } from "./modules/copy.ts";
import { bindFiles } from "./modules/files.ts";
import { bindFilterList } from "./modules/filter-list.ts";
import { bindMenus } from "./modules/menus.ts";
import { onAdded } from "./modules/once.ts";
import { bindPrint, unfoldOnPaper } from "./modules/print.ts";
import { bindRows } from "./modules/rows.ts";
import { bindTree } from "./modules/tree.ts";
import { bindUpload } from "./modules/upload.ts";

const bindings = [bindAutosubmit, bindClock, bindConfirm, bindCopy, bindFilterList, bindPrint, bindTree, bindUpload];

function bind(root: ParentNode): void {
  for (const one of bindings) one(root);
}

document.documentElement.classList.add("js");
bindMenus();
bindFiles();
bindRows();
unfoldOnPaper();
bind(document);
htmx.onLoad((element) => bind(element));
onAdded((element) => {
  htmx.process(element);
  bind(element);
});

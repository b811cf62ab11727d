// .tree: children of details[data-src] are fetched when it first opens; arrow keys open and close; buttons with
// data-tree-all="open|close" do it for the whole tree.
import { added, fresh } from "./once.ts";

async function fill(details: HTMLDetailsElement): Promise<void> {
  const source = details.dataset["src"];
  const list = details.querySelector("ul");
  if (!source || !list) return;
  delete details.dataset["src"];
  const answer = await fetch(source, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
  if (!answer.ok) {
    details.dataset["src"] = source; // the next opening tries again
    return;
  }
  list.innerHTML = await answer.text();
  added(list);
}

export function bindTree(root: ParentNode): void {
  for (const details of fresh<HTMLDetailsElement>(root, ".tree details", "Tree")) {
    details.addEventListener("toggle", () => {
      if (details.open) void fill(details);
    });
    details.querySelector("summary")?.addEventListener("keydown", (event) => {
      if (event.key === "ArrowRight") details.open = true;
      else if (event.key === "ArrowLeft") details.open = false;
      else return;
      event.preventDefault();
    });
  }
  for (const button of fresh<HTMLButtonElement>(root, "button[data-tree-all]", "TreeAll")) {
    button.addEventListener("click", () => {
      const tree = document.querySelectorAll<HTMLDetailsElement>(".tree details:not([data-src])");
      for (const details of tree) details.open = button.dataset["treeAll"] === "open";
    });
  }
}

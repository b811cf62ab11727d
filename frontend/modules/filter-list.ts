// input[data-filter-list="#id"] hides the items of that list which do not contain the typed words.
import { fresh } from "./once.ts";

export function bindFilterList(root: ParentNode): void {
  for (const input of fresh<HTMLInputElement>(root, "input[data-filter-list]", "FilterList")) {
    input.addEventListener("input", () => {
      const words = input.value.trim().toLowerCase().split(/\s+/);
      const items = document.querySelectorAll<HTMLElement>(`${input.dataset["filterList"]} > li`);
      for (const item of items) {
        const text = (item.dataset["find"] ?? item.textContent ?? "").toLowerCase();
        item.hidden = !words.every((word) => text.includes(word));
      }
    });
  }
}

// <details data-confirm> opens its <dialog> as a modal one; without scripts the dialog stands in the page.
import { fresh } from "./once.ts";

export function bindConfirm(root: ParentNode): void {
  for (const details of fresh<HTMLDetailsElement>(root, "details[data-confirm]", "Confirm")) {
    const dialog = details.querySelector("dialog");
    if (!dialog) continue;
    details.addEventListener("toggle", () => {
      if (!details.open || dialog.matches(":modal")) return;
      dialog.close();
      dialog.showModal();
    });
    dialog.addEventListener("close", () => {
      if (!dialog.open) details.open = false;
    });
    for (const button of dialog.querySelectorAll("[data-close]")) {
      button.addEventListener("click", (event) => {
        event.preventDefault();
        dialog.close();
        details.querySelector("summary")?.focus();
      });
    }
    if (details.open) details.dispatchEvent(new Event("toggle")); // the server opened it: it holds an error
  }
}

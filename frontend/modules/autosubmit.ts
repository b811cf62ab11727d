// form[data-autosubmit]: a changed filter asks at once; typing asks after a pause. The button stays for no-script.
import { fresh } from "./once.ts";

const PAUSE_MS = 350;

export function bindAutosubmit(root: ParentNode): void {
  for (const form of fresh<HTMLFormElement>(root, "form[data-autosubmit]", "Autosubmit")) {
    let timer: number | undefined;
    form.addEventListener("change", (event) => {
      if (event.target instanceof HTMLInputElement && event.target.type === "search") return;
      form.requestSubmit();
    });
    form.addEventListener("input", (event) => {
      if (!(event.target instanceof HTMLInputElement) || event.target.type !== "search") return;
      if (!form.hasAttribute("hx-get")) return; // a whole page must not reload under the typing hand
      window.clearTimeout(timer);
      timer = window.setTimeout(() => form.requestSubmit(), PAUSE_MS);
    });
  }
}

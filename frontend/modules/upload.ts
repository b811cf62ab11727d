// form[data-upload]: a file may be dropped on it; sending shows progress; the answer replaces <main>.
// A lost connection leaves the form as it was typed; while it is being sent it cannot be sent again.
import { added, announce, fresh } from "./once.ts";
import { small } from "./shrink.ts";

async function contentOf(form: HTMLFormElement): Promise<FormData> {
  const content = new FormData(form);
  for (const input of form.querySelectorAll<HTMLInputElement>("input[type=file][data-shrink]")) {
    const most = Number(input.dataset["shrink"]);
    const files = await Promise.all([...(input.files ?? [])].map((file) => small(file, most)));
    content.delete(input.name);
    for (const file of files) content.append(input.name, file);
  }
  return content;
}

async function send(form: HTMLFormElement, progress: HTMLProgressElement): Promise<void> {
  const buttons = [...form.querySelectorAll<HTMLButtonElement>("button")].filter((button) => !button.disabled);
  const content = await contentOf(form);
  for (const button of buttons) button.disabled = true;
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) progress.value = event.loaded / event.total;
  });
  request.addEventListener("load", () => {
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const answer = page.querySelector("main");
    if (request.status < 400 && new URL(request.responseURL).pathname !== new URL(form.action).pathname) {
      // Done: the server sent us on. What it says there it says once: asking for the page again would lose it.
      if (!answer?.querySelector(".messages")) {
        window.location.assign(request.responseURL);
        return;
      }
      window.history.pushState(null, "", request.responseURL);
      document.title = page.title;
      window.scrollTo(0, 0);
    }
    if (!answer) return;
    document.querySelector("main")?.replaceWith(answer);
    added(answer);
  });
  request.addEventListener("error", () => {
    progress.hidden = true;
    for (const button of buttons) button.disabled = false;
    announce(form.dataset["failed"] ?? "");
  });
  request.open("POST", form.action);
  request.send(content);
}

export function bindUpload(root: ParentNode): void {
  for (const form of fresh<HTMLFormElement>(root, "form[data-upload]", "Upload")) {
    const input = form.querySelector<HTMLInputElement>("input[type=file]");
    const progress = form.querySelector("progress");
    const drop = form.querySelector<HTMLElement>(".drop");
    if (!progress) continue;
    drop?.addEventListener("dragover", (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
    drop?.addEventListener("dragleave", () => drop.classList.remove("over"));
    drop?.addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      if (input && event.dataTransfer?.files.length) input.files = event.dataTransfer.files;
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      progress.hidden = false;
      void send(form, progress);
    });
  }
}

// form[data-upload]: a file may be dropped on it; sending shows progress; the answer replaces <main>.
import { added, announce, fresh } from "./once.ts";

function send(form: HTMLFormElement, progress: HTMLProgressElement): void {
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) progress.value = event.loaded / event.total;
  });
  request.addEventListener("load", () => {
    if (request.status < 400 && new URL(request.responseURL).pathname !== new URL(form.action).pathname) {
      window.location.assign(request.responseURL); // done: the server sent us on
      return;
    }
    const answer = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("main");
    if (!answer) return;
    document.querySelector("main")?.replaceWith(answer);
    added(answer);
  });
  request.addEventListener("error", () => {
    progress.hidden = true;
    announce(form.dataset["failed"] ?? "");
  });
  request.open("POST", form.action);
  request.send(new FormData(form));
}

export function bindUpload(root: ParentNode): void {
  for (const form of fresh<HTMLFormElement>(root, "form[data-upload]", "Upload")) {
    const input = form.querySelector<HTMLInputElement>("input[type=file]");
    const progress = form.querySelector("progress");
    const drop = form.querySelector<HTMLElement>(".drop");
    if (!input || !progress || !drop) continue;
    drop.addEventListener("dragover", (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
    drop.addEventListener("dragleave", () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      if (event.dataTransfer?.files.length) input.files = event.dataTransfer.files;
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      progress.hidden = false;
      send(form, progress);
    });
  }
}

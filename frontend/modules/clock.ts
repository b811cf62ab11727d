// time[data-clock]: the home's clock goes on between page loads, at the home's rate (virtual seconds a second).
import { fresh } from "./once.ts";

const TICK_MS = 1000;

export function bindClock(root: ParentNode): void {
  for (const element of fresh<HTMLTimeElement>(root, "time[data-clock]", "Clock")) {
    const start = Date.parse(element.dateTime);
    const rate = Number(element.dataset["rate"] ?? "1");
    if (Number.isNaN(start) || !rate) continue;
    const loaded = performance.now();
    const words = new Intl.DateTimeFormat(document.documentElement.lang, {
      timeZone: element.dataset["zone"] ?? "Asia/Shanghai",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    window.setInterval(() => {
      const now = new Date(start + (performance.now() - loaded) * rate);
      const shown = words.format(now);
      if (element.textContent !== shown) element.textContent = shown;
    }, TICK_MS);
  }
}

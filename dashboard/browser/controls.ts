import { type Settings, writeSettings } from "./settings.ts";

export interface Listener {
  choose(settings: Settings): void;
  pause(paused: boolean): void;
  /** The colours of the page are others now. */
  repaint(): void;
}

const find = <E extends HTMLElement>(id: string) => document.getElementById(id) as E;

/**
 * The page's own controls: which dashboard, of when, in which periods, and whether it goes on. The answer is for others
 * who choose.
 */
export function controls(initial: Settings, listener: Listener): Choose {
  let settings = initial;
  const choose = (change: Partial<Settings>) => {
    settings = { ...settings, ...change };
    writeSettings(settings);
    listener.choose(settings);
  };
  ranges(settings, choose);
  const period = find<HTMLSelectElement>("period");
  period.value = settings.period;
  period.addEventListener("change", () => choose({ period: period.value }));
  const pause = find("pause");
  pause.addEventListener("click", () => {
    const paused = pause.getAttribute("aria-pressed") !== "true";
    pause.setAttribute("aria-pressed", String(paused));
    listener.pause(paused);
  });
  themes(listener);
  const name = find<HTMLSelectElement>("name");
  name.addEventListener("change", () => choose({ name: name.value }));
  return choose;
}

export type Choose = (change: Partial<Settings>) => void;

/** A range that ends now, or the two ends of any other. */
function ranges({ start, end }: Settings, choose: Choose): void {
  const select = find<HTMLSelectElement>("range");
  const [from, to] = [find<HTMLInputElement>("from"), find<HTMLInputElement>("to")];
  const custom = find("custom");
  const known = [...select.options].some(({ value }) => value === start);
  if (!known && start.startsWith("-P")) select.add(new Option(`last ${start.slice(1)}`, start), 1);
  select.value = end === "" && (known || start.startsWith("-P")) ? start : "custom";
  custom.hidden = select.value !== "custom";
  [from.value, to.value] = [localOf(start), localOf(end)];
  select.addEventListener("change", () => {
    custom.hidden = select.value !== "custom";
    if (select.value !== "custom") choose({ start: select.value, end: "" });
  });
  for (const input of [from, to]) {
    input.addEventListener("change", () => {
      if (from.value !== "") choose({ start: `${from.value}Z`, end: to.value === "" ? "" : `${to.value}Z` });
    });
  }
}

/** What the inputs take: an instant without its zone, which is UTC. */
const localOf = (instant: string) => (/^\d{4}/.test(instant) ? new Date(instant).toISOString().slice(0, 19) : "");

/** Light and dark follow the system until somebody chooses. */
function themes({ repaint }: Listener): void {
  const button = find("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
  button.addEventListener("click", () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    repaint();
  });
  system.addEventListener("change", repaint);
}

/** The other dashboards, where there are any. */
export async function showNames(shown: string): Promise<void> {
  const response = await fetch("dashboards");
  if (!response.ok) return;
  const { names } = (await response.json()) as { names: string[] };
  const select = find<HTMLSelectElement>("name");
  select.replaceChildren(...names.map((name) => new Option(name, name)));
  select.value = shown;
  find("which").hidden = names.length < 2;
}

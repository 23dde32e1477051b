/** What somebody chose to look at. It lives in the page's address, so that a look can be sent to somebody else. */
export interface Settings {
  /** The dashboard's name; the only or first one if it is empty. */
  readonly name: string;
  /** `-PT1H`, or with `end` an instant; the body's own if it is empty. */
  readonly start: string;
  readonly end: string;
  /** Seconds; the body's own if it is empty. */
  readonly period: string;
  /** Of a run that is over: the moment, in milliseconds since 1970. */
  readonly at: string;
}

const NAMES = ["name", "start", "end", "period", "at"] as const;

export function readSettings(): Settings {
  const query = new URLSearchParams(location.search);
  const [name = "", start = "", end = "", period = "", at = ""] = NAMES.map((key) => query.get(key) ?? "");
  return { name, start, end, period, at };
}

export function writeSettings(settings: Settings): void {
  const query = queryOf(settings);
  history.replaceState(null, "", query === "" ? location.pathname : `?${query}`);
}

export function queryOf(settings: Settings): string {
  const query = new URLSearchParams();
  for (const name of NAMES) if (settings[name] !== "") query.set(name, settings[name]);
  return query.toString();
}

import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { BodyError } from "../body/body.ts";
import { type Choice, Desk, type Wiring } from "./desk.ts";
import { buildPage, type Page } from "./page.ts";

/** Where the dashboard is served, on whatever server. */
export const AT = "/_lab/dashboard";

/**
 * The page may run its own script and style and ask this server, and nothing else: what a dashboard's author wrote
 * cannot reach further.
 */
const HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
};

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0a5cad"/><path d="M2 11l3-5 3 4 2-6 4 7" fill="none" stroke="#fff" stroke-width="1.6"/></svg>';

/**
 * Everything at and below `/_lab/dashboard`: the page, and the questions it asks. Only reads, and only of dashboards:
 * a page cannot ask for a metric that no dashboard shows.
 *
 *     /_lab/dashboard/            the page          page.js  page.css  icon.svg
 *     /_lab/dashboard/dashboards  their names       body     data
 */
export function dashboardHandler(
  wiring: Wiring,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const desk = new Desk(wiring);
  let page: Promise<Page> | undefined;
  return async (request, response) => {
    const { pathname, searchParams } = new URL(request.url!, "http://localhost");
    const answer = new Answer(request, response);
    if (request.method !== "GET" && request.method !== "HEAD") return answer.text(405, "The dashboard is only read.");
    if (pathname === AT) return answer.redirect(`${AT}/`);
    if (isFromElsewhere(request) && pathname !== `${AT}/`)
      return answer.text(403, "Only the dashboard's own page asks.");
    const choice = choiceOf(searchParams);
    const questions: Readonly<Record<string, () => Promise<unknown>>> = {
      dashboards: () => desk.names(),
      body: () => desk.body(choice),
      data: () => desk.live(choice),
    };
    const name = pathname.slice(AT.length + 1);
    if (Object.hasOwn(questions, name)) return await answer.question(questions[name]!);
    if (name === "icon.svg") return answer.send(200, "image/svg+xml", ICON);
    page ??= buildPage();
    const { html, script, style } = await page;
    if (name === "") return answer.send(200, "text/html; charset=utf-8", html);
    if (name === "page.js") return answer.send(200, "text/javascript; charset=utf-8", script);
    if (name === "page.css") return answer.send(200, "text/css; charset=utf-8", style);
    return answer.text(404, `There is nothing at ${pathname}.`);
  };
}

/** Browsers say so; a question from another site's page would cost money on AWS, even if it could not be read. */
function isFromElsewhere({ headers }: IncomingMessage): boolean {
  const site = headers["sec-fetch-site"];
  return site !== undefined && site !== "same-origin" && site !== "none";
}

function choiceOf(query: URLSearchParams): Choice {
  const given = (key: string) => query.get(key);
  return { name: given("name"), start: given("start"), end: given("end"), period: given("period"), at: given("at") };
}

/** Smaller answers are not worth the work. */
const WORTH_PACKING = 2048;

class Answer {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;

  constructor(request: IncomingMessage, response: ServerResponse) {
    this.#request = request;
    this.#response = response;
  }

  redirect(location: string): void {
    this.#response.writeHead(308, { ...HEADERS, location }).end();
  }

  text(status: number, text: string): void {
    this.send(status, "text/plain; charset=utf-8", text);
  }

  /** The answer as JSON, or why there is none in the words of whoever refused: CloudWatch, or the body's reader. */
  async question(ask: () => Promise<unknown>): Promise<void> {
    try {
      this.send(200, "application/json", JSON.stringify(await ask()));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const status = error instanceof BodyError ? 422 : 502;
      this.text(status, error.message || error.name);
    }
  }

  send(status: number, type: string, text: string): void {
    const headers = { ...HEADERS, "content-type": type };
    const packed = text.length >= WORTH_PACKING && this.#isPage(type) && this.#takesGzip();
    const body = packed ? gzipSync(text) : Buffer.from(text);
    this.#response.writeHead(status, {
      ...headers,
      "content-length": body.length,
      ...(packed && { "content-encoding": "gzip" }),
    });
    this.#response.end(this.#request.method === "HEAD" ? undefined : body);
  }

  /** What is asked for every second stays on this machine, where packing costs more than bytes. */
  #isPage(type: string): boolean {
    return type !== "application/json";
  }

  #takesGzip(): boolean {
    return /\bgzip\b/.test(this.#request.headers["accept-encoding"] ?? "");
  }
}

import { createHash } from "node:crypto";
import { safe } from "../text.ts";
import { STYLE } from "./style.ts";

/**
 * The sheet that a page is written on: one file that asks nobody for anything, no font, no image, no script from
 * elsewhere, and says so to the browser.
 */
export interface Sheet {
  readonly title: string;
  /** Where the keyboard may skip to: the id of a heading, and what it is called. */
  readonly skip: { readonly to: string; readonly says: string };
  readonly header: string;
  readonly main: readonly string[];
  readonly footer: string;
  /** The page's own script, if it has one. */
  readonly script?: string | undefined;
}

export function sheet({ title, skip, header, main, footer, script }: Sheet): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policyFor(script)}">
<title>${safe(title)}</title><style>${STYLE}</style></head>
<body><a class="skip" href="#${skip.to}">${skip.says}</a>
${header}
<main>${main.filter(Boolean).join("\n")}</main>
${footer}
${script === undefined ? "" : `<script type="module">${script}</script>`}</body></html>
`;
}

/** What the page may run: this script, whatever else somebody got into it. */
function policyFor(script: string | undefined): string {
  const own =
    script === undefined ? "" : `; script-src 'sha256-${createHash("sha256").update(script).digest("base64")}'`;
  return `default-src 'none'; style-src 'unsafe-inline'${own}`;
}

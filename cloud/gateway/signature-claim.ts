import type { QueryPairs } from "./http/arrival.ts";
import { ALGORITHM, type Scope, TERMINATOR } from "./signature.ts";
import { basicTime, isBasic, timeOf } from "./signature-time.ts";
import type { SignatureWords } from "./signature-words.ts";

/** Who a request says has signed it, with which signature, when, and over what. Nothing of it is believed yet. */
export interface Claim {
  /** In the Authorization header, or in the query of a presigned URL. */
  readonly form: "header" | "query";
  readonly accessKeyId: string;
  readonly scope: Scope;
  /** `20260101T000000Z` */
  readonly time: string;
  /** The same, in milliseconds since 1970. */
  readonly signedAt: number;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly sessionToken: string | undefined;
  /** How long a presigned URL is good, where it says so. */
  readonly expiresInSeconds?: number | undefined;
}

export interface Claimable {
  readonly queryPairs: QueryPairs;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly headers: Readonly<Record<string, string>>;
}

/** Reads the claim of a request; undefined when there is none. Throws what the service says to a malformed one. */
export function claimOf(request: Claimable, words: SignatureWords): Claim | undefined {
  const { authorization } = request.headers;
  const presigned = request.query["X-Amz-Algorithm"] ?? request.query["X-Amz-Signature"];
  if (authorization === undefined) return presigned === undefined ? undefined : queryClaim(request, words);
  if (presigned !== undefined) throw words.twoMechanisms();
  return headerClaim(authorization, request, words);
}

function headerClaim(authorization: string, { headers }: Claimable, words: SignatureWords): Claim {
  const { Credential, SignedHeaders, Signature } = partsOf(authorization, words);
  const date = headers["x-amz-date"] ?? headers.date;
  if (!Credential || !SignedHeaders || !Signature || date === undefined) {
    throw words.incompleteHeader({ Credential, SignedHeaders, Signature, date }, authorization);
  }
  const signedAt = timeOf(date);
  if (signedAt === undefined) throw words.unreadableTime(date);
  return {
    form: "header",
    ...usualCredential(Credential, words),
    time: isBasic(date) ? date : basicTime(signedAt),
    signedAt,
    signedHeaders: SignedHeaders.toLowerCase().split(";"),
    signature: Signature,
    sessionToken: headers["x-amz-security-token"],
  };
}

/** The usual order first; the parts may come in any, with and without spaces. */
function partsOf(authorization: string, words: SignatureWords): Readonly<Record<string, string | undefined>> {
  const [, Credential, SignedHeaders, Signature] = USUAL.exec(authorization) ?? [];
  if (Credential !== undefined) return { Credential, SignedHeaders, Signature };
  const [algorithm, rest] = splitOnce(authorization.trim(), " ");
  if (algorithm !== ALGORITHM) throw words.wrongAlgorithm(algorithm);
  return Object.fromEntries(rest.split(",").map((part) => splitOnce(part.trim(), "=")));
}

const USUAL = /^AWS4-HMAC-SHA256 Credential=([^,\s]+), ?SignedHeaders=([^,\s]+), ?Signature=([^,\s]+)$/;

const NEEDED_IN_QUERY = ["Algorithm", "Credential", "Signature", "Date", "SignedHeaders"] as const;

function queryClaim({ query, headers }: Claimable, words: SignatureWords): Claim {
  const asked = (name: string) => {
    const value = query[`X-Amz-${name}`];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const missing = NEEDED_IN_QUERY.filter((name) => asked(name) === undefined);
  const expires = asked("Expires");
  if (missing.length > 0 || (expires === undefined && words.service === "s3")) throw words.incompleteQuery(missing);
  if (asked("Algorithm") !== ALGORITHM) throw words.wrongAlgorithm(asked("Algorithm")!);
  const signedAt = timeOf(asked("Date")!);
  if (signedAt === undefined) throw words.unreadableTime(asked("Date")!);
  return {
    form: "query",
    ...credentialOf(asked("Credential")!, words, "query"),
    time: basicTime(signedAt),
    signedAt,
    signedHeaders: asked("SignedHeaders")!.toLowerCase().split(";"),
    signature: asked("Signature")!,
    sessionToken: asked("Security-Token") ?? headers["x-amz-security-token"],
    expiresInSeconds: expires === undefined ? undefined : checkedExpiry(expires, words),
  };
}

function checkedExpiry(expires: string, words: SignatureWords): number {
  const seconds = Number(expires);
  if (!/^-?\d+$/.test(expires) || seconds < 0 || seconds > 604_800) throw words.badExpiry(expires);
  return seconds;
}

/** Whoever signs one request signs more, in the same scope until the day ends: what was read well is kept. */
function usualCredential(credential: string, words: SignatureWords): ReturnType<typeof credentialOf> {
  let known = credentials.get(credential);
  if (!known) {
    known = credentialOf(credential, words, "header");
    if (credentials.size >= MOST_CREDENTIALS) credentials.clear();
    credentials.set(credential, known);
  }
  return known;
}

const credentials = new Map<string, ReturnType<typeof credentialOf>>();
const MOST_CREDENTIALS = 1000;

/** The access key may hold slashes, the rest may not: it is read from behind. */
export function credentialOf(credential: string, words: SignatureWords, form: Claim["form"]) {
  const parts = credential.split("/");
  const [day, region, service, terminator] = parts.slice(-4);
  const accessKeyId = parts.slice(0, -4).join("/");
  if (!accessKeyId || !day || !region || !service) throw words.malformedCredential(credential, form);
  if (terminator !== TERMINATOR) throw words.wrongTerminator(terminator!, form);
  return { accessKeyId, scope: { day, region, service } };
}

/** The query as it was signed: a presigned URL signs all of it but the signature. */
export function signedPairs({ form }: Claim, { queryPairs }: Claimable): QueryPairs {
  return form === "header" ? queryPairs : queryPairs.filter(([name]) => name !== "X-Amz-Signature");
}

function splitOnce(text: string, by: string): [string, string] {
  const at = text.indexOf(by);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + by.length)];
}

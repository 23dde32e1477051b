import { AwsError } from "../kernel/errors.ts";
import { basicTime } from "./signature-time.ts";
import { S3Words } from "./signature-words-s3.ts";

/**
 * How services refuse requests that they cannot attribute to anybody. Each family has its own codes and statuses; the
 * texts are those that AWS's "Troubleshoot Signature Version 4" page and callers quote.
 */
export interface SignatureWords {
  readonly service: string;
  /** How far the signer's clock may be off, in milliseconds. */
  readonly skew: number;
  missing(): AwsError;
  twoMechanisms(): AwsError;
  wrongAlgorithm(algorithm: string): AwsError;
  incompleteHeader(parts: Readonly<Record<string, string | undefined>>, authorization: string): AwsError;
  incompleteQuery(missing: readonly string[]): AwsError;
  unreadableTime(time: string): AwsError;
  badExpiry(expires: string): AwsError;
  malformedCredential(credential: string, form: Form): AwsError;
  wrongTerminator(terminator: string, form: Form): AwsError;
  wrongDay(day: string, time: string, form: Form): AwsError;
  wrongRegion(region: string, expected: string, form: Form): AwsError;
  unknownKey(accessKeyId: string): AwsError;
  wrongToken(token: string | undefined, accessKeyId: string): AwsError;
  expiredToken(token: string): AwsError;
  skewed(signed: string, signedAt: number, now: number): AwsError;
  expired(times: Lifetime): AwsError;
  unsignedHeaders(names: readonly string[]): AwsError;
  mismatch(evidence: Evidence): AwsError;
}

export type Form = "header" | "query";

/** Of a presigned URL: moments in milliseconds since 1970, and how long it was made for, where it says so. */
export interface Lifetime {
  readonly expiresAt: number;
  readonly seconds?: number;
  readonly now: number;
}

/** What was signed as we see it, so that a client's author can compare. */
export interface Evidence {
  readonly accessKeyId: string;
  readonly stringToSign: string;
  /** Version 2 signs its string without one. */
  readonly canonicalRequest?: string;
  readonly signature: string;
}

const known = new Map<string, SignatureWords>();

export function wordsOf(service: string): SignatureWords {
  let words = known.get(service);
  if (!words) {
    words = service === "s3" ? new S3Words() : new CommonWords(service, FAMILIES[service] ?? JSON_FAMILY);
    known.set(service, words);
  }
  return words;
}

/** What a family of services calls its refusals. */
interface Family {
  readonly missing: string;
  readonly missingText: string;
  readonly unknownKey: string;
  readonly mismatch: string;
  readonly incomplete: string;
  readonly expiredToken: string;
  /** Whether a mismatch tells what should have been signed. */
  readonly tellsEvidence: boolean;
  /** Of everything but an incomplete signature. */
  readonly status: number;
  readonly skew: number;
}

/** Services that grew up with forms, whatever they speak today: 403, and a quarter of an hour. */
const QUERY_FAMILY: Family = {
  missing: "MissingAuthenticationToken",
  missingText: "Request is missing Authentication Token",
  unknownKey: "InvalidClientTokenId",
  mismatch: "SignatureDoesNotMatch",
  incomplete: "IncompleteSignature",
  expiredToken: "ExpiredToken",
  tellsEvidence: false,
  status: 403,
  skew: 15 * 60_000,
};

const JSON_FAMILY: Family = {
  missing: "MissingAuthenticationTokenException",
  missingText: "Missing Authentication Token",
  unknownKey: "UnrecognizedClientException",
  mismatch: "InvalidSignatureException",
  incomplete: "IncompleteSignatureException",
  expiredToken: "ExpiredTokenException",
  tellsEvidence: true,
  status: 400,
  skew: 5 * 60_000,
};

const FAMILIES: Readonly<Record<string, Family>> = {
  sqs: QUERY_FAMILY,
  sns: QUERY_FAMILY,
  cloudwatch: QUERY_FAMILY,
  iam: QUERY_FAMILY,
  sts: QUERY_FAMILY,
  lambda: { ...JSON_FAMILY, status: 403 },
};

class CommonWords implements SignatureWords {
  readonly service: string;
  readonly skew: number;
  readonly #family: Family;

  constructor(service: string, family: Family) {
    this.service = service;
    this.skew = family.skew;
    this.#family = family;
  }

  missing = () => this.#error("missing", this.#family.missingText);
  twoMechanisms = () => this.#incomplete("Only one of the Authorization header and query parameters may be given.");
  wrongAlgorithm = (algorithm: string) => this.#incomplete(`Unsupported AWS 'algorithm': '${algorithm}'.`);

  incompleteHeader(parts: Readonly<Record<string, string | undefined>>, authorization: string): AwsError {
    const wanting = ["Credential", "Signature", "SignedHeaders"].filter((name) => !parts[name]);
    const sentences = wanting.map((name) => `Authorization header requires '${name}' parameter.`);
    if (parts.date === undefined) sentences.push(NO_DATE);
    return this.#incomplete(`${sentences.join(" ")} Authorization=${authorization.split(" ")[0]}`);
  }

  incompleteQuery = (missing: readonly string[]) =>
    this.#incomplete(missing.map((name) => `AWS query-string parameters must include 'X-Amz-${name}'.`).join(" "));
  unreadableTime = (time: string) =>
    this.#incomplete(
      `Date must be in ISO-8601 'basic format'. Got '${time}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  badExpiry = (expires: string) => this.#incomplete(`'X-Amz-Expires' must be between 0 and 604800. Got '${expires}'.`);
  malformedCredential = (credential: string) =>
    this.#incomplete(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    );
  wrongTerminator = (terminator: string) =>
    this.#error(
      "mismatch",
      `Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator}'.`,
    );
  wrongDay = (day: string, time: string) =>
    this.#error(
      "mismatch",
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${day}' != '${time.slice(0, 8)}', from '${time}'.`,
    );
  wrongRegion = (region: string) =>
    this.#error("mismatch", `Credential should be scoped to a valid region, not '${region}'.`);
  unknownKey = () => this.#error("unknownKey", "The security token included in the request is invalid.");
  wrongToken = () => this.unknownKey();
  expiredToken = () => this.#error("expiredToken", "The security token included in the request is expired");

  skewed(signed: string, signedAt: number, now: number): AwsError {
    const late = signedAt < now;
    const minutes = `${late ? "-" : "+"} ${this.skew / 60_000} min.`;
    const limit = basicTime(late ? now - this.skew : now + this.skew);
    const verdict = late ? "Signature expired" : "Signature not yet current";
    const relation = late ? "is now earlier than" : "is still later than";
    return this.#error("mismatch", `${verdict}: ${signed} ${relation} ${limit} (${basicTime(now)} ${minutes})`);
  }

  expired({ expiresAt, seconds = 0, now }: Lifetime): AwsError {
    const signed = basicTime(expiresAt - seconds * 1000);
    const times = `${signed} is now earlier than ${basicTime(now - seconds * 1000)} (${basicTime(now)} - ${seconds} sec.)`;
    return this.#error("mismatch", `Signature expired: ${times}`);
  }

  unsignedHeaders = (names: readonly string[]) =>
    this.#error("mismatch", `'Host' must be a 'SignedHeader' in the AWS Authorization: ${names.join(", ")}`);

  mismatch({ canonicalRequest, stringToSign }: Evidence): AwsError {
    const canonical = `The Canonical String for this request should have been\n'${canonicalRequest}'`;
    const text = `The String-to-Sign should have been\n'${stringToSign}'`;
    const evidence = this.#family.tellsEvidence ? `\n\n${canonical}\n\n${text}\n` : "";
    return this.#error("mismatch", `${MISMATCH} Consult the service documentation for details.${evidence}`);
  }

  #incomplete(message: string): AwsError {
    return new AwsError(this.#family.incomplete, message, 400);
  }

  #error(kind: Exclude<keyof Family, "status" | "skew" | "missingText" | "tellsEvidence">, message: string): AwsError {
    return new AwsError(this.#family[kind], message, this.#family.status);
  }
}

const NO_DATE = "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.";
const MISMATCH =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.";

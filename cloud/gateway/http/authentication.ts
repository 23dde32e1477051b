import type { Place } from "../../kernel/house.ts";
import { type CallerPrincipal, rootOf } from "../caller.ts";
import type { Seal } from "../chunked.ts";
import { canonicalRequest, isSame, SigningKeys, sign, stringToSign } from "../signature.ts";
import { type Claim, claimOf, signedPairs } from "../signature-claim.ts";
import { type OldClaim, oldClaimOf, oldStringToSign, signOld } from "../signature-v2.ts";
import { type SignatureWords, wordsOf } from "../signature-words.ts";
import type { Arrival } from "./arrival.ts";
import type { Form } from "./form.ts";
import { formClaimOf } from "./form-claim.ts";
import { checkPolicy } from "./form-policy.ts";
import { bucketOf } from "./host.ts";

/** What a signature is verified against, and whom it stands for. */
export interface SigningCredential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly principal: CallerPrincipal;
  /** Temporary credentials have a token and an end, in milliseconds since 1970. */
  readonly sessionToken?: string | undefined;
  readonly expiresAt?: number | undefined;
  /** Told of each request that was signed with it. */
  readonly used?: ((service: string, region: string) => void) | undefined;
}

export interface AuthenticationWiring {
  readonly credentials: { find(accessKeyId: string): SigningCredential | undefined };
  readonly rootCredentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly clock: { now(): number };
  readonly place: Place;
}

/**
 * Finds out who sends a request: everything that the headers can tell first, so that nobody's body is read for
 * nothing, and the signature as soon as the hash of the body is known.
 */
export class Authentication {
  readonly #wiring: AuthenticationWiring;
  readonly #root: SigningCredential;
  readonly #keys = new SigningKeys();

  constructor(wiring: AuthenticationWiring) {
    this.#wiring = wiring;
    this.#root = { ...wiring.rootCredentials, principal: rootOf(wiring.place.accountId) };
  }

  /** Throws what the service says to whom it does not know. Only S3 takes requests that nobody has signed. */
  open(arrival: Arrival, service: string): Attested {
    const words = wordsOf(service);
    const claim = claimOf(arrival, words);
    const old = !claim && service === "s3" ? oldClaimOf(arrival) : undefined;
    if (old) return this.#openOld(old, arrival, words);
    if (!claim) {
      if (service === "s3") return NOBODY;
      throw words.missing();
    }
    this.#checkScope(claim, words);
    const credential = this.#credentialOf(claim, words);
    this.#checkTime(claim, arrival, words);
    checkSignedHeaders(claim, arrival, words);
    const key = this.#keys.of(credential.secretAccessKey, claim.scope);
    return new Signed({ credential, claim, arrival, key, words });
  }

  /** A form is signed by its policy; what the policy lets through is checked with it. */
  openForm(form: Form): Attested {
    const words = wordsOf("s3");
    const claim = formClaimOf(form, words);
    if (!claim) return NOBODY;
    const { accessKeyId, policy, signature, scope } = claim;
    const credential = this.#credentialOf(claim, words);
    const expected = scope
      ? sign(this.#keys.of(credential.secretAccessKey, scope), policy)
      : signOld(credential.secretAccessKey, policy);
    if (!isSame(expected, signature)) throw words.mismatch({ accessKeyId, stringToSign: policy, signature });
    if (scope) this.#checkScope({ ...claim, form: "query" }, words);
    checkPolicy(policy, form, this.#wiring.clock.now());
    return { ...NOBODY, principal: credential.principal, form: "query" };
  }

  #openOld(claim: OldClaim, arrival: Arrival, words: SignatureWords): Attested {
    const credential = this.#credentialOf(claim, words);
    const now = this.#wiring.clock.now();
    const expiresAt = Number(claim.expires) * 1000;
    if (Number.isNaN(expiresAt)) throw words.badExpiry(claim.expires);
    if (now > expiresAt) throw words.expired({ expiresAt, now });
    const bucket = bucketOf(arrival.headers.host);
    const path = bucket === undefined ? arrival.path : `/${bucket}${arrival.path}`;
    // Of a bucket by itself some clients sign the path with a slash behind, whatever they send.
    const paths = /^\/[^/]+$/.test(path) ? [path, `${path}/`] : [path];
    const texts = paths.map((signed) => oldStringToSign({ ...arrival, path: signed }, claim.expires));
    const { accessKeyId, signature } = claim;
    if (!texts.some((text) => isSame(signOld(credential.secretAccessKey, text), signature))) {
      throw words.mismatch({ accessKeyId, stringToSign: texts[0]!, signature });
    }
    return { ...NOBODY, principal: credential.principal, form: "query" };
  }

  #credentialOf({ accessKeyId, sessionToken }: Credentialed, words: SignatureWords): SigningCredential {
    const { credentials, clock } = this.#wiring;
    const credential = accessKeyId === this.#root.accessKeyId ? this.#root : credentials.find(accessKeyId);
    if (!credential) throw words.unknownKey(accessKeyId);
    if (credential.sessionToken !== sessionToken) throw words.wrongToken(sessionToken, accessKeyId);
    if (credential.expiresAt !== undefined && clock.now() >= credential.expiresAt) {
      throw words.expiredToken(sessionToken!);
    }
    return credential;
  }

  /** IAM has one region for all, and so has the older address of STS: both sign for us-east-1 wherever they are. */
  #checkScope({ scope, time, form }: Pick<Claim, "scope" | "time" | "form">, words: SignatureWords): void {
    const { region } = this.#wiring.place;
    const isGlobal = (words.service === "iam" || words.service === "sts") && scope.region === "us-east-1";
    if (scope.region !== region && !isGlobal) throw words.wrongRegion(scope.region, region, form);
    if (scope.day !== time.slice(0, 8)) throw words.wrongDay(scope.day, time, form);
  }

  /** A presigned URL is good from its signing until it expires; any other request only about now. */
  #checkTime({ signedAt, time, form, expiresInSeconds }: Claim, arrival: Arrival, words: SignatureWords): void {
    const now = this.#wiring.clock.now();
    if (form === "query" && expiresInSeconds !== undefined) {
      if (signedAt - now > words.skew) throw words.skewed(time, signedAt, now);
      const expiresAt = signedAt + expiresInSeconds * 1000;
      if (now > expiresAt) throw words.expired({ expiresAt, seconds: expiresInSeconds, now });
    } else if (Math.abs(now - signedAt) > words.skew) {
      throw words.skewed(arrival.headers["x-amz-date"] ?? time, signedAt, now);
    }
  }
}

interface Credentialed {
  readonly accessKeyId: string;
  readonly sessionToken?: string | undefined;
}

/** Who a request is from, if `verify` does not throw. */
export interface Attested {
  readonly principal: CallerPrincipal;
  /** Throws the service's word for a signature that is another than ours. */
  verify(payloadHash: string): void;
  /** With what the chunks of a body are signed. */
  readonly seal?: Seal;
  readonly form?: Claim["form"];
}

const NOBODY: Attested = { principal: { kind: "anonymous", arn: "anonymous", userId: "anonymous" }, verify: () => {} };

/** The host must be signed, and for S3 every `x-amz-` header too: otherwise a signed request could be given more. */
function checkSignedHeaders({ signedHeaders }: Claim, { headers }: Arrival, words: SignatureWords): void {
  if (!signedHeaders.includes("host")) throw words.unsignedHeaders(["host"]);
  if (words.service !== "s3") return;
  const unsigned: string[] = [];
  for (const name in headers) if (name.startsWith("x-amz-") && !signedHeaders.includes(name)) unsigned.push(name);
  if (unsigned.length > 0) throw words.unsignedHeaders(unsigned);
}

/** A request that says who has signed it. */
class Signed implements Attested {
  readonly principal: CallerPrincipal;
  readonly form: Claim["form"];
  readonly seal: Seal;
  readonly #parts: SignedParts;

  constructor(parts: SignedParts) {
    const { form, scope, time, signature } = parts.claim;
    this.principal = parts.credential.principal;
    this.form = form;
    this.seal = { key: parts.key, scope, time, signature };
    this.#parts = parts;
  }

  verify(payloadHash: string): void {
    const { claim, arrival, key, words } = this.#parts;
    const { scope, signedHeaders, time, accessKeyId, signature } = claim;
    const { method, path, headers } = arrival;
    const signable = { method, path, headers, queryPairs: signedPairs(claim, arrival) };
    const canonical = canonicalRequest(signable, scope, signedHeaders, payloadHash);
    const text = stringToSign(time, scope, canonical);
    if (!isSame(sign(key, text), signature)) {
      throw words.mismatch({ accessKeyId, stringToSign: text, canonicalRequest: canonical, signature });
    }
    this.#parts.credential.used?.(scope.service, scope.region);
  }
}

interface SignedParts {
  readonly credential: SigningCredential;
  readonly claim: Claim;
  readonly arrival: Arrival;
  readonly key: Uint8Array;
  readonly words: SignatureWords;
}

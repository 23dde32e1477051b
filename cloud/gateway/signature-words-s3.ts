import { AwsError } from "../kernel/errors.ts";
import { isoSeconds } from "./signature-time.ts";
import type { Evidence, Form, Lifetime, SignatureWords } from "./signature-words.ts";

/** S3's refusals: codes and statuses of its list of error codes, texts as its clients print them. */
export class S3Words implements SignatureWords {
  readonly service = "s3";
  readonly skew = 15 * 60_000;

  missing = () => new AwsError("AccessDenied", "Access Denied", 403);
  twoMechanisms = () =>
    new AwsError(
      "InvalidArgument",
      "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
      400,
      { ArgumentName: "Authorization" },
    );

  /** Version 2 and 4A have a name of their own; of others S3 has never heard. */
  wrongAlgorithm(algorithm: string): AwsError {
    if (algorithm === "AWS" || algorithm.startsWith("AWS4-ECDSA")) {
      const text = "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.";
      return new AwsError("InvalidRequest", text, 400);
    }
    return new AwsError("InvalidArgument", "Unsupported Authorization Type", 400, { ArgumentName: "Authorization" });
  }

  incompleteHeader({ Credential, SignedHeaders, Signature }: Readonly<Record<string, string | undefined>>): AwsError {
    if (Credential && SignedHeaders && Signature) return this.unreadableTime();
    return malformed(
      "header",
      "the authorization header requires three components: Credential, SignedHeaders, and Signature.",
    );
  }

  incompleteQuery = () =>
    new AwsError(
      "AuthorizationQueryParametersError",
      "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
      400,
    );

  unreadableTime = () =>
    new AwsError("AccessDenied", "AWS authentication requires a valid Date or x-amz-date header", 403);

  badExpiry(expires: string): AwsError {
    const text = expires.startsWith("-")
      ? "X-Amz-Expires must be non-negative"
      : /^\d+$/.test(expires)
        ? "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds"
        : "X-Amz-Expires should be a number";
    return new AwsError("AuthorizationQueryParametersError", text, 400);
  }

  malformedCredential = (credential: string, form: Form) =>
    malformed(
      form,
      `the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request"${form === "header" ? `, got "${credential}"` : ""}.`,
    );
  wrongTerminator = (terminator: string, form: Form) =>
    malformed(form, `incorrect terminal "${terminator}". This endpoint uses "aws4_request".`);
  wrongDay = (day: string, time: string, form: Form) =>
    malformed(
      form,
      `Invalid credential date "${day}". This date is not the same as X-Amz-Date: "${time.slice(0, 8)}".`,
    );
  wrongRegion = (region: string, expected: string, form: Form) =>
    malformed(form, `the region '${region}' is wrong; expecting '${expected}'`, { Region: expected });

  unknownKey = (accessKeyId: string) =>
    new AwsError("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", 403, {
      AWSAccessKeyId: accessKeyId,
    });
  /** Keys of sessions are nothing without their token. */
  wrongToken = (token: string | undefined, accessKeyId: string) =>
    token === undefined
      ? this.unknownKey(accessKeyId)
      : new AwsError("InvalidToken", "The provided token is malformed or otherwise invalid.", 400, {
          "Token-0": token,
        });
  expiredToken = (token: string) =>
    new AwsError("ExpiredToken", "The provided token has expired.", 400, { "Token-0": token });

  skewed = (signed: string, _signedAt: number, now: number) =>
    new AwsError(
      "RequestTimeTooSkewed",
      "The difference between the request time and the current time is too large.",
      403,
      {
        RequestTime: signed,
        ServerTime: isoSeconds(now),
        MaxAllowedSkewMilliseconds: String(this.skew),
      },
    );
  expired = ({ expiresAt, seconds, now }: Lifetime) =>
    new AwsError("AccessDenied", "Request has expired", 403, {
      ...(seconds !== undefined && { "X-Amz-Expires": String(seconds) }),
      Expires: isoSeconds(expiresAt),
      ServerTime: isoSeconds(now),
    });
  unsignedHeaders = (names: readonly string[]) =>
    new AwsError("AccessDenied", "There were headers present in the request which were not signed", 403, {
      HeadersNotSigned: names.join(", "),
    });

  mismatch = ({ accessKeyId, stringToSign, canonicalRequest, signature }: Evidence) =>
    new AwsError(
      "SignatureDoesNotMatch",
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
      403,
      {
        AWSAccessKeyId: accessKeyId,
        StringToSign: stringToSign,
        SignatureProvided: signature,
        StringToSignBytes: bytesInHex(stringToSign),
        ...(canonicalRequest !== undefined && {
          CanonicalRequest: canonicalRequest,
          CanonicalRequestBytes: bytesInHex(canonicalRequest),
        }),
      },
    );
}

/** Where what looks the same is not: `41 57 53 34`. */
function bytesInHex(text: string): string {
  return Buffer.from(text)
    .toString("hex")
    .replace(/..(?=.)/g, "$& ");
}

/** The header and the query have each their own code for what cannot be read. */
function malformed(form: Form, what: string, extra: Readonly<Record<string, string>> = {}): AwsError {
  return form === "header"
    ? new AwsError("AuthorizationHeaderMalformed", `The authorization header is malformed; ${what}`, 400, extra)
    : new AwsError(
        "AuthorizationQueryParametersError",
        `Error parsing the X-Amz-Credential parameter; ${what}`,
        400,
        extra,
      );
}

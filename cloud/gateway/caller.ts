/** Who sends a request, and from where. */
export interface Caller {
  readonly principal: CallerPrincipal;
  readonly sourceIp: string;
  /** Scheme and host the caller used, without a slash at the end. */
  readonly endpoint: string;
  /** Whether the transport counts as TLS for `aws:SecureTransport`. */
  readonly secure: boolean;
  readonly userAgent?: string;
  /** X-Ray's header, if the request had one. */
  readonly traceHeader?: string;
}

/** The principal in the evaluator's terms, with the two ids that services show. */
export interface CallerPrincipal {
  readonly kind: "root" | "user" | "role" | "service" | "anonymous";
  readonly arn: string;
  readonly accountId?: string | undefined;
  readonly service?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly sessionName?: string | undefined;
  /** `AIDA...`, `AROA...:session`, or the account for root. */
  readonly userId: string;
}

export function rootOf(accountId: string): CallerPrincipal {
  return { kind: "root", arn: `arn:aws:iam::${accountId}:root`, accountId, userId: accountId };
}

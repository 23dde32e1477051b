/**
 * What is asked of the evaluator: who wants to do what to which resource, and the circumstances. The context of a
 * request is read by key, whatever the case of its letters; what follows from the principal needs no entry of its own.
 */
export interface AccessRequest {
  readonly principal: Principal;
  /** `s3:PutObject`; case does not matter. */
  readonly action: string;
  /** An ARN, or `*` for actions without a resource. */
  readonly resource: string;
  /** Condition keys and their values; an entry overrides what would follow from the principal. */
  readonly context: Context;
  /** Keys that every request has, by their names in small letters: asked for only when a statement asks. */
  readonly ambient?: ((key: string) => string | undefined) | undefined;
  /** Who owns the resource, where its ARN does not say (buckets). Absent: the ARN's account, else the caller's. */
  readonly resourceAccountId?: string | undefined;
}

export type Context = Readonly<Record<string, string | readonly string[]>>;

export interface Principal {
  readonly kind: "root" | "user" | "role" | "service" | "anonymous";
  /** Users: `arn:aws:iam::A:user/N`; roles: the session's, `arn:aws:sts::A:assumed-role/R/S`; root: `arn:aws:iam::A:root`. */
  readonly arn?: string | undefined;
  readonly accountId?: string | undefined;
  /** `s3.amazonaws.com` */
  readonly service?: string | undefined;
  /** The role behind a session: `arn:aws:iam::A:role/path/R`. */
  readonly roleArn?: string | undefined;
  readonly sessionName?: string | undefined;
  /** `AIDA...` for users, `AROA...:session` for roles. */
  readonly userId?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** Set when a role was assumed, and kept from then on. */
  readonly sourceIdentity?: string | undefined;
}

/** A request made ready for many statements: action in small letters, context by key, missing keys noted. */
export class RequestContext {
  readonly principal: Principal;
  readonly action: string;
  readonly resource: string;
  /** Keys that statements asked for in vain, as they spell them. */
  readonly missing: string[] = [];
  readonly #context: Context;
  readonly #ambient: AccessRequest["ambient"];
  #byKey: Map<string, string | readonly string[]> | undefined;

  constructor(request: AccessRequest) {
    this.principal = request.principal;
    this.action = request.action.toLowerCase();
    this.resource = request.resource;
    this.#context = request.context;
    this.#ambient = request.ambient;
  }

  /** The value or values of a key. Present without any value is as good as missing. */
  get(key: string): string | readonly string[] | undefined {
    const value = this.#find(key);
    if (value !== undefined && (typeof value === "string" || value.length > 0)) return value;
    if (!this.missing.includes(key)) this.missing.push(key);
    return undefined;
  }

  /** A variable stands for a key's one value; keys with several cannot be variables. */
  lookup(key: string): string | undefined {
    const value = this.get(key);
    return typeof value === "string" ? value : undefined;
  }

  #find(key: string): string | readonly string[] | undefined {
    if (Object.hasOwn(this.#context, key)) return this.#context[key];
    const lowered = key.toLowerCase();
    this.#byKey ??= new Map(Object.entries(this.#context).map(([name, value]) => [name.toLowerCase(), value]));
    return this.#byKey.get(lowered) ?? this.#ambient?.(lowered) ?? principalValue(this.principal, lowered);
  }
}

/** Keys that follow from who is calling (IAM user guide, "Principal key values"); the ARN of a session is its role's. */
function principalValue(principal: Principal, key: string): string | undefined {
  switch (key) {
    case "aws:principalarn":
      return principal.kind === "service" ? undefined : (principal.roleArn ?? principal.arn);
    case "aws:principalaccount":
      return principal.accountId;
    case "aws:principaltype":
      return isFederated(principal) ? "FederatedUser" : PRINCIPAL_TYPES[principal.kind];
    case "aws:userid":
      return principal.kind === "anonymous" ? "anonymous" : (principal.userId ?? rootId(principal));
    case "aws:username":
      if (principal.kind !== "user" || isFederated(principal)) return undefined;
      return principal.arn?.slice(principal.arn.lastIndexOf("/") + 1);
    case "aws:sourceidentity":
      return principal.sourceIdentity;
    case "aws:principalisawsservice":
      return principal.kind === "anonymous" ? undefined : String(principal.kind === "service");
    case "aws:principalservicename":
      return principal.kind === "service" ? principal.service : undefined;
    default:
      return key.startsWith(TAG) ? tagOf(principal, key.slice(TAG.length)) : undefined;
  }
}

/** Users of another directory have no names in IAM. */
function isFederated({ arn }: Principal): boolean {
  return arn?.includes(":federated-user/") ?? false;
}

const TAG = "aws:principaltag/";
const PRINCIPAL_TYPES: Readonly<Record<Principal["kind"], string | undefined>> = {
  root: "Account",
  user: "User",
  role: "AssumedRole",
  anonymous: "Anonymous",
  service: undefined,
};

function rootId(principal: Principal): string | undefined {
  return principal.kind === "root" ? principal.accountId : undefined;
}

function tagOf(principal: Principal, lowered: string): string | undefined {
  return Object.entries(principal.tags ?? {}).find(([name]) => name.toLowerCase() === lowered)?.[1];
}

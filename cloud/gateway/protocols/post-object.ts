import { bytesOf, type WireRequest, type WireResponse } from "../message.ts";
import type { Operation, ServiceModel } from "../model.ts";
import { malformedXml } from "./malformed.ts";
import type { WireService } from "./protocol.ts";
import { element, escapeText, readXml } from "./xml.ts";

/**
 * PostObject, the one operation that no client's model has: browsers call it with a form. What it says of the object
 * it says by the names of PutObject's headers, so PutObject's model reads it.
 */
export const POST_OBJECT = "PostObject";

const derived = new WeakMap<ServiceModel, Operation>();

export function postObject(model: ServiceModel): Operation {
  let operation = derived.get(model);
  if (!operation) {
    operation = { ...model.operations.get("PutObject")!, name: POST_OBJECT };
    derived.set(model, operation);
  }
  return operation;
}

/** The members that PutObject has not, or has in another form. */
export function decodeFields({ headers, body }: WireRequest, { model }: WireService): Record<string, unknown> {
  const { tagging, success_action_status, success_action_redirect, redirect } = headers;
  return {
    Body: bytesOf(body),
    ...(tagging !== undefined && { Tagging: decodeTags(tagging, model) }),
    SuccessActionStatus: success_action_status,
    SuccessActionRedirect: success_action_redirect ?? redirect,
  };
}

/** A form has its tags in the document that PutObjectTagging takes; PutObject has them in a header. */
function decodeTags(text: string, model: ServiceModel): string {
  if (!/^\s*(<\?xml[^>]*>\s*)?<Tagging[\s>]/.test(text)) throw malformedXml();
  const { shape } = model.operations.get("PutObjectTagging")!.input.member("Tagging")!;
  const { TagSet = [] } = readXml(shape, text) as { TagSet?: { Key: string; Value: string }[] };
  return TagSet.map(({ Key, Value }) => `${encodeURIComponent(Key)}=${encodeURIComponent(Value)}`).join("&");
}

/** What the house says of a form's object. */
export interface Posted {
  readonly Bucket: string;
  readonly Key: string;
  readonly ETag: string;
  readonly Location: string;
  readonly SuccessActionStatus?: string;
  readonly SuccessActionRedirect?: string;
}

/** A redirect, if the form asks for one that is one; else the status it asks for, which is 204 unless 200 or 201. */
export function encodePosted(posted: Posted, headers: Record<string, string>): WireResponse {
  const redirect = redirection(posted);
  headers.location = redirect ?? posted.Location;
  if (redirect !== undefined) return { status: 303, headers, body: "" };
  if (posted.SuccessActionStatus === "200") return { status: 200, headers, body: "" };
  if (posted.SuccessActionStatus !== "201") return { status: 204, headers, body: "" };
  const names = ["Location", "Bucket", "Key", "ETag"] as const;
  const content = names.map((name) => element(name, escapeText(posted[name]))).join("");
  headers["content-type"] = "application/xml";
  return { status: 201, headers, body: `<?xml version="1.0" encoding="UTF-8"?>\n${element("PostResponse", content)}` };
}

function redirection({ SuccessActionRedirect, Bucket, Key, ETag }: Posted): string | undefined {
  if (SuccessActionRedirect === undefined || !URL.canParse(SuccessActionRedirect)) return undefined;
  const mark = SuccessActionRedirect.includes("?") ? "&" : "?";
  const [bucket, key, etag] = [Bucket, Key, ETag].map(encodeURIComponent);
  return `${SuccessActionRedirect}${mark}bucket=${bucket}&key=${key}&etag=${etag}`;
}

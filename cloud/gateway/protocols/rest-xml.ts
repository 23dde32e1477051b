import { bytesOf, textOf, type WireRequest, type WireResponse } from "../message.ts";
import type { Operation } from "../model.ts";
import { checkSums } from "./checksums.ts";
import { crossOriginOf, encodePreflight, PREFLIGHT } from "./cross-origin.ts";
import { decodePath, payloadOf, readBindings, route, statusOf, writeHeaders } from "./http-bindings.ts";
import { decodeFields, encodePosted, POST_OBJECT, type Posted, postObject } from "./post-object.ts";
import type { Protocol, WireService } from "./protocol.ts";
import { element, escapeText, readXml, writeElement, writeMembers } from "./xml.ts";

/**
 * REST with XML bodies, as S3 speaks it. The clients' model leaves the bucket out of the path, because it usually is
 * in the host; here it is the path's first part, which is what every client writes for an address without a name.
 */
export const restXml: Protocol = {
  operationOf: (request, { model }) => {
    if (request.isForm) return postObject(model);
    if (request.method === "OPTIONS") return PREFLIGHT;
    const { bucket, rest } = split(request);
    return route(model, rest, bucket === "" ? "plain" : "bucket");
  },

  decode: (request, operation, service) => {
    const { bucket, rest } = split(request);
    if (operation === PREFLIGHT) {
      return { Bucket: bucket, Key: decodePath(rest.path.slice(1)), CrossOrigin: crossOriginOf(request) };
    }
    const value = readBindings(rest, operation);
    if (bucket !== "") value.Bucket = bucket;
    if (request.isForm) return { ...value, ...decodeFields(request, service) };
    const payload = payloadOf(operation.input.members);
    // An object's sums are the house's to check, which keeps them; a completed upload's are not of this body.
    if (payload?.shape.type !== "blob" && operation.name !== "CompleteMultipartUpload") checkSums(request);
    if (payload?.shape.type === "blob") value[payload.name] = bytesOf(request.body);
    else if (payload?.shape.type === "string") value[payload.name] = textOf(request.body);
    else if (payload && textOf(request.body) !== "") value[payload.name] = readXml(payload.shape, textOf(request.body));
    return value;
  },

  encode: (output, operation, service, requestId) => {
    const { members } = operation.output;
    const headers = idsOf(requestId);
    writeHeaders(output, members, headers);
    if (operation === PREFLIGHT) return encodePreflight(output, headers);
    if (operation.name === POST_OBJECT) return encodePosted(output as unknown as Posted, headers);
    // The model has one status an operation; HTTP has others for what is not done yet, and for a part of the whole.
    const modeled = NO_CONTENT.has(operation.name) ? 204 : output.accepted ? 202 : statusOf(output, operation);
    const status = output.ContentRange === undefined ? modeled : 206;
    const payload = payloadOf(members);
    if (payload?.shape.type === "blob" || payload?.shape.type === "string") {
      return { status, headers, body: (output[payload.name] as Uint8Array | string | undefined) ?? "" };
    }
    const body = documentOf(output, operation, service);
    if (body !== "") headers["content-type"] = "application/xml";
    return { status, headers, body };
  },

  encodeError: (error, _service, requestId): WireResponse => {
    const extra = Object.entries(error.extra).map(([name, value]) => element(name, escapeText(String(value))));
    const content = element("Code", error.code) + element("Message", escapeText(error.message)) + extra.join("");
    const ids = element("RequestId", requestId) + element("HostId", hostId(requestId));
    const headers = {
      "content-type": "application/xml",
      ...idsOf(requestId),
      ...error.headers,
    };
    return { status: error.status, headers, body: DECLARATION + element("Error", content + ids) };
  },
};

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** Answers that S3 gives without a body, and says so, where the model has 200 (the API reference's sample responses). */
const NO_CONTENT = new Set([
  "PutBucketAnalyticsConfiguration",
  "PutBucketIntelligentTieringConfiguration",
  "PutBucketInventoryConfiguration",
  "PutBucketMetricsConfiguration",
  "PutBucketPolicy",
  "PutBucketTagging",
]);

/** Answers whose root element is not the output shape's name (S3's API reference). */
const ROOTS: Record<string, string> = {
  ListObjects: "ListBucketResult",
  ListObjectsV2: "ListBucketResult",
  ListObjectVersions: "ListVersionsResult",
  ListBuckets: "ListAllMyBucketsResult",
  ListMultipartUploads: "ListMultipartUploadsResult",
  ListParts: "ListPartsResult",
  CreateMultipartUpload: "InitiateMultipartUploadResult",
  CompleteMultipartUpload: "CompleteMultipartUploadResult",
  DeleteObjects: "DeleteResult",
  GetBucketVersioning: "VersioningConfiguration",
  GetBucketNotificationConfiguration: "NotificationConfiguration",
  GetBucketAcl: "AccessControlPolicy",
  GetObjectAcl: "AccessControlPolicy",
  GetBucketTagging: "Tagging",
  GetObjectTagging: "Tagging",
  GetBucketLifecycleConfiguration: "LifecycleConfiguration",
  GetBucketCors: "CORSConfiguration",
  GetBucketRequestPayment: "RequestPaymentConfiguration",
  GetBucketAccelerateConfiguration: "AccelerateConfiguration",
  GetBucketLogging: "BucketLoggingStatus",
  GetBucketWebsite: "WebsiteConfiguration",
  ListBucketMetricsConfigurations: "ListMetricsConfigurationsResult",
  ListBucketAnalyticsConfigurations: "ListBucketAnalyticsConfigurationResult",
  ListBucketInventoryConfigurations: "ListInventoryConfigurationsResult",
  ListBucketIntelligentTieringConfigurations: "ListBucketIntelligentTieringConfigurationsOutput",
};

function documentOf(output: Record<string, unknown>, operation: Operation, { xmlNamespace }: WireService): string {
  const payload = payloadOf(operation.output.members);
  const namespace = ` xmlns="${xmlNamespace}"`;
  if (payload) {
    const value = output[payload.name];
    return value === undefined ? "" : DECLARATION + writeElement(payload.xmlName, payload.shape, value, namespace);
  }
  if (!operation.output.members.some(({ place }) => place.in === "body")) return "";
  // GetBucketLocation's answer is its only member: <LocationConstraint>eu-west-1</LocationConstraint>.
  if (operation.name === "GetBucketLocation") {
    return DECLARATION + element("LocationConstraint", escapeText(String(output.LocationConstraint ?? "")), namespace);
  }
  const root = ROOTS[operation.name] ?? operation.output.name;
  return DECLARATION + element(root, writeMembers(operation.output, output), namespace);
}

/** `/bucket/some/key` -> bucket, and the request as if the bucket were in the host. */
function split(request: WireRequest): { bucket: string; rest: WireRequest } {
  const slash = request.path.indexOf("/", 1);
  const bucket = request.path.slice(1, slash < 0 ? undefined : slash);
  const path = slash < 0 ? "/" : request.path.slice(slash);
  const { method, query, headers, body } = request;
  return { bucket: decodePath(bucket), rest: { method, path, query, headers, body } };
}

const idsOf = (requestId: string): Record<string, string> => ({
  "x-amz-request-id": requestId,
  "x-amz-id-2": hostId(requestId),
  server: "AmazonS3",
});

/** S3 sends two ids; ours makes the second out of the first. */
export function hostId(requestId: string): string {
  return Buffer.from(requestId.repeat(4)).toString("base64").slice(0, 76);
}

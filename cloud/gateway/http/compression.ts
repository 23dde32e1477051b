import { gunzipSync } from "node:zlib";
import { serializationError } from "../protocols/malformed.ts";
import { LARGEST_REQUEST, tooLarge } from "./payload.ts";

/**
 * A body as it was before its client compressed it: SDKs do so with bodies of PutMetricData from 10 KiB on, whose model
 * says that the service takes gzip. S3 is not asked: there an encoding belongs to the object.
 */
export function unpacked(body: Buffer | undefined, encoding: string | undefined, service: string): Buffer | undefined {
  if (body === undefined || encoding?.trim().toLowerCase() !== "gzip") return body;
  try {
    return gunzipSync(body, { maxOutputLength: LARGEST_REQUEST });
  } catch (error) {
    if ((error as { code?: string }).code !== "ERR_BUFFER_TOO_LARGE") {
      throw serializationError("Could not decompress the request body");
    }
    // How large it would be is not known: it was not unpacked any further.
    throw tooLarge(service, LARGEST_REQUEST + 1, LARGEST_REQUEST);
  }
}

import type * as S3 from "@aws-sdk/client-s3";
import { AwsError } from "../../kernel/errors.ts";
import type { CrossOrigin, Output } from "../../kernel/house.ts";
import { checkRules, forbidden, METHODS, NOT_ALLOWED, NOT_ENABLED, NOT_FOUND, sharingHeaders } from "../cors.ts";
import { malformedXml, notConfigured } from "../errors.ts";
import type { S3Service } from "../service.ts";

/** Cross-origin sharing: its rules, and the browser that asks before it sends (OPTIONS). */
export function sharingOperations(s3: S3Service) {
  return {
    PutBucketCors(input: S3.PutBucketCorsCommandInput): Output<S3.PutBucketCorsCommandOutput> {
      const { configuration } = s3.get(input.Bucket);
      if (!input.CORSConfiguration?.CORSRules) throw malformedXml();
      configuration.cors = checkRules(input.CORSConfiguration.CORSRules);
      s3.configured(input.Bucket!, "PutBucketCors");
      return {};
    },

    GetBucketCors({ Bucket }: S3.GetBucketCorsCommandInput): Output<S3.GetBucketCorsCommandOutput> {
      const { cors } = s3.get(Bucket).configuration;
      if (cors) return { CORSRules: [...cors] };
      throw notConfigured("NoSuchCORSConfiguration", "The CORS configuration does not exist", Bucket!);
    },

    DeleteBucketCors(input: S3.DeleteBucketCorsCommandInput): Output<S3.DeleteBucketCorsCommandOutput> {
      s3.get(input.Bucket).configuration.cors = undefined;
      s3.configured(input.Bucket!, "DeleteBucketCors");
      return {};
    },

    Preflight({ Bucket, Key, CrossOrigin: asked }: PreflightInput) {
      if (!asked) throw new AwsError("BadRequest", "Insufficient information. Origin request header needed.", 400);
      const record = s3.find(Bucket);
      if (!record?.configuration.cors) throw forbidden(record ? NOT_ENABLED : NOT_FOUND, asked.method, "BUCKET");
      if (!METHODS.has(asked.method)) throw unknownMethod(asked.method);
      const headers = sharingHeaders(record.configuration.cors, asked);
      if (!headers) throw forbidden(NOT_ALLOWED, asked.method, Key === "" ? "BUCKET" : "OBJECT");
      return { headers };
    },
  };
}

/** Who asks beforehand and does not say for what, has asked with OPTIONS only. */
function unknownMethod(method: string): AwsError {
  const named = method === "OPTIONS" ? "null" : method;
  return new AwsError("BadRequest", `Invalid Access-Control-Request-Method: ${named}`, 400);
}

interface PreflightInput {
  readonly Bucket: string;
  /** "" for the bucket itself. */
  readonly Key: string;
  readonly CrossOrigin?: CrossOrigin;
}

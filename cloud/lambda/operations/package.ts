import type * as Lambda from "@aws-sdk/client-lambda";
import { AwsError } from "../../kernel/errors.ts";
import { type Code, codeOf } from "../code.ts";
import { invalidParameter } from "../errors.ts";
import type { LambdaService } from "../service.ts";

type CodeInput = Pick<Lambda.FunctionCode, "ZipFile" | "S3Bucket" | "S3Key" | "S3ObjectVersion" | "ImageUri">;

/** The package that a request carries or names. */
export async function sentCode(lambda: LambdaService, input: CodeInput): Promise<Code> {
  if (input.ZipFile) return codeOf(input.ZipFile);
  if (input.S3Bucket !== undefined && input.S3Key !== undefined) return codeOf(await objectOf(lambda, input));
  // Containers do not run here; Lambda's text is for a request with no code at all.
  throw invalidParameter("Please provide a source for function code.");
}

/** Lambda hands S3's own error on, wrapped in its words. */
async function objectOf(lambda: LambdaService, { S3Bucket, S3Key, S3ObjectVersion }: CodeInput): Promise<Uint8Array> {
  try {
    return await lambda.ports.readObject({ bucket: S3Bucket!, key: S3Key!, versionId: S3ObjectVersion });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalidParameter(
      `Error occurred while GetObject. S3 Error Code: ${error.code}. S3 Error Message: ${error.message}`,
    );
  }
}

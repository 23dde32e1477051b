/**
 * The access key of the embedded account's root, the same in every cloud: AWS's documentation uses it as an example, so
 * it opens nothing else, and nobody takes it for a secret.
 */
export const ROOT_KEY = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
} as const;

/** What a shell sets so that SDKs, the AWS CLI and Terraform find the cloud at a port. */
export function environmentFor(port: number): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: ROOT_KEY.accessKeyId,
    AWS_SECRET_ACCESS_KEY: ROOT_KEY.secretAccessKey,
    AWS_REGION: "us-east-1",
    AWS_DEFAULT_REGION: "us-east-1",
    // No instance metadata here: without this a client that lacks a credential would wait for it.
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

/** The same as lines for `eval`. Nothing in them needs quoting. */
export function exportLines(port: number): string[] {
  const lines = Object.entries(environmentFor(port)).map(([name, value]) => `export ${name}=${value}`);
  // Credentials of a session that the shell may still hold belong to another account.
  return [...lines, "unset AWS_SESSION_TOKEN AWS_PROFILE"];
}

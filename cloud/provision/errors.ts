import { LabError } from "../kernel/errors.ts";

/** What the deployer says of JSON that it does not understand: what, and where in the file. */
export function notUnderstood(what: string, place: string): LabError {
  return new LabError(
    "LAB_NOT_PROVISIONED",
    `${what} at ${place} in cdk.tf.json.`,
    "Teach it to the in-process deployer (cloud/provision/), or deploy this stack with Terraform.",
  );
}

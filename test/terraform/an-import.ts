/**
 * What makes Terraform look at resources that somebody else has made: an `import` block for each, and an override for the few
 * attributes that no API can give back. A plan then only reads, and says what it would change.
 *
 *     deployed somehow -> import blocks -> terraform plan -> "30 to import, 0 to add, 0 to change, 0 to destroy"
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Deployment } from "../../cloud/provision/provision.ts";
import type { Attributes } from "../../cloud/provision/resource.ts";

/**
 * What only Terraform knows: what a destroy may delete, where the code came from, how it waited for a subscription. The API has
 * no word for any of it.
 */
export const ONLY_TERRAFORM_KNOWS: Readonly<Record<string, readonly string[]>> = {
  aws_s3_bucket: ["force_destroy"],
  aws_lambda_function: ["filename", "source_code_hash", "publish"],
  aws_sns_topic_subscription: ["confirmation_timeout_in_minutes", "endpoint_auto_confirms"],
};

/** Import ids that are not the id of the resource (the "Import" section of each type's page in the provider's documentation). */
const IDS: Readonly<Record<string, (made: Attributes) => string>> = {
  aws_lambda_alias: ({ function_name, name }) => `${function_name}/${name}`,
  aws_lambda_permission: ({ function_name, qualifier, id }) => `${function_name}:${qualifier}/${id}`,
};

/** Writes both files beside the stack. A queue's URL begins with the address its cloud was asked at. */
export function writeImports(folder: string, { resources }: Deployment, endpoint: string): void {
  const blocks = [...resources].filter(([to]) => !to.startsWith("data."));
  const imports = blocks.map(([to, made]) => ({ to, id: idOf(to, made).replace(/^https?:\/\/[^/]+/, endpoint) }));
  writeFileSync(join(folder, "zz_import.tf.json"), JSON.stringify({ import: imports }));
  writeFileSync(join(folder, "zz_override.tf.json"), JSON.stringify({ resource: overrides([...resources.keys()]) }));
}

function idOf(address: string, made: Attributes): string {
  return String(IDS[typeOf(address)]?.(made) ?? made.id);
}

function overrides(addresses: readonly string[]): Record<string, Record<string, object>> {
  const types = Object.entries(ONLY_TERRAFORM_KNOWS).map(([type, ignore_changes]) => {
    const names = addresses.filter((address) => typeOf(address) === type).map((address) => address.split(".")[1]!);
    return [type, Object.fromEntries(names.map((name) => [name, { lifecycle: { ignore_changes } }]))] as const;
  });
  return Object.fromEntries(types);
}

export const typeOf = (address: string): string => address.slice(0, address.indexOf("."));

import type * as Lambda from "@aws-sdk/client-lambda";
import type { Output } from "../../kernel/house.ts";
import type { Alias } from "../alias.ts";
import type { LambdaFunction } from "../function.ts";
import { timestamp } from "../log-lines.ts";
import { runtimeVersionArn } from "../runtimes.ts";
import type { Version } from "../version.ts";

/** The API's shapes of a function's parts, as AWS fills them. */

type Configuration = Output<Lambda.GetFunctionConfigurationCommandOutput>;

/** A version as Get and Publish show it; the ARN carries a qualifier if one was asked for. */
export function configurationOf(fn: LambdaFunction, version: Version, qualifier?: string): Configuration {
  return { ...whole(fn, version, qualifier), State: "Active", LastUpdateStatus: "Successful" };
}

/** As the request shows it that makes it. On AWS it is not Active for a while; here it is when it is looked at next. */
export function createdOf(fn: LambdaFunction, version: Version, qualifier?: string): Configuration {
  return {
    ...whole(fn, version, qualifier),
    State: "Pending",
    StateReason: BEING_CREATED,
    StateReasonCode: "Creating",
  };
}

/** As the request shows it that changes it. Reason and code are those of a new function on AWS, too. */
export function changedOf(fn: LambdaFunction, version: Version): Configuration {
  return {
    ...whole(fn, version),
    State: "Active",
    LastUpdateStatus: "InProgress",
    LastUpdateStatusReason: BEING_CREATED,
    // The SDK's list of codes lacks the one that AWS answers.
    LastUpdateStatusReasonCode: "Creating" as Lambda.LastUpdateStatusReasonCode,
  };
}

const BEING_CREATED = "The function is being created.";

function whole(fn: LambdaFunction, version: Version, qualifier?: string): Lambda.FunctionConfiguration {
  const { Runtime, Architectures } = version.settings;
  const region = fn.arn.split(":")[3]!;
  return {
    ...listedOf(fn, version, qualifier),
    ...(Runtime && {
      RuntimeVersionConfig: { RuntimeVersionArn: runtimeVersionArn(region, Runtime, Architectures[0]!) },
    }),
  };
}

/** Lists leave the states and the build of the runtime out. */
export function listedOf(fn: LambdaFunction, version: Version, qualifier?: string): Lambda.FunctionConfiguration {
  return {
    FunctionName: fn.name,
    FunctionArn: fn.qualified(qualifier),
    ...version.settings,
    CodeSize: version.code.size,
    CodeSha256: version.code.sha256,
    Version: version.number,
    LastModified: timestamp(version.modifiedAt).replace("Z", "+0000"),
    RevisionId: version.revisionId,
  };
}

export function aliasShape(fn: LambdaFunction, alias: Alias): Output<Lambda.GetAliasCommandOutput> {
  const isSplit = Object.keys(alias.weights).length > 0;
  return {
    AliasArn: fn.qualified(alias.name),
    Name: alias.name,
    FunctionVersion: alias.version,
    Description: alias.description,
    ...(isSplit && { RoutingConfig: { AdditionalVersionWeights: { ...alias.weights } } }),
    RevisionId: alias.revisionId,
  };
}

/** One page of a list. Lambda's markers are opaque; ours count. */
export function page<T>(
  items: readonly T[],
  { Marker, MaxItems }: { Marker?: string | undefined; MaxItems?: number | undefined },
  most: number,
): { readonly items: readonly T[]; readonly next: { NextMarker?: string } } {
  const start = Number(Marker ?? 0) || 0;
  const end = start + Math.min(MaxItems ?? most, most);
  return { items: items.slice(start, end), next: end < items.length ? { NextMarker: String(end) } : {} };
}

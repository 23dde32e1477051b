import type * as Lambda from "@aws-sdk/client-lambda";
import type { Output } from "../../kernel/house.ts";
import type { Alias } from "../alias.ts";
import type { LambdaFunction } from "../function.ts";
import { timestamp } from "../log-lines.ts";
import type { Version } from "../version.ts";

/** The API's shapes of a function's parts, as AWS fills them. */

/** A version as Get, Create and Update show it; the ARN carries a qualifier if one was asked for. */
export function configurationOf(
  fn: LambdaFunction,
  version: Version,
  qualifier?: string,
): Output<Lambda.GetFunctionConfigurationCommandOutput> {
  return { ...listedOf(fn, version, qualifier), State: "Active", LastUpdateStatus: "Successful" };
}

/** Lists leave the states out. */
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

import { DeleteFunctionCommand, PublishVersionCommand } from "@aws-sdk/client-lambda";
import type { ActionProvider } from "../experiment.ts";
import { aliasVersion, configuration, functionCall, settled } from "../settings/lambda.ts";
import { ofVersion } from "./metrics.ts";

/** Actions that deploy: a bad setting, a bad version, a version that nobody has warmed up. */

/**
 * Changes one setting of a function's newest code, `$LATEST`. Nobody runs that unless an alias is pointed at it, or it
 * is published.
 *
 * @param property by Lambda's name and in its unit: `Timeout` is seconds
 */
export function configure(
  functionName: string,
  property: "Timeout" | "MemorySize" | "Handler",
  value: number | string,
): ActionProvider {
  return {
    name: "deployments.configure",
    arguments: { functionName, property, value },
    lease: { ...configuration.at({ functionName, property }), expiry: "none", changed: () => value },
    prepares: true,
  };
}

/** Points an alias at a version, or at `$LATEST`, which is how a deployment without any care looks. */
export function point(functionName: string, alias: string, version: string): ActionProvider {
  const metric = ofVersion("Invocations", { functionName, alias, version });
  return {
    name: "deployments.point",
    arguments: { functionName, alias, version },
    lease: { ...aliasVersion.at({ functionName, alias }), expiry: "none", changed: () => version },
    bites: { kind: "metric", metric, atLeast: 1 },
  };
}

/** A version that will have been published when an action needs it; Lambda gives it its number. */
export interface NewVersion {
  readonly functionName: string;
  /** `to be published`, until it is. */
  number: string;
}

/** Names a version that `publish` will make. */
export function newVersion(functionName: string): NewVersion {
  return { functionName, number: "to be published" };
}

/** Publishes `$LATEST` as a new version. It does no harm by being there, and costs nothing. */
export function publish(version: NewVersion): ActionProvider {
  const { functionName } = version;
  return {
    name: "deployments.publish",
    arguments: { functionName },
    calls: [functionCall("GetFunctionConfiguration", functionName), functionCall("PublishVersion", functionName)],
    work: async ({ lambda }) => {
      await settled(lambda, functionName);
      const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName: functionName }));
      version.number = Version!;
      return { version: version.number };
    },
  };
}

/** Deletes a version that `publish` made. */
export function retire(version: NewVersion): ActionProvider {
  const { functionName } = version;
  return {
    name: "deployments.retire",
    arguments: { functionName },
    // Which one Lambda says when it has published it.
    calls: [functionCall("DeleteFunction", functionName, "*")],
    work: async ({ lambda }) => {
      await lambda.send(new DeleteFunctionCommand({ FunctionName: functionName, Qualifier: version.number }));
      return { version: version.number };
    },
  };
}

import type * as Lambda from "@aws-sdk/client-lambda";
import type { Output } from "../../kernel/house.ts";
import type { Code } from "../code.ts";
import { atMost, oneOf } from "../constraints.ts";
import { deadLettersNotPermitted, invalidParameter, revisionMismatch } from "../errors.ts";
import { LATEST } from "../reference.ts";
import type { LambdaService } from "../service.ts";
import { changedSettings, newSettings, type Settings } from "../settings.ts";
import { sentCode } from "./package.ts";
import { changedOf, configurationOf, createdOf, listedOf, page } from "./shapes.ts";
import { checkTagCount } from "./tags.ts";

/** The operations on functions as a whole. A new or changed function is Active at once. */
export function functionOperations(lambda: LambdaService) {
  return {
    async CreateFunction(
      input: Lambda.CreateFunctionCommandInput,
    ): Promise<Output<Lambda.CreateFunctionCommandOutput>> {
      const name = nameOf(lambda, input.FunctionName);
      checkTagCount(input.Tags ?? {});
      const settings = withLayers(lambda, newSettings(name, input), input.Layers);
      checkRole(lambda, settings);
      const fn = lambda.create(name, settings, await sentCode(lambda, input.Code ?? {}), { ...input.Tags });
      return createdOf(fn, input.Publish ? lambda.publish(fn) : fn.latest);
    },

    async UpdateFunctionCode(
      input: Lambda.UpdateFunctionCodeCommandInput,
    ): Promise<Output<Lambda.UpdateFunctionCodeCommandOutput>> {
      const fn = lambda.get(lambda.reference(input.FunctionName));
      checkRevision(fn.latest.revisionId, input.RevisionId);
      if (input.ImageUri !== undefined) {
        throw invalidParameter("Please don't provide ImageUri when updating a function with packageType Zip.");
      }
      const code = await sentCode(lambda, input);
      const { Architectures } = input;
      if (input.DryRun) return configurationOf(fn, { ...fn.latest, code });
      const settings = changedSettings(fn.latest.settings, { ...(Architectures && { Architectures }) });
      const latest = lambda.change(fn, { code, settings });
      if (!input.Publish) return changedOf(fn, latest);
      const version = lambda.publish(fn);
      return createdOf(fn, version, version.number);
    },

    UpdateFunctionConfiguration(
      input: Lambda.UpdateFunctionConfigurationCommandInput,
    ): Output<Lambda.UpdateFunctionConfigurationCommandOutput> {
      const fn = lambda.get(lambda.reference(input.FunctionName));
      checkRevision(fn.latest.revisionId, input.RevisionId);
      const settings = withLayers(lambda, changedSettings(fn.latest.settings, input), input.Layers);
      checkRole(lambda, settings);
      return changedOf(fn, lambda.change(fn, { settings }));
    },

    GetFunction(input: Lambda.GetFunctionCommandInput): Output<Lambda.GetFunctionCommandOutput> {
      const reference = lambda.reference(input.FunctionName, input.Qualifier);
      const fn = lambda.get(reference);
      const version = fn.version(reference.qualifier);
      const reserved = lambda.concurrency.reservedOf(fn.name);
      return {
        Configuration: configurationOf(fn, version, reference.qualifier),
        Code: { RepositoryType: "S3", Location: locationOf(lambda, fn.name, version.code) },
        ...(Object.keys(fn.tags).length > 0 && { Tags: { ...fn.tags } }),
        ...(reserved !== undefined && { Concurrency: { ReservedConcurrentExecutions: reserved } }),
      };
    },

    GetFunctionConfiguration(
      input: Lambda.GetFunctionConfigurationCommandInput,
    ): Output<Lambda.GetFunctionConfigurationCommandOutput> {
      const reference = lambda.reference(input.FunctionName, input.Qualifier);
      const fn = lambda.get(reference);
      return configurationOf(fn, fn.version(reference.qualifier), reference.qualifier);
    },

    DeleteFunction(input: Lambda.DeleteFunctionCommandInput): Output<Lambda.DeleteFunctionCommandOutput> {
      const { name, qualifier } = lambda.reference(input.FunctionName, input.Qualifier);
      if (qualifier === LATEST) {
        throw invalidParameter("$LATEST version cannot be deleted without deleting the function.");
      }
      const fn = lambda.get({ name });
      if (qualifier === undefined) lambda.remove(fn);
      else lambda.removeVersion(fn, qualifier);
      return { StatusCode: 204 };
    },

    ListFunctions(input: Lambda.ListFunctionsCommandInput): Output<Lambda.ListFunctionsCommandOutput> {
      oneOf("functionVersion", input.FunctionVersion, ["ALL"]);
      const all = input.FunctionVersion === "ALL";
      const shown = lambda.all().flatMap((fn) => {
        if (!all) return [listedOf(fn, fn.latest)];
        return fn.versions().map((version) => listedOf(fn, version, version.number));
      });
      const { items, next } = page(shown, input, 50);
      return { Functions: [...items], ...next };
    },
  };
}

/** The name of a function to be: whatever form it came in, it may have 140 characters, and the name itself 64. */
function nameOf(lambda: LambdaService, functionName: string | undefined): string {
  atMost("functionName", functionName, 140);
  const { name } = lambda.reference(functionName);
  if (name.length <= 64) return name;
  // The service's own check, in the words of the model's.
  throw invalidParameter(
    `1 validation error detected: Value '${name}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64`,
  );
}

function withLayers({ layers }: LambdaService, settings: Settings, sent: readonly string[] | undefined): Settings {
  return sent === undefined ? settings : { ...settings, Layers: layers.chosen(sent) };
}

/** A presigned URL on AWS; here it names the package and is not served. */
function locationOf({ place }: LambdaService, name: string, { sha256 }: Code): string {
  const { region, accountId } = place;
  const id = Buffer.from(sha256, "base64").toString("hex").slice(0, 32);
  return `https://awslambda-${region}-tasks.s3.${region}.amazonaws.com/snapshots/${accountId}/${name}-${id}`;
}

/** Lambda tries the role before it takes the function: may it be assumed, and may it send dead letters? */
function checkRole({ ports }: LambdaService, { Role, DeadLetterConfig }: Settings): void {
  if (!ports.canAssume(Role)) {
    throw invalidParameter("The role defined for the function cannot be assumed by Lambda.");
  }
  const target = DeadLetterConfig?.TargetArn;
  if (target === undefined) return;
  const [call, service] = target.split(":")[2] === "sns" ? ["Publish", "SNS"] : ["SendMessage", "SQS"];
  if (!ports.mayRole(Role, `${service!.toLowerCase()}:${call}`, target)) {
    throw deadLettersNotPermitted(call!, service!);
  }
}

export function checkRevision(current: string, expected: string | undefined): void {
  if (expected !== undefined && expected !== current) throw revisionMismatch();
}

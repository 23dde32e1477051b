import type * as Lambda from "@aws-sdk/client-lambda";
import type { Output } from "../../kernel/house.ts";
import type { Alias } from "../alias.ts";
import { invalidParameter } from "../errors.ts";
import type { LambdaService } from "../service.ts";
import { checkRevision } from "./functions.ts";
import { aliasShape, configurationOf, listedOf, page } from "./shapes.ts";

/** The operations on versions and on the aliases that point at them. */
export function versionOperations(lambda: LambdaService) {
  return {
    PublishVersion(input: Lambda.PublishVersionCommandInput): Output<Lambda.PublishVersionCommandOutput> {
      const fn = lambda.get(lambda.reference(input.FunctionName));
      const { revisionId, code } = fn.latest;
      checkRevision(revisionId, input.RevisionId);
      if (input.CodeSha256 !== undefined && input.CodeSha256 !== code.sha256) {
        throw invalidParameter(
          `CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST (${code.sha256}). Please try again with the CodeSHA256 in $LATEST.`,
        );
      }
      const version = lambda.publish(fn, input.Description);
      return configurationOf(fn, version, version.number);
    },

    ListVersionsByFunction(
      input: Lambda.ListVersionsByFunctionCommandInput,
    ): Output<Lambda.ListVersionsByFunctionCommandOutput> {
      const fn = lambda.get(lambda.reference(input.FunctionName));
      const { items, next } = page(fn.versions(), input, 50);
      return { Versions: items.map((version) => listedOf(fn, version, version.number)), ...next };
    },

    CreateAlias(input: Lambda.CreateAliasCommandInput): Output<Lambda.CreateAliasCommandOutput> {
      const { name } = lambda.reference(input.FunctionName);
      const version = input.FunctionVersion!;
      const fn = lambda.get({ name, qualifier: version });
      const alias: Alias = {
        name: input.Name!,
        version,
        description: input.Description ?? "",
        weights: { ...input.RoutingConfig?.AdditionalVersionWeights },
        revisionId: lambda.revision(),
      };
      fn.createAlias(alias);
      return aliasShape(fn, alias);
    },

    UpdateAlias(input: Lambda.UpdateAliasCommandInput): Output<Lambda.UpdateAliasCommandOutput> {
      const fn = lambda.get(lambda.reference(input.FunctionName));
      const old = fn.alias(input.Name!);
      checkRevision(old.revisionId, input.RevisionId);
      const alias: Alias = {
        name: old.name,
        version: input.FunctionVersion ?? old.version,
        description: input.Description ?? old.description,
        weights: input.RoutingConfig ? { ...input.RoutingConfig.AdditionalVersionWeights } : old.weights,
        revisionId: lambda.revision(),
      };
      fn.updateAlias(alias);
      return aliasShape(fn, alias);
    },

    GetAlias(input: Lambda.GetAliasCommandInput): Output<Lambda.GetAliasCommandOutput> {
      const fn = lambda.get(lambda.reference(input.FunctionName));
      return aliasShape(fn, fn.alias(input.Name!));
    },

    /** An alias that is not there has been deleted. */
    DeleteAlias(input: Lambda.DeleteAliasCommandInput): Output<Lambda.DeleteAliasCommandOutput> {
      lambda.get(lambda.reference(input.FunctionName)).removeAlias(input.Name!);
      return {};
    },

    ListAliases(input: Lambda.ListAliasesCommandInput): Output<Lambda.ListAliasesCommandOutput> {
      const fn = lambda.get(lambda.reference(input.FunctionName));
      const pointing = ({ version, weights }: Alias) =>
        input.FunctionVersion === undefined || version === input.FunctionVersion || input.FunctionVersion in weights;
      const { items, next } = page([...fn.aliases.values()].filter(pointing), input, 50);
      return { Aliases: items.map((alias) => aliasShape(fn, alias)), ...next };
    },
  };
}

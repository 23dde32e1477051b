import type * as Lambda from "@aws-sdk/client-lambda";
import { AwsError } from "../../kernel/errors.ts";
import type { Output } from "../../kernel/house.ts";
import { like } from "../constraints.ts";
import { invalidParameter, notFound, resourceNotFound } from "../errors.ts";
import { LATEST } from "../reference.ts";
import type { LambdaService } from "../service.ts";

/**
 * Reading what no function has here: URLs, provisioned concurrency and code signing. The answers are those of AWS for
 * functions without; what would give a function one of them is not served.
 */
export function absentOperations(lambda: LambdaService) {
  return {
    GetFunctionUrlConfig(input: Lambda.GetFunctionUrlConfigCommandInput): never {
      like("qualifier", input.Qualifier, /^(?!\d+$)[0-9a-zA-Z-_]+$/, "((?!^\\d+$)^[0-9a-zA-Z-_]+$)");
      lambda.reference(input.FunctionName, input.Qualifier);
      throw resourceNotFound();
    },

    ListFunctionUrlConfigs(
      input: Lambda.ListFunctionUrlConfigsCommandInput,
    ): Output<Lambda.ListFunctionUrlConfigsCommandOutput> {
      const { name } = lambda.reference(input.FunctionName);
      if (!lambda.find(name)) throw notFound("Function does not exist");
      return { FunctionUrlConfigs: [] };
    },

    GetProvisionedConcurrencyConfig(input: Lambda.GetProvisionedConcurrencyConfigCommandInput): never {
      const { name, qualifier = "" } = lambda.reference(input.FunctionName, input.Qualifier);
      if (qualifier === LATEST) {
        throw invalidParameter("The function resource provided must be an alias or a published version.");
      }
      const isAlias = !/^\d+$/.test(qualifier);
      const fn = lambda.find(name);
      if (isAlias && !fn?.aliases.has(qualifier)) {
        throw notFound(`Cannot find alias arn: ${lambda.qualifiedArn({ name, qualifier })}`);
      }
      lambda.get({ name, qualifier }).version(qualifier);
      const message = "No Provisioned Concurrency Config found for this function";
      throw new AwsError("ProvisionedConcurrencyConfigNotFoundException", message, 404, { Type: "User" });
    },

    ListProvisionedConcurrencyConfigs(
      input: Lambda.ListProvisionedConcurrencyConfigsCommandInput,
    ): Output<Lambda.ListProvisionedConcurrencyConfigsCommandOutput> {
      lambda.get({ name: lambda.reference(input.FunctionName).name });
      return { ProvisionedConcurrencyConfigs: [] };
    },

    /** The answer for a function without has no members. */
    GetFunctionCodeSigningConfig(
      input: Lambda.GetFunctionCodeSigningConfigCommandInput,
    ): Partial<Output<Lambda.GetFunctionCodeSigningConfigCommandOutput>> {
      lambda.get(lambda.reference(input.FunctionName));
      return {};
    },

    ListCodeSigningConfigs(): Output<Lambda.ListCodeSigningConfigsCommandOutput> {
      return { CodeSigningConfigs: [] };
    },
  };
}

import type * as Lambda from "@aws-sdk/client-lambda";
import type { Output } from "../../kernel/house.ts";
import { constraint, invalidParameter } from "../errors.ts";
import { LATEST } from "../reference.ts";
import type { LambdaService } from "../service.ts";

/** The operations on reserved concurrency, and the account's settings it is taken from. */
export function concurrencyOperations(lambda: LambdaService) {
  return {
    PutFunctionConcurrency(
      input: Lambda.PutFunctionConcurrencyCommandInput,
    ): Output<Lambda.PutFunctionConcurrencyCommandOutput> {
      const { name, qualifier } = lambda.reference(input.FunctionName);
      if (qualifier !== undefined) throw functionsOnly();
      const reserved = input.ReservedConcurrentExecutions ?? 0;
      if (reserved < 0) {
        const rule = "Member must have value greater than or equal to 0";
        throw constraint(reserved, "reservedConcurrentExecutions", rule);
      }
      // This operation names $LATEST in its error; GetFunctionConcurrency does not (both recorded on AWS).
      lambda.get({ name, qualifier: LATEST });
      lambda.concurrency.reserve(name, reserved);
      return { ReservedConcurrentExecutions: reserved };
    },

    GetFunctionConcurrency(
      input: Lambda.GetFunctionConcurrencyCommandInput,
    ): Output<Lambda.GetFunctionConcurrencyCommandOutput> {
      const { name } = lambda.get(lambda.reference(input.FunctionName));
      const reserved = lambda.concurrency.reservedOf(name);
      return reserved === undefined ? {} : { ReservedConcurrentExecutions: reserved };
    },

    DeleteFunctionConcurrency(
      input: Lambda.DeleteFunctionConcurrencyCommandInput,
    ): Output<Lambda.DeleteFunctionConcurrencyCommandOutput> {
      const { name, qualifier } = lambda.reference(input.FunctionName);
      if (qualifier !== undefined) throw functionsOnly();
      lambda.concurrency.unreserve(lambda.get({ name }).name);
      return {};
    },

    GetAccountSettings(): Output<Lambda.GetAccountSettingsCommandOutput> {
      const functions = lambda.all();
      const versions = functions.flatMap((fn) => fn.versions());
      return {
        AccountLimit: {
          ...QUOTAS,
          ConcurrentExecutions: lambda.concurrency.limit,
          UnreservedConcurrentExecutions: lambda.concurrency.unreservedLimit,
        },
        AccountUsage: {
          FunctionCount: functions.length,
          TotalCodeSize: [...versions, ...lambda.layers.all()].reduce((sum, { code }) => sum + code.size, 0),
        },
      };
    },
  };
}

/** Bytes: 75 GiB of packages, 250 MiB unzipped, 50 MiB zipped (Lambda quotas). */
const QUOTAS = { TotalCodeSize: 80_530_636_800, CodeSizeUnzipped: 262_144_000, CodeSizeZipped: 52_428_800 };

const functionsOnly = () =>
  invalidParameter(
    "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.",
  );

import {
  DeleteFunctionConcurrencyCommand,
  DeleteFunctionEventInvokeConfigCommand,
  GetAliasCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import type { Aws } from "../aws.ts";
import type { Call } from "../call.ts";
import { settingKind } from "../setting.ts";

/** The reserved concurrency of a function; null where nothing is reserved. */
export const concurrency = settingKind<{ functionName: string }, number | null>(
  "lambda.concurrency",
  ({ functionName }) => ({
    resource: `reserved concurrency of ${functionName}`,
    calls: {
      observe: [functionCall("GetFunctionConcurrency", functionName)],
      put: (setting) => [
        functionCall(setting === null ? "DeleteFunctionConcurrency" : "PutFunctionConcurrency", functionName),
      ],
      untouched: null,
    },
    others: `every other caller of ${functionName}; the account's other functions, by what is reserved`,
    observe: async ({ lambda }) => {
      const answer = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: functionName }));
      return answer.ReservedConcurrentExecutions ?? null;
    },
    put: async ({ lambda }, setting) => {
      if (setting === null) await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: functionName }));
      else {
        const input = { FunctionName: functionName, ReservedConcurrentExecutions: setting };
        await lambda.send(new PutFunctionConcurrencyCommand(input));
      }
    },
  }),
);

/** What becomes of asynchronous events, with members that nobody has set left out. A type: JSON takes no interface. */
export type EventInvokeConfig = {
  readonly MaximumRetryAttempts?: number;
  readonly MaximumEventAgeInSeconds?: number;
  /** ARNs. */
  readonly OnSuccess?: string;
  readonly OnFailure?: string;
};

/** The whole of it, because putting less would not bring back what was absent; null where there is none. */
export const eventInvokeConfig = settingKind<{ functionName: string; qualifier: string }, EventInvokeConfig | null>(
  "lambda.eventInvokeConfig",
  ({ functionName, qualifier }) => {
    const target = { FunctionName: functionName, Qualifier: qualifier };
    return {
      resource: `settings of asynchronous events of ${functionName}:${qualifier}`,
      calls: {
        observe: [functionCall("GetFunctionEventInvokeConfig", functionName, qualifier)],
        put: (config) => [
          functionCall(`${config === null ? "Delete" : "Put"}FunctionEventInvokeConfig`, functionName, qualifier),
        ],
        untouched: {},
      },
      others: `every other asynchronous caller of ${functionName}:${qualifier}`,
      observe: async ({ lambda }) => {
        try {
          const config = await lambda.send(new GetFunctionEventInvokeConfigCommand(target));
          return withoutHoles({
            MaximumRetryAttempts: config.MaximumRetryAttempts,
            MaximumEventAgeInSeconds: config.MaximumEventAgeInSeconds,
            OnSuccess: config.DestinationConfig?.OnSuccess?.Destination,
            OnFailure: config.DestinationConfig?.OnFailure?.Destination,
          });
        } catch (error) {
          return unlessAbsent(error);
        }
      },
      put: async ({ lambda }, config) => {
        if (config === null) await lambda.send(new DeleteFunctionEventInvokeConfigCommand(target)).catch(unlessAbsent);
        else await lambda.send(new PutFunctionEventInvokeConfigCommand({ ...target, ...sentAs(config) }));
      },
    };
  },
);

function sentAs({ OnSuccess, OnFailure, ...limits }: EventInvokeConfig) {
  const destinations = {
    ...(OnSuccess && { OnSuccess: { Destination: OnSuccess } }),
    ...(OnFailure && { OnFailure: { Destination: OnFailure } }),
  };
  // Lambda takes no request that says nothing; empty destinations say that there are none.
  const says = Object.keys(limits).length === 0 || Object.keys(destinations).length > 0;
  return { ...limits, ...(says && { DestinationConfig: destinations }) };
}

function unlessAbsent(error: unknown): null {
  if (error instanceof Error && error.name === "ResourceNotFoundException") return null;
  throw error;
}

function withoutHoles(config: { [Name in keyof EventInvokeConfig]: EventInvokeConfig[Name] | undefined }) {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined)) as EventInvokeConfig;
}

/** The shares of an alias's traffic that go to other versions than its own. */
export const routing = settingKind<{ functionName: string; alias: string }, Readonly<Record<string, number>>>(
  "lambda.routing",
  ({ functionName, alias }) => {
    const target = { FunctionName: functionName, Name: alias };
    return {
      resource: `routing of ${functionName}:${alias}`,
      calls: {
        observe: [functionCall("GetAlias", functionName)],
        put: () => [functionCall("UpdateAlias", functionName)],
      },
      others: `every other caller of ${functionName}:${alias}`,
      observe: async ({ lambda }) => {
        const { RoutingConfig } = await lambda.send(new GetAliasCommand(target));
        return RoutingConfig?.AdditionalVersionWeights ?? {};
      },
      put: async ({ lambda }, weights) => {
        await lambda.send(new UpdateAliasCommand({ ...target, RoutingConfig: { AdditionalVersionWeights: weights } }));
      },
    };
  },
);

/** The version that an alias points at: its number, or `$LATEST`. */
export const aliasVersion = settingKind<{ functionName: string; alias: string }, string>(
  "lambda.aliasVersion",
  ({ functionName, alias }) => {
    const target = { FunctionName: functionName, Name: alias };
    return {
      resource: `version of ${functionName}:${alias}`,
      calls: {
        observe: [functionCall("GetAlias", functionName)],
        put: () => [functionCall("GetFunctionConfiguration", functionName), functionCall("UpdateAlias", functionName)],
      },
      others: `every other caller of ${functionName}:${alias}`,
      observe: async ({ lambda }) => (await lambda.send(new GetAliasCommand(target))).FunctionVersion ?? "",
      put: async ({ lambda }, version) => {
        await settled(lambda, functionName);
        await lambda.send(new UpdateAliasCommand({ ...target, FunctionVersion: version }));
      },
    };
  },
);

/** One property of a function's newest code, `$LATEST`, by Lambda's name and in its unit. */
export const configuration = settingKind<{ functionName: string; property: string }, number | string>(
  "lambda.configuration",
  ({ functionName: FunctionName, property }) => ({
    resource: `${property} of ${FunctionName}`,
    calls: {
      observe: [functionCall("GetFunctionConfiguration", FunctionName)],
      put: () => [functionCall("UpdateFunctionConfiguration", FunctionName)],
    },
    others: `whoever runs the newest code of ${FunctionName}, $LATEST, or publishes it`,
    observe: async ({ lambda }) => {
      const answer = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      return answer[property as "Timeout" | "Handler"] ?? "";
    },
    put: async ({ lambda }, value) => {
      await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, [property]: value }));
    },
  }),
);

const LOOKS = 200;

/** Waits until Lambda has done with the last change: while one is in progress it takes no other. Each look is a round trip. */
export async function settled(lambda: Aws["lambda"], FunctionName: string): Promise<void> {
  for (let look = 0; look < LOOKS; look++) {
    const { LastUpdateStatus } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    if (LastUpdateStatus !== "InProgress") return;
  }
}

/** Who names a version or an alias needs the right on its ARN; what is done to an alias is done to its function. */
export function functionCall(operation: string, functionName: string, qualifier?: string): Call {
  const resource = `function:${functionName}${qualifier === undefined ? "" : `:${qualifier}`}`;
  return { operation: `lambda:${operation}`, resource };
}

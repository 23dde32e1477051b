import type * as Lambda from "@aws-sdk/client-lambda";
import type { Output } from "../../kernel/house.ts";
import { inRange } from "../constraints.ts";
import { invalidParameter, noEventInvokeConfig, noFunctionForEventInvokeConfig } from "../errors.ts";
import type { EventSettings } from "../event-settings.ts";
import type { LambdaFunction } from "../function.ts";
import { arnOf, LATEST, type Reference } from "../reference.ts";
import type { LambdaService } from "../service.ts";
import { checkDestinations } from "./destinations.ts";
import { page } from "./shapes.ts";

/** The operations on the settings of asynchronous invocation, which belong to `$LATEST`, a version or an alias each. */
export function eventInvokeOperations(lambda: LambdaService) {
  const put = (input: Lambda.PutFunctionEventInvokeConfigCommandInput, old?: EventSettings) => {
    const reference = lambda.reference(input.FunctionName, input.Qualifier);
    const fn = functionOf(lambda, reference);
    const qualifier = reference.qualifier ?? LATEST;
    const settings = { ...old, ...settingsOf(lambda, fn, input), modifiedAt: lambda.now() };
    fn.eventSettings.set(qualifier, settings);
    return shapeOf(fn, qualifier, settings);
  };

  return {
    /** Overwrites what was. */
    PutFunctionEventInvokeConfig(
      input: Lambda.PutFunctionEventInvokeConfigCommandInput,
    ): Output<Lambda.PutFunctionEventInvokeConfigCommandOutput> {
      return put(input);
    },

    /** Changes what is sent. */
    UpdateFunctionEventInvokeConfig(
      input: Lambda.UpdateFunctionEventInvokeConfigCommandInput,
    ): Output<Lambda.UpdateFunctionEventInvokeConfigCommandOutput> {
      const reference = lambda.reference(input.FunctionName, input.Qualifier);
      functionOf(lambda, { name: reference.name });
      return put(input, existing(lambda, reference).settings);
    },

    GetFunctionEventInvokeConfig(
      input: Lambda.GetFunctionEventInvokeConfigCommandInput,
    ): Output<Lambda.GetFunctionEventInvokeConfigCommandOutput> {
      const { fn, qualifier, settings } = existing(lambda, lambda.reference(input.FunctionName, input.Qualifier));
      return shapeOf(fn, qualifier, settings);
    },

    DeleteFunctionEventInvokeConfig(
      input: Lambda.DeleteFunctionEventInvokeConfigCommandInput,
    ): Output<Lambda.DeleteFunctionEventInvokeConfigCommandOutput> {
      const { fn, qualifier } = existing(lambda, lambda.reference(input.FunctionName, input.Qualifier));
      fn.eventSettings.delete(qualifier);
      return {};
    },

    ListFunctionEventInvokeConfigs(
      input: Lambda.ListFunctionEventInvokeConfigsCommandInput,
    ): Output<Lambda.ListFunctionEventInvokeConfigsCommandOutput> {
      const fn = functionOf(lambda, { name: lambda.reference(input.FunctionName).name });
      const { items, next } = page([...fn.eventSettings], input, 50);
      return {
        FunctionEventInvokeConfigs: items.map(([qualifier, settings]) => shapeOf(fn, qualifier, settings)),
        ...next,
      };
    },
  };
}

type SettingsInput = Lambda.PutFunctionEventInvokeConfigCommandInput;

/** Put and Update say less of what is missing than every other operation. */
function functionOf(lambda: LambdaService, { name, qualifier }: Reference): LambdaFunction {
  const fn = lambda.find(name);
  if (!fn?.has(qualifier)) throw noFunctionForEventInvokeConfig();
  return fn;
}

function existing(lambda: LambdaService, { name, qualifier = LATEST }: Reference) {
  const fn = lambda.find(name);
  const settings = fn?.eventSettings.get(qualifier);
  if (!fn || !settings) throw noEventInvokeConfig(arnOf({ name, qualifier }, lambda.place));
  return { fn, qualifier, settings };
}

/** What a request says, checked; a destination given as {} is a destination taken away. */
function settingsOf(lambda: LambdaService, fn: LambdaFunction, input: SettingsInput): Partial<EventSettings> {
  const { MaximumRetryAttempts: retries, MaximumEventAgeInSeconds: age, DestinationConfig: destinations } = input;
  if (retries === undefined && age === undefined && destinations === undefined) {
    throw invalidParameter("You must specify at least one of error handling or destination setting.");
  }
  inRange("maximumRetryAttempts", retries, 0, 2);
  inRange("maximumEventAgeInSeconds", age, 60, 21_600);
  if (destinations) checkDestinations(lambda, fn, destinations, input.Qualifier);
  return {
    ...(retries !== undefined && { maximumRetryAttempts: retries }),
    ...(age !== undefined && { maximumEventAgeInSeconds: age }),
    ...(destinations?.OnSuccess && { onSuccess: destinations.OnSuccess.Destination ?? "" }),
    ...(destinations?.OnFailure && { onFailure: destinations.OnFailure.Destination ?? "" }),
  };
}

function shapeOf(
  fn: LambdaFunction,
  qualifier: string,
  { maximumRetryAttempts, maximumEventAgeInSeconds, onSuccess, onFailure, modifiedAt }: EventSettings,
): Lambda.FunctionEventInvokeConfig {
  return {
    FunctionArn: fn.qualified(qualifier),
    LastModified: new Date(modifiedAt),
    ...(maximumRetryAttempts !== undefined && { MaximumRetryAttempts: maximumRetryAttempts }),
    ...(maximumEventAgeInSeconds !== undefined && { MaximumEventAgeInSeconds: maximumEventAgeInSeconds }),
    DestinationConfig: {
      OnSuccess: onSuccess ? { Destination: onSuccess } : {},
      OnFailure: onFailure ? { Destination: onFailure } : {},
    },
  };
}

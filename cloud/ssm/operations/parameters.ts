import type * as Ssm from "@aws-sdk/client-ssm";
import { AwsError } from "../../kernel/errors.ts";
import type { Call, Output } from "../../kernel/house.ts";
import { parameterNotFound } from "../errors.ts";
import type { Draft } from "../parameter.ts";
import type { Reading, SsmService } from "../service.ts";

/** The operations on single parameters, and on several by name. */
export function parameterOperations(ssm: SsmService) {
  return {
    PutParameter(input: Ssm.PutParameterCommandInput, call: Call): Output<Ssm.PutParameterCommandOutput> {
      const tags = input.Tags?.length ? tagsOf(input.Tags) : undefined;
      const { version, tier } = ssm.put(input.Name!.trim(), call.callerArn, draftOf(input), tags);
      return { Version: version, Tier: tier };
    },

    GetParameter(input: Ssm.GetParameterCommandInput): Output<Ssm.GetParameterCommandOutput> {
      return { Parameter: shown(ssm.read(input.Name!), input.WithDecryption) };
    },

    GetParameters(input: Ssm.GetParametersCommandInput): Output<Ssm.GetParametersCommandOutput> {
      const names = input.Names ?? [];
      const Parameters: Ssm.Parameter[] = [];
      const InvalidParameters: string[] = [];
      for (const name of names) {
        const reading = found(ssm, name);
        if (reading) Parameters.push(shown(reading, input.WithDecryption));
        else InvalidParameters.push(name);
      }
      return { Parameters, InvalidParameters };
    },

    DeleteParameter(input: Ssm.DeleteParameterCommandInput): Output<Ssm.DeleteParameterCommandOutput> {
      if (!ssm.remove(input.Name!)) throw parameterNotFound();
      return {};
    },

    DeleteParameters(input: Ssm.DeleteParametersCommandInput): Output<Ssm.DeleteParametersCommandOutput> {
      const DeletedParameters: string[] = [];
      const InvalidParameters: string[] = [];
      for (const name of input.Names ?? []) {
        (ssm.remove(name) ? DeletedParameters : InvalidParameters).push(name);
      }
      return { DeletedParameters, InvalidParameters };
    },
  };
}

/** A parameter as reads show it. */
export function shown(
  { parameter, version, name, selector }: Reading,
  withDecryption: boolean | undefined,
): Ssm.Parameter {
  return {
    Name: name,
    Type: version.type,
    Value: parameter.show(version, withDecryption),
    Version: version.version,
    ...(selector !== undefined && { Selector: selector }),
    LastModifiedDate: new Date(version.modifiedAt),
    ARN: parameter.arn,
    DataType: version.dataType,
  };
}

export function tagsOf(tags: readonly Ssm.Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key!, Value!]));
}

/** Only what the request gives, so that the rest stays as it was. An empty pattern is none: Terraform always sends one. */
function draftOf(input: Ssm.PutParameterCommandInput): Draft {
  const { Value, Type, Description, KeyId, AllowedPattern, DataType, Policies, Tier, Overwrite } = input;
  return {
    value: Value!,
    overwrite: Overwrite ?? false,
    ...(Type !== undefined && { type: Type }),
    ...(Description !== undefined && { description: Description }),
    ...(KeyId !== undefined && { keyId: KeyId }),
    ...(AllowedPattern !== undefined && { allowedPattern: AllowedPattern }),
    ...(DataType !== undefined && { dataType: DataType }),
    ...(Policies !== undefined && { policies: Policies }),
    ...(Tier !== undefined && { tier: Tier }),
  };
}

/** Several names at once are sorted, not refused. */
function found(ssm: SsmService, name: string): Reading | undefined {
  try {
    return ssm.read(name);
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

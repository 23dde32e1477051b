import type * as Ssm from "@aws-sdk/client-ssm";
import type { Output } from "../../kernel/house.ts";
import { invalid, parameterNotFound } from "../errors.ts";
import { type Filter, selection } from "../filters.ts";
import { checkLevel, isBelow, keyOf } from "../name.ts";
import type { Parameter, Version } from "../parameter.ts";
import type { Reading, SsmService } from "../service.ts";
import { page } from "./page.ts";
import { shown } from "./parameters.ts";

/** The operations that list parameters, by hierarchy, by filter, and through time. */
export function listOperations(ssm: SsmService) {
  return {
    GetParametersByPath(input: Ssm.GetParametersByPathCommandInput): Output<Ssm.GetParametersByPathCommandOutput> {
      checkLevel(input.Path!);
      const selects = selection(input.ParameterFilters ?? [], "by path");
      const below = ssm
        .all()
        .filter((it) => isBelow(keyOf(it.name), input.Path!, input.Recursive ?? false) && selects(it));
      const { items, next } = page(below, input, 10);
      const labels = input.ParameterFilters?.find(({ Key }) => Key === "Label")?.Values ?? [];
      const Parameters = items.map((parameter) => shown(readingOf(parameter, labels), input.WithDecryption));
      return { Parameters, ...next };
    },

    DescribeParameters(input: Ssm.DescribeParametersCommandInput): Output<Ssm.DescribeParametersCommandOutput> {
      if (input.ParameterFilters?.length && input.Filters?.length) throw invalid(NOT_BOTH);
      const filters = [...(input.ParameterFilters ?? []), ...(input.Filters ?? [])] as Filter[];
      const { items, next } = page(ssm.all().filter(selection(filters, "described")), input, 10);
      return {
        Parameters: items.map((parameter) => ({ ARN: parameter.arn, ...metadataOf(parameter, parameter.latest) })),
        ...next,
      };
    },

    GetParameterHistory(input: Ssm.GetParameterHistoryCommandInput): Output<Ssm.GetParameterHistoryCommandOutput> {
      const parameter = ssm.find(input.Name!);
      if (!parameter) throw parameterNotFound();
      const { items, next } = page(parameter.versions, input, 50);
      const Parameters = items.map((version) => ({
        ...metadataOf(parameter, version),
        Value: parameter.show(version, input.WithDecryption),
        Labels: [...parameter.labels.of(version.version)],
      }));
      return { Parameters, ...next };
    },
  };
}

const NOT_BOTH = "You can use either Filters or ParameterFilters in a single request.";

/** Who filters by label gets the version with the label, everybody else the latest. */
function readingOf(parameter: Parameter, labels: readonly string[]): Reading {
  const label = labels.find((one) => parameter.labels.find(one) !== undefined);
  const version = label === undefined ? parameter.latest : parameter.find(label)!;
  return { parameter, version, name: parameter.name, selector: undefined };
}

/** Everything about a version but its value. */
function metadataOf({ name }: Parameter, version: Version) {
  const { type, keyId, modifiedAt, modifiedBy, description, allowedPattern, tier, dataType } = version;
  return {
    Name: name,
    Type: type,
    ...(keyId !== undefined && { KeyId: keyId }),
    LastModifiedDate: new Date(modifiedAt),
    LastModifiedUser: modifiedBy,
    ...(description !== undefined && { Description: description }),
    ...(allowedPattern && { AllowedPattern: allowedPattern }),
    Version: version.version,
    Tier: tier,
    Policies: policiesOf(version),
    DataType: dataType,
  };
}

/** Parameter policies are kept and shown; none of them takes effect here. */
function policiesOf({ policies }: Version): Ssm.ParameterInlinePolicy[] {
  if (!policies) return [];
  const list = JSON.parse(policies) as { Type?: string }[];
  return list.map((policy) => ({
    PolicyText: JSON.stringify(policy),
    PolicyType: policy.Type,
    PolicyStatus: "Pending",
  }));
}

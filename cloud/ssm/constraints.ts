import { checkConstraints, type Rule, type Rules } from "../kernel/constraints.ts";

/** What members of Parameter Store's requests may be: the constraints of its model, operation by operation. */
export function checkInput(operation: string, input: object): void {
  const rules = RULES[operation];
  if (rules) checkConstraints(input, rules, { code: "ValidationException", showsValue: true });
}

const NAME: Rule = { min: 1, max: 2048 };
const NAMES: Rules = { Names: { min: 1, max: 10, each: NAME } };
const LABELS: Rules = { Name: NAME, Labels: { min: 1, max: 10, each: { min: 1, max: 100 } } };
const TAG = "^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$";
const KEY: Rule = { min: 1, max: 128, pattern: TAG };
const TAGS: Rule = { max: 1000, each: { members: { Key: KEY, Value: { max: 256, pattern: TAG } } } };
const VALUES: Rule = { min: 1, max: 50, each: { min: 1, max: 1024 } };
const PAGE: Rule = { min: 1, max: 50 };
const FILTERS: Rule = {
  each: {
    members: {
      Key: { min: 1, max: 132, pattern: "tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType" },
      Option: { min: 1, max: 10 },
      Values: VALUES,
    },
  },
};
const RESOURCE: Rules = {
  ResourceType: {
    values: [
      "Document",
      "ManagedInstance",
      "MaintenanceWindow",
      "Parameter",
      "PatchBaseline",
      "OpsItem",
      "OpsMetadata",
      "Automation",
      "Association",
    ],
  },
};

/** The order of the two enumerations is that of AWS's answers. */
const RULES: Readonly<Record<string, Rules>> = {
  PutParameter: {
    Name: NAME,
    Value: { min: 1 },
    Type: { values: ["SecureString", "StringList", "String"] },
    Tier: { values: ["Advanced", "Intelligent-Tiering", "Standard"] },
    Description: { max: 1024 },
    AllowedPattern: { max: 1024 },
    DataType: { max: 128 },
    KeyId: { min: 1, max: 256, pattern: "^([a-zA-Z0-9:/_-]+)$" },
    Policies: { min: 1, max: 4096 },
    Tags: TAGS,
  },
  GetParameter: { Name: NAME },
  GetParameters: NAMES,
  DeleteParameter: { Name: NAME },
  DeleteParameters: NAMES,
  GetParametersByPath: { Path: NAME, MaxResults: { min: 1, max: 10 }, ParameterFilters: FILTERS },
  DescribeParameters: { MaxResults: PAGE, ParameterFilters: FILTERS },
  GetParameterHistory: { Name: NAME, MaxResults: PAGE },
  LabelParameterVersion: LABELS,
  UnlabelParameterVersion: LABELS,
  AddTagsToResource: { ...RESOURCE, Tags: TAGS },
  RemoveTagsFromResource: { ...RESOURCE, TagKeys: { each: KEY } },
  ListTagsForResource: RESOURCE,
};

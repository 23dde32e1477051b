import { AwsError } from "../kernel/errors.ts";

/**
 * CloudWatch's errors in CloudWatch's words. Codes are the query protocol's; where two shapes share one (dashboards and
 * alarms that do not exist), the shape's name says which.
 */
export const validationError = (message: string) => new AwsError("ValidationError", message, 400);

export const invalidValue = (message: string) => new AwsError("InvalidParameterValue", message, 400);

export const invalidCombination = (message: string) => new AwsError("InvalidParameterCombination", message, 400);

export const missingParameter = (name: string) =>
  new AwsError("MissingParameter", `The parameter ${name} is required.`, 400);

/** The sentence of AWS's common request validation. */
export const constraint = (value: unknown, member: string, rule: string) =>
  validationError(
    `1 validation error detected: Value ${value === undefined ? "null" : `'${value}'`} at '${member}' failed to satisfy constraint: ${rule}`,
  );

export const notInEnum = (value: unknown, member: string, values: readonly string[]) =>
  constraint(value, member, `Member must satisfy enum value set: [${values.join(", ")}]`);

export const exclusive = (first: string, second: string) =>
  invalidCombination(`The parameters ${first} and ${second} are mutually exclusive and you have specified both.`);

export const startNotBeforeEnd = "The parameter StartTime must be less than the parameter EndTime.";

export const tooManyDatapoints = (count: number) =>
  invalidCombination(
    `You have requested up to ${count} datapoints, which exceeds the limit of 1440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
  );

/** The model's text: what CloudWatch says to a token of its own making nobody has recorded. */
export const invalidNextToken = () => new AwsError("InvalidNextToken", "The next token specified is invalid.", 400);

/** ListMetrics and ListDashboards have no error for tokens but this one. */
export const invalidListToken = () => invalidValue("Invalid nextToken");

/** AWS says nothing more. */
export const alarmNotFound = () => new AwsError("ResourceNotFound", "", 404);

export const resourceNotFound = (arn: string) =>
  new AwsError("ResourceNotFoundException", "Unknown", 404, { ResourceType: "", ResourceId: arn });

export const dashboardNotFound = (name: string) =>
  new AwsError("DashboardNotFoundError", `Dashboard ${name} does not exist`, 404);

export const invalidDashboardName = () =>
  invalidValue(
    "The value for field DashboardName contains invalid characters. It can only contain alphanumerics, dash (-) and underscore (_).",
  );

export const notJson = () => new AwsError("InvalidFormat", "Data was not syntactically valid JSON.", 400);

import { AwsError } from "../kernel/errors.ts";

/**
 * Parameter Store's errors in its words. The codes are the model's; texts were seen in answers of AWS, or are the
 * model's own sentences about an error where nothing better is known.
 */
export const invalid = (message: string) => new AwsError("ValidationException", message, 400);

/** The sentence of AWS's common request validation. */
export const constraint = (value: unknown, member: string, rule: string) =>
  invalid(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must ${rule}`,
  );

/** AWS says nothing but the code. */
export const parameterNotFound = () => new AwsError("ParameterNotFound", "", 400);

export const parameterVersionNotFound = (version: string, name: string) =>
  new AwsError(
    "ParameterVersionNotFound",
    `Systems Manager could not find version ${version} of ${name}. Verify the version and try again.`,
    400,
  );

export const parameterAlreadyExists = () =>
  new AwsError(
    "ParameterAlreadyExists",
    "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
    400,
  );

export const patternMismatch = (pattern: string) =>
  new AwsError(
    "ParameterPatternMismatchException",
    `Parameter value, cannot be validated against allowedPattern: ${pattern}`,
    400,
  );

export const invalidPattern = () =>
  new AwsError("InvalidAllowedPatternException", "The request doesn't meet the regular expression requirement.", 400);

export const tooManyLevels = () =>
  new AwsError("HierarchyLevelLimitExceededException", "A hierarchy can have a maximum of 15 levels.", 400);

export const typeMismatch = () =>
  new AwsError(
    "HierarchyTypeMismatchException",
    "Parameter Store doesn't support changing a parameter type in a hierarchy.",
    400,
  );

export const reservedName = (name: string) =>
  new AwsError("AccessDeniedException", `No access to reserved parameter name: ${name}.`, 400);

export const invalidFilterKey = (message: string) => new AwsError("InvalidFilterKey", message, 400);

export const invalidFilterOption = (message: string) => new AwsError("InvalidFilterOption", message, 400);

export const invalidFilterValue = (message: string) => new AwsError("InvalidFilterValue", message, 400);

export const invalidNextToken = () => new AwsError("InvalidNextToken", "The specified token isn't valid.", 400);

export const invalidResourceId = () =>
  new AwsError(
    "InvalidResourceId",
    "The resource ID isn't valid. Verify that you entered the correct ID and try again.",
    400,
  );

export const invalidResourceType = () => new AwsError("InvalidResourceType", "The resource type isn't valid.", 400);

/** The model's sentence. */
export const invalidPolicies = () =>
  new AwsError("InvalidPolicyAttributeException", "A policy attribute or its value is invalid.", 400);

import { AwsError } from "../kernel/errors.ts";

/**
 * Parameter Store's errors in its words. The codes are the model's; texts were seen in answers of AWS, or are the
 * model's own sentences about an error where nothing better is known.
 */
export const invalid = (message: string) => new AwsError("ValidationException", message, 400);

/** AWS says nothing but the code. */
export const parameterNotFound = () => new AwsError("ParameterNotFound", "", 400);

export const parameterVersionNotFound = (version: string, name: string) =>
  new AwsError(
    "ParameterVersionNotFound",
    `Systems Manager could not find version ${version} of ${name}. Verify the version and try again.`,
    400,
  );

export const tooManyLabels = () =>
  new AwsError(
    "ParameterVersionLabelLimitExceeded",
    "A parameter version can have maximum 10 labels.Move one or more labels to another version and try again.",
    400,
  );

/** The oldest version would have to go, and is wanted by its label. */
export const oldestIsLabelled = (name: string, version: number) =>
  new AwsError(
    "ParameterMaxVersionLimitExceeded",
    `You attempted to create a new version of ${name} by calling the PutParameter API with the overwrite flag. Version ${version}, the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.`,
    400,
  );

/** The model's sentence. */
export const tooManyTags = () =>
  new AwsError(
    "TooManyTagsError",
    "The Targets parameter includes too many tags. Remove one or more tags and try the command again.",
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

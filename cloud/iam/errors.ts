import { AwsError } from "../kernel/errors.ts";
import type { IdentityKind } from "./identity.ts";

/**
 * IAM's errors in IAM's words. Codes and statuses are the model's; the texts are those that its callers quote.
 */
export const noSuchEntity = (message: string) => new AwsError("NoSuchEntity", message, 404);
export const alreadyExists = (message: string) => new AwsError("EntityAlreadyExists", message, 409);
const conflict = (message: string) => new AwsError("DeleteConflict", message, 409);
const limitExceeded = (message: string) => new AwsError("LimitExceeded", message, 409);
export const validationError = (message: string) => new AwsError("ValidationError", message, 400);
export const invalidInput = (message: string) => new AwsError("InvalidInput", message, 400);

const capitalized = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

export const noSuchIdentity = (kind: IdentityKind, name: string) =>
  noSuchEntity(`The ${kind} with name ${name} cannot be found.`);
export const noSuchInlinePolicy = (kind: IdentityKind, name: string) =>
  noSuchEntity(`The ${kind} policy with name ${name} cannot be found.`);
export const noSuchPolicy = (arn: string) => noSuchEntity(`Policy ${arn} was not found.`);
export const notAttachable = (arn: string) => noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
export const noSuchVersion = (arn: string, version: string) =>
  noSuchEntity(`Policy ${arn} version ${version} does not exist or is not attachable.`);
/** What is no ARN at all has another code than an ARN of something else; both were recorded. */
export const invalidArn = (arn: string) =>
  new AwsError(arn.startsWith("arn:") ? "InvalidInput" : "ValidationError", `ARN ${arn} is not valid.`, 400);
export const notABoundary = (arn: string) => noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);
export const noSuchProfile = (name: string) => noSuchEntity(`Instance Profile ${name} cannot be found.`);
export const notInProfile = (role: string, name: string) =>
  noSuchEntity(`Role ${role} in Instance Profile ${name} cannot be found.`);
export const noLoginProfile = (user: string) => noSuchEntity(`Login Profile for User ${user} cannot be found.`);
export const noSuchAccessKey = (id: string) => noSuchEntity(`The Access Key with id ${id} cannot be found.`);

export const identityExists = (kind: IdentityKind, name: string) =>
  alreadyExists(`${capitalized(kind)} with name ${name} already exists.`);
export const policyExists = (name: string) =>
  alreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`);

export const profileExists = (name: string) => alreadyExists(`Instance Profile ${name} already exists.`);
export const loginProfileExists = (user: string) => alreadyExists(`Login Profile for user ${user} already exists.`);

export const hasInlinePolicies = () => conflict("Cannot delete entity, must delete policies first.");
export const hasAttachedPolicies = () => conflict("Cannot delete entity, must detach all policies first.");
export const hasAccessKeys = () => conflict("Cannot delete entity, must delete access keys first.");
export const hasLoginProfile = () => conflict("Cannot delete entity, must delete login profile first.");
export const hasMembers = () => conflict("Cannot delete entity, must remove users from group first.");
export const isInProfile = () => conflict("Cannot delete entity, must remove roles from instance profile first.");
export const isAttached = () => conflict("Cannot delete a policy attached to entities.");
export const hasVersions = () =>
  conflict(
    "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
  );
export const isDefaultVersion = () => conflict("Cannot delete the default version of a policy.");

export const quotaExceeded = (quota: string, limit: number) =>
  limitExceeded(`Cannot exceed quota for ${quota}: ${limit}`);
export const inlinePoliciesTooLong = (kind: IdentityKind, name: string, limit: number) =>
  limitExceeded(`Maximum policy size of ${limit} bytes exceeded for ${kind} ${name}`);
export const tooManyVersions = () =>
  limitExceeded(
    "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.",
  );

/** AWS's own policies belong to AWS. */
export const awsOwned = () => new AwsError("AccessDenied", "Policy is outside your own account.", 403);

/** Said to whoever asks, whatever they may do: a key that nobody has is nobody's to read about. */
export const noKeyToReadAbout = (caller: string, id: string) =>
  new AwsError(
    "AccessDenied",
    `User: ${caller} is not authorized to perform iam:GetAccessKeyLastUsed on resource: access key ${id}`,
    403,
  );

/** The keys of roles and users differ by more than the case of their letters, those of policies need not. */
export const duplicateTags = (ignoringCase: boolean) =>
  invalidInput(`Duplicate tag keys found.${ignoringCase ? " Please note that Tag keys are case insensitive." : ""}`);

/** The sentence is ours. */
export const invalidMarker = () => validationError("Invalid Marker.");

export const needsUserName = () => validationError("Must specify userName when calling with non-User credentials");

import { invalid, invalidPattern, invalidPolicies, patternMismatch, typeMismatch } from "./errors.ts";
import type { Content, Tier, Version } from "./parameter.ts";

/** What a version of a parameter may be. Refuses in Parameter Store's words, in the order it seems to look. */
export function checkVersion(content: Content, before: Version | undefined, inHierarchy: boolean): void {
  const { type, value, dataType, allowedPattern } = content;
  if (type === undefined) throw invalid("A parameter type is required when you create a parameter.");
  if (content.keyId !== undefined && type !== "SecureString" && before?.type !== "SecureString") {
    throw invalid("KeyId is required for SecureString type parameter only.");
  }
  if (before && before.type !== type && inHierarchy) throw typeMismatch();
  if (dataType !== undefined && !DATA_TYPES.has(dataType)) {
    throw invalid(`The following data type is not supported: ${dataType} (Data type names are all lowercase.)`);
  }
  if (allowedPattern) checkPattern(value, allowedPattern);
  if (content.policies) checkPolicies(content.policies);
}

function checkPolicies(text: string): void {
  try {
    if (Array.isArray(JSON.parse(text))) return;
  } catch {
    // Refused like any other text that is no list.
  }
  throw invalidPolicies();
}

/** As the API reference lists them. Only `text` promises not to look at the value; we look at none. */
const DATA_TYPES = new Set(
  "text aws:ec2:image aws:ssm:integration aws:region aws:account:id boolean integer float binary hostname email ipv4-address ipv6-address url json jsonc".split(
    " ",
  ),
);

function checkPattern(value: string, pattern: string): void {
  let expression: RegExp;
  try {
    expression = new RegExp(`^(?:${pattern})$`, "s");
  } catch {
    throw invalidPattern();
  }
  if (!expression.test(value)) throw patternMismatch(pattern);
}

const LONGEST = { Standard: 4096, Advanced: 8192 };
const READ_MORE =
  "For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html";

/** The tier a version gets: the one asked for, what Intelligent-Tiering makes of it, or the one it had. */
export function tierOf(asked: string | undefined, content: Content, before: Tier | undefined): Tier {
  const advanced = content.value.length > LONGEST.Standard || Boolean(content.policies);
  if (asked === "Intelligent-Tiering") return before === "Advanced" || advanced ? "Advanced" : "Standard";
  const tier = (asked as Tier | undefined) ?? before ?? "Standard";
  if (tier === "Standard" && before === "Advanced") throw invalid(NO_WAY_BACK);
  if (content.value.length > LONGEST[tier]) throw tooLong(tier);
  return tier;
}

const NO_WAY_BACK =
  "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the advanced parameter and recreate it as a standard parameter.";

/** AWS's sentence is known for the standard tier; the other one's follows its pattern. */
function tooLong(tier: Tier) {
  const limit = `${tier} tier parameters support a maximum parameter value of ${LONGEST[tier]} characters.`;
  return tier === "Advanced"
    ? invalid(limit)
    : invalid(
        `${limit} To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. ${READ_MORE}`,
      );
}

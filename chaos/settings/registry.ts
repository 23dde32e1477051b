import type { Address, Setting, SettingKind } from "../setting.ts";
import { localFault } from "./cloud.ts";
import { rolePolicy } from "./iam.ts";
import { aliasVersion, concurrency, configuration, eventInvokeConfig, routing } from "./lambda.ts";
import { notifications } from "./s3.ts";
import { filterPolicy } from "./sns.ts";
import { queueAttribute } from "./sqs.ts";
import { parameter } from "./ssm.ts";

/** Every kind of setting that a journal may name. A kind that was once written down keeps its name and its places. */
const KINDS = [
  concurrency,
  eventInvokeConfig,
  routing,
  aliasVersion,
  configuration,
  parameter,
  rolePolicy,
  queueAttribute,
  filterPolicy,
  notifications,
  localFault,
] as readonly SettingKind[];

/** Opens an address that a journal kept; undefined for a kind that nobody here knows. */
export function settingAt({ kind, ...place }: Address): Setting | undefined {
  return KINDS.find((candidate) => candidate.kind === kind)?.at(place);
}

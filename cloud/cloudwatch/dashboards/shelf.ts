import type { Tag } from "@aws-sdk/client-cloudwatch";
import type { Clock } from "../../kernel/clock.ts";
import { AwsError } from "../../kernel/errors.ts";
import type { Feed } from "../../kernel/feed.ts";
import type { Place } from "../../kernel/house.ts";
import { dashboardNotFound, invalidDashboardName } from "../errors.ts";
import type { CloudWatchFact } from "../facts.ts";
import { tagsOf } from "../tags.ts";
import { checkBody } from "./body.ts";
import type { Dashboard } from "./dashboard.ts";
import type { Finding } from "./findings.ts";

/** All dashboards of the account by name. */
export class DashboardShelf {
  readonly #clock: Pick<Clock, "now">;
  readonly #feed: Feed<CloudWatchFact>;
  readonly #accountId: string;
  readonly #dashboards = new Map<string, Dashboard>();

  constructor({ clock, feed, place }: { clock: Pick<Clock, "now">; feed: Feed<CloudWatchFact>; place: Place }) {
    this.#clock = clock;
    this.#feed = feed;
    this.#accountId = place.accountId;
  }

  arnOf(name: string): string {
    return `arn:aws:cloudwatch::${this.#accountId}:dashboard/${name}`;
  }

  /** The warnings; mistakes are refused all together. Tags count for a new dashboard only. */
  put(name: string, body: string, tags: readonly Tag[] | undefined): readonly Finding[] {
    if (!/^[A-Za-z0-9_-]{1,255}$/.test(name)) throw invalidDashboardName();
    const findings = checkBody(body);
    if (!findings) throw new AwsError(INVALID, "The field DashboardBody must be a valid JSON object", 400);
    if (findings.errors.length > 0) throw invalidBody(findings.errors);
    const kept = this.#dashboards.get(name)?.tags ?? tagsOf(tags);
    this.#dashboards.set(name, { name, arn: this.arnOf(name), body, modifiedAt: this.#clock.now(), tags: kept });
    this.#feed.record({ kind: "DashboardPut", dashboard: name });
    return findings.warnings;
  }

  get(name: string): Dashboard {
    const dashboard = this.#dashboards.get(name);
    if (!dashboard) throw dashboardNotFound(name);
    return dashboard;
  }

  find(arn: string): Dashboard | undefined {
    return this.#dashboards.get(arn.split("dashboard/").at(-1) ?? "");
  }

  /** By name. */
  all(): Dashboard[] {
    return [...this.#dashboards.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** All of them, or none when one does not exist. */
  remove(names: readonly string[]): void {
    for (const name of names) this.get(name);
    for (const name of new Set(names)) {
      this.#dashboards.delete(name);
      this.#feed.record({ kind: "DashboardDeleted", dashboard: name });
    }
  }
}

/** The query code of the model's DashboardInvalidInputError. */
const INVALID = "InvalidParameterInput";

/** The message holds the findings as JSON, and so do the modeled members. */
function invalidBody(errors: readonly Finding[]): AwsError {
  const findings = JSON.stringify(errors, undefined, 2);
  const message = `The dashboard body is invalid, there are ${errors.length} validation errors:\n${findings}`;
  return new AwsError(INVALID, message, 400, { dashboardValidationMessages: errors.map(shownFinding) });
}

/** As the API carries it. */
export function shownFinding({ dataPath, message }: Finding): { DataPath: string; Message: string } {
  return { DataPath: dataPath, Message: message };
}

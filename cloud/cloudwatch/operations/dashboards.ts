import type * as CloudWatch from "@aws-sdk/client-cloudwatch";
import type { Output } from "../../kernel/house.ts";
import { sizeOf } from "../dashboards/dashboard.ts";
import { shownFinding } from "../dashboards/shelf.ts";
import { invalidListToken } from "../errors.ts";
import type { CloudWatchService } from "../service.ts";
import { slice } from "../tokens.ts";

/** ListDashboards' API reference. */
const PAGE = 1000;

/** The operations on dashboards. */
export function dashboardOperations({ dashboards }: CloudWatchService) {
  return {
    PutDashboard(input: CloudWatch.PutDashboardCommandInput): Output<CloudWatch.PutDashboardCommandOutput> {
      const warnings = dashboards.put(input.DashboardName!, input.DashboardBody!, input.Tags);
      return { DashboardValidationMessages: warnings.map(shownFinding) };
    },

    GetDashboard(input: CloudWatch.GetDashboardCommandInput): Output<CloudWatch.GetDashboardCommandOutput> {
      const { name, arn, body } = dashboards.get(input.DashboardName!);
      return { DashboardArn: arn, DashboardBody: body, DashboardName: name };
    },

    ListDashboards(input: CloudWatch.ListDashboardsCommandInput): Output<CloudWatch.ListDashboardsCommandOutput> {
      const matching = dashboards.all().filter(({ name }) => name.startsWith(input.DashboardNamePrefix ?? ""));
      const { items, ...next } = slice(matching, PAGE, input.NextToken, invalidListToken);
      const entries = items.map((dashboard) => ({
        DashboardName: dashboard.name,
        DashboardArn: dashboard.arn,
        LastModified: new Date(dashboard.modifiedAt),
        Size: sizeOf(dashboard),
      }));
      return { DashboardEntries: entries, ...next };
    },

    DeleteDashboards(input: CloudWatch.DeleteDashboardsCommandInput): Output<CloudWatch.DeleteDashboardsCommandOutput> {
      dashboards.remove(input.DashboardNames ?? []);
      return {};
    },
  };
}

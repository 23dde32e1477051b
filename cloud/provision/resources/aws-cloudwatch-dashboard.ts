import { GetDashboardCommand, PutDashboardCommand } from "@aws-sdk/client-cloudwatch";
import type { ResourceType } from "../resource.ts";

export const dashboard: ResourceType = {
  arguments: { dashboard_name: true, dashboard_body: true },
  async create({ dashboard_name, dashboard_body }, { clients }) {
    await clients.cloudwatch.send(
      new PutDashboardCommand({ DashboardName: dashboard_name, DashboardBody: dashboard_body }),
    );
    const { DashboardArn } = await clients.cloudwatch.send(new GetDashboardCommand({ DashboardName: dashboard_name }));
    return { id: dashboard_name, dashboard_name, dashboard_arn: DashboardArn };
  },
};

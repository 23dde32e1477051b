import type { Houses } from "../cloud.ts";
import { AwsError } from "../kernel/errors.ts";
import type { Links } from "../links.ts";
import type { LogsPorts } from "../logs/ports.ts";
import type { Authority } from "./authority.ts";

/** Joins CloudWatch Logs to the metrics of its metric filters and the functions of its subscription filters. */
export function logsPorts(houses: Houses, links: Links, authority: Authority): LogsPorts {
  const isThere = (arn: string) => {
    try {
      const { name, qualifier } = houses.services.lambda.reference(arn);
      return houses.services.lambda.find(name)?.has(qualifier) ?? false;
    } catch (error) {
      if (error instanceof AwsError) return false;
      throw error;
    }
  };
  const mayInvoke = (functionArn: string, sourceArn: string) => {
    if (!isThere(functionArn)) return false;
    const policy = houses.lambda.policyOf(functionArn);
    const reach = { action: "lambda:InvokeFunction", resource: functionArn, policy };
    // Policies name the service with its region or without.
    const principals = ["logs.amazonaws.com", `logs.${houses.place.region}.amazonaws.com`];
    return principals.some((principal) => authority.serviceMay(principal, sourceArn, reach));
  };
  return {
    publish: (data) => houses.services.cloudwatch.put(data),
    mayInvoke,
    invoke: (functionArn, sourceArn, event) =>
      links["logs -> lambda"].send(() => {
        if (mayInvoke(functionArn, sourceArn)) {
          houses.services.lambda.invokeAsync(functionArn, event, "logs.amazonaws.com");
        }
      }),
  };
}

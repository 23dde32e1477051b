/**
 * The account and region that the stack is deployed to: the two data sources of the stack, and the ARNs that can be built from them.
 *
 * Policies are bound to this account. An ARN built from a name stands where a reference would close a cycle (a queue whose own policy
 * names it). The partition is `aws`: a third data source for two more regions of the world would not earn its place.
 */
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity/index.js";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region/index.js";
import { Construct } from "constructs";

export class Account extends Construct {
  readonly id: string;
  readonly region: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.id = new DataAwsCallerIdentity(this, "caller").accountId;
    this.region = new DataAwsRegion(this, "region").name;
  }

  /** The ARN of something in this account and region that has a name of its own. */
  arn(service: string, resource: string): string {
    return `arn:aws:${service}:${this.region}:${this.id}:${resource}`;
  }
}

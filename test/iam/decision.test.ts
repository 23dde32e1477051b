import { expect } from "chai";
import { evaluate } from "../../cloud/iam/evaluate.ts";
import {
  allow,
  allows,
  ana,
  aRequest,
  aResourceGrant,
  deny,
  identity,
  permits,
  type StatementInput,
} from "./policies.ts";

describe("A decision", () => {
  const named = (Sid: string, input: StatementInput = {}) => ({ ...allow(input), Sid });

  it("names the statements that allow", () => {
    const policies = {
      identity: [identity(named("other", { Action: "s3:*" }), named("this"))],
      ...aResourceGrant({ AWS: ana.arn }),
    };
    expect(evaluate(aRequest(), policies).matched).to.deep.equal([
      { type: "resource", policy: "resource", arn: undefined, statement: 0, sid: undefined, effect: "Allow" },
      { type: "identity", policy: "identity", arn: undefined, statement: 1, sid: "this", effect: "Allow" },
    ]);
  });

  it("names nothing but the denying statements when there are any", () => {
    const { matched, deniedBy } = evaluate(aRequest(), {
      identity: [identity(named("yes"), { ...deny(), Sid: "no" })],
    });
    expect(matched.map(({ sid, effect }) => [sid, effect])).to.deep.equal([["no", "Deny"]]);
    expect(deniedBy).to.deep.equal({ type: "identity", arn: undefined });
  });

  it("names no statement for an implicit deny, even if some would have allowed", () => {
    const decision = evaluate(aRequest(), { ...allows, boundary: permits("managed", "s3:*") });
    expect(decision).to.deep.include({ decision: "implicitDeny", matched: [], deniedBy: { type: "boundary" } });
  });

  it("names every key a statement missed, and none of statements about something else", () => {
    const { missingContextValues } = evaluate(aRequest(), {
      identity: [
        identity(
          allow({
            Condition: {
              StringEquals: { "aws:SourceArn": "a", "s3:prefix": "b" },
              Bool: { "aws:SecureTransport": "true" },
            },
          }),
          allow({ Action: "s3:*", Condition: { StringEquals: { "s3:max-keys": "1" } } }),
        ),
      ],
    });
    expect(missingContextValues).to.deep.equal(["aws:SourceArn", "s3:prefix", "aws:SecureTransport"]);
  });
});

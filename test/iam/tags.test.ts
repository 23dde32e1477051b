import {
  CreatePolicyCommand,
  CreateRoleCommand,
  GetRoleCommand,
  ListPolicyTagsCommand,
  ListRoleTagsCommand,
  TagPolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import { ACCOUNT, aCloud, aDocument, lambdaTrust, refusal } from "./a-cloud.ts";

const role = { RoleName: "r" };
const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/p`;
const all = aDocument({ Effect: "Allow", Action: "*", Resource: "*" });
const tag = (Key: string, Value = "v") => ({ Key, Value });
const PATTERN = "Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+";

/** A role `r` and a policy `p`, and what is said to who asks wrongly. */
async function tagged() {
  const cloud = aCloud();
  const { iam } = cloud.asRoot();
  await cloud.run(async () => {
    await iam.send(new CreateRoleCommand({ ...role, AssumeRolePolicyDocument: lambdaTrust }));
    await iam.send(new CreatePolicyCommand({ PolicyName: "p", PolicyDocument: all }));
  });
  const said = (command: object) =>
    cloud.run(async () => {
      const { code, message } = await refusal(iam.send(command as TagRoleCommand));
      return `${code}: ${message}`;
    });
  return { ...cloud, root: iam, said };
}

describe("Tags", () => {
  it("of a role are replaced whatever the case of their keys, and taken away", async () => {
    const { root, run } = await tagged();
    await run(async () => {
      await root.send(new TagRoleCommand({ ...role, Tags: [tag("Team", "red"), tag("env", "")] }));
      await root.send(new TagRoleCommand({ ...role, Tags: [tag("team", "blue")] }));
      const { Tags } = await root.send(new ListRoleTagsCommand(role));
      expect(Tags).to.deep.equal([tag("env", ""), tag("team", "blue")]);
      await root.send(new UntagRoleCommand({ ...role, TagKeys: ["ENV", "none", "team"] }));
      expect((await root.send(new GetRoleCommand(role))).Role).to.not.have.property("Tags");
    });
  });

  it("of a policy differ by the case of their keys, the shorter ones first", async () => {
    const { root, run } = await tagged();
    await run(async () => {
      await root.send(new TagPolicyCommand({ PolicyArn, Tags: ["abc", "b", "A", "z", "a"].map((key) => tag(key)) }));
      const page = await root.send(new ListPolicyTagsCommand({ PolicyArn, MaxItems: 4 }));
      expect(page.Tags!.map(({ Key }) => Key)).to.deep.equal(["A", "a", "b", "z"]);
      const { Tags } = await root.send(new ListPolicyTagsCommand({ PolicyArn, Marker: page.Marker }));
      expect(Tags).to.deep.equal([tag("abc")]);
    });
  });

  it("come once each", async () => {
    const { said } = await tagged();
    const Tags = [tag("a"), tag("A")];
    expect(await said(new TagRoleCommand({ ...role, Tags }))).to.equal(
      "InvalidInputException: Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    );
    expect(await said(new TagPolicyCommand({ PolicyArn, Tags: [tag("a"), tag("a")] }))).to.equal(
      "InvalidInputException: Duplicate tag keys found.",
    );
  });

  it("are held to the model's constraints, and the refused value is kept to itself", async () => {
    const { said } = await tagged();
    const one = "ValidationError: 1 validation error detected: Value at";
    const constraint = "failed to satisfy constraint:";
    const rows: [command: object, message: string][] = [
      [
        new TagRoleCommand({ ...role, Tags: Array.from({ length: 51 }, (_, i) => tag(`k${i}`)) }),
        `${one} 'tags' ${constraint} Member must have length less than or equal to 50`,
      ],
      [
        new TagRoleCommand({ ...role, Tags: [tag("k".repeat(129))] }),
        `${one} 'tags.1.member.key' ${constraint} Member must have length less than or equal to 128`,
      ],
      [
        new TagRoleCommand({ ...role, Tags: [tag("a"), tag("b", "v".repeat(257))] }),
        `${one} 'tags.2.member.value' ${constraint} Member must have length less than or equal to 256`,
      ],
      [new TagRoleCommand({ ...role, Tags: [tag("a!")] }), `${one} 'tags.1.member.key' ${constraint} ${PATTERN}`],
      [
        new UntagRoleCommand({ ...role, TagKeys: ["k".repeat(129)] }),
        `${one} 'tagKeys' ${constraint} Member must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1, ${PATTERN}, Member must not be null]`,
      ],
    ];
    for (const [command, message] of rows) expect(await said(command)).to.equal(message);
  });

  it("are fifty at most, however they came", async () => {
    const { root, run, said } = await tagged();
    const fifty = Array.from({ length: 50 }, (_, i) => tag(`k${i}`));
    await run(() => root.send(new TagRoleCommand({ ...role, Tags: fifty })));
    expect(await said(new TagRoleCommand({ ...role, Tags: [tag("one more")] }))).to.equal(
      "LimitExceededException: Cannot exceed quota for TagsPerRole: 50",
    );
    await run(() => root.send(new TagRoleCommand({ ...role, Tags: [tag("K7", "again")] })));
  });
});

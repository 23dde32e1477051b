import { expect } from "chai";
import { Outbox } from "../../cloud/gateway/http/outbox.ts";
import { turn } from "../../cloud/kernel/activity.ts";

describe("the outbox of the HTTP door", () => {
  it("writes at the end of the turn, in the order in which answers came", async () => {
    const diary: string[] = [];
    const outbox = new Outbox<string>(() => {});
    outbox.put("one", () => diary.push("one"));
    await Promise.resolve();
    outbox.put("two", () => diary.push("two"));
    expect(diary).to.deep.equal([]);
    await turn();
    expect(diary).to.deep.equal(["one", "two"]);
    outbox.put("three", () => diary.push("three"));
    await turn();
    expect(diary.at(-1)).to.equal("three");
  });

  it("tells of an answer that cannot be written, and writes the others", async () => {
    const diary: string[] = [];
    const outbox = new Outbox<string>((error, recipient) => diary.push(`${recipient}: ${(error as Error).message}`));
    outbox.put("one", () => {
      throw new Error("no");
    });
    outbox.put("two", () => diary.push("two"));
    await turn();
    expect(diary).to.deep.equal(["one: no", "two"]);
  });
});

import { expect } from "chai";
import { load } from "../../lab/catalogue.ts";
import { wholePlanLines } from "../../lab/plan/lines.ts";
import { planOf } from "../../lab/plan/plan.ts";
import { requestOf, wishesOf } from "../../lab/request.ts";
import { textOf } from "./pages.ts";

describe("docs/plan.md", () => {
  const page = textOf("docs/plan.md");

  it("shows a plan as it is printed, and a statement of its policy", async () => {
    const entry = await load("notification-lost");
    const plan = planOf(entry, requestOf(entry, wishesOf({})));
    expect(page).to.contain(`\`\`\`\n${wholePlanLines(plan).join("\n")}\n\`\`\`\n`);
    const [, shown = ""] = /^```json\n([\s\S]*?)^```$/m.exec(page) ?? [];
    expect(plan.onAws!.policy.Statement).to.deep.include(JSON.parse(shown));
  });
});

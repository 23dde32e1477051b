import type { Story, Told } from "../data/live.ts";
import { clockTime, lengthOfTime } from "./numbers.ts";
import { type Part, part } from "./part.ts";

/** The way of the latest documents, one line each. */
export function drawStory(story: Story): Part {
  if (story.documents.length === 0) {
    return part("p", { class: "nothing" }, "No document yet. Publish some: npm run publisher, or run an experiment.");
  }
  return part("ol", { class: "documents" }, ...story.documents.map(document));
}

function document({ key, at, steps, end }: Told): Part {
  return part(
    "li",
    { class: end.replaceAll(" ", "-") },
    part("time", {}, clockTime(at / 1000, 1)),
    part("span", { class: "key", title: key }, key),
    part(
      "span",
      { class: "steps" },
      ...steps.map(({ after, says, bad }) =>
        part("span", { class: bad ? "step bad" : "step" }, says, part("small", {}, ` +${lengthOfTime(after)}`)),
      ),
    ),
    part("span", { class: "end" }, end),
  );
}

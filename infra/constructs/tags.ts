/**
 * Puts the stack's tags on everything that can carry tags. The lab finds its own resources by them, and touches no others.
 */
import type { IAspect } from "cdktf";
import type { IConstruct } from "constructs";

/** `project` is the same for every deployment, `stack` tells one from another. */
export const PROJECT_TAG = { project: "serverless-chaos-lab" } as const;

interface Taggable {
  tags: Record<string, string>;
}

export class StackTags implements IAspect {
  readonly #stack: string;

  constructor(stack: string) {
    this.#stack = stack;
  }

  visit(node: IConstruct): void {
    if (isTaggable(node)) node.tags = { ...PROJECT_TAG, stack: this.#stack };
  }
}

/** The bindings give a resource `tagsInput` exactly when its schema has tags that a stack may set. */
function isTaggable(node: unknown): node is Taggable {
  return typeof node === "object" && node !== null && "tagsInput" in node;
}

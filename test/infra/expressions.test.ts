import { expect } from "chai";
import { aStack, type Block, blocks, ref, texts } from "./a-stack.ts";

const EXPRESSION = /\$\{([^}]*)\}/g;
const REFERENCE = /^(data\.aws_caller_identity|data\.aws_region|aws_[a-z0-9_]+)\.([A-Za-z][\w-]*)\.([a-z_]+)$/;

describe("the expressions of the synthesised stack", () => {
  const flawed = {
    deadLetterQueuePermitted: false,
    subscriptionRedrive: false,
    reservedConcurrency: 5,
    completenessAlarm: false,
    providerMaxRetries: 2,
  };
  for (const [title, { json }] of [["sound", aStack()] as const, ["flawed", aStack(flawed)] as const]) {
    describe(`of a ${title} pipeline`, () => {
      it("are references to an attribute and nothing else", () => {
        expect(expressions(json).filter((expression) => !REFERENCE.test(expression))).to.deep.equal([]);
        expect(texts(json).filter((text) => /%\{|\$\$\{/.test(text))).to.deep.equal([]);
      });

      it("refer to what is there", () => {
        const addresses = new Set(blocks(json).map(({ address }) => address));
        const targets = blocks(json).flatMap(dependencies).concat(expressions(json.output).map(addressOf));
        expect(targets.filter((address) => !addresses.has(address))).to.deep.equal([]);
      });

      it("leave an order in which everything can be made", () => {
        expect(unordered(blocks(json))).to.deep.equal([]);
      });
    });
  }

  it("use two data sources, to bind policies to this account and region", () => {
    expect(Object.keys(aStack().json.data)).to.have.members(["aws_caller_identity", "aws_region"]);
    expect(blocks(aStack().json).filter(({ address }) => address.startsWith("data."))).to.have.length(2);
  });

  it("use no block that a small evaluator would not know", () => {
    const { json } = aStack();
    expect(Object.keys(json)).to.have.members(["//", "terraform", "provider", "data", "resource", "output"]);
    for (const { address, body } of blocks(json)) {
      expect(body, address).to.not.have.any.keys(
        "count",
        "for_each",
        "lifecycle",
        "provisioner",
        "connection",
        "provider",
      );
    }
  });

  it("would show a function call, a variable and a cycle for what they are", () => {
    expect(
      expressions({ a: ref('jsonencode({"n" = 1}') }).filter((expression) => !REFERENCE.test(expression)),
    ).to.have.length(1);
    expect(expressions({ a: ref("var.suffix") }).filter((expression) => !REFERENCE.test(expression))).to.deep.equal([
      "var.suffix",
    ]);
    const a = { address: "aws_a.a", type: "aws_a", name: "a", body: { b: ref("aws_b.b.arn") } };
    const b = { address: "aws_b.b", type: "aws_b", name: "b", body: { depends_on: ["aws_a.a"] } };
    expect(unordered([a, b])).to.deep.equal(["aws_a.a", "aws_b.b"]);
  });
});

function expressions(value: unknown): string[] {
  return texts(value).flatMap((text) => [...text.matchAll(EXPRESSION)].map(([, expression]) => expression!));
}

const addressOf = (reference: string) => reference.slice(0, reference.lastIndexOf("."));

function dependencies({ body }: Block): string[] {
  const stated = (body.depends_on as string[] | undefined) ?? [];
  return [...stated, ...expressions(body).map(addressOf)];
}

/** What is left when everything that can be made has been made. */
function unordered(all: readonly Block[]): string[] {
  let waiting = [...all];
  for (;;) {
    const names = new Set(waiting.map(({ address }) => address));
    const ready = waiting.filter((block) => !dependencies(block).some((address) => names.has(address)));
    if (ready.length === 0) return waiting.map(({ address }) => address);
    waiting = waiting.filter((block) => !ready.includes(block));
    if (waiting.length === 0) return [];
  }
}

import { expect } from "chai";
import { Concurrency } from "../../cloud/lambda/concurrency.ts";
import { errorOf } from "./a-lambda.ts";

const acquire = (concurrency: Concurrency, name: string, times: number) =>
  Array.from({ length: times }, () => concurrency.acquire(0, name));

describe("concurrency", () => {
  it("lets a function with a reservation use its own places and no others", () => {
    const concurrency = new Concurrency();
    concurrency.reserve("transform", 2);
    expect(acquire(concurrency, "transform", 3)).to.deep.equal([
      "acquired",
      "acquired",
      "ReservedFunctionConcurrentInvocationLimitExceeded",
    ]);
  });

  it("shares what is left of the account among all others", () => {
    const concurrency = new Concurrency(102);
    concurrency.reserve("transform", 2);
    expect(new Set(acquire(concurrency, "one", 60))).to.deep.equal(new Set(["acquired"]));
    expect(acquire(concurrency, "two", 41).slice(-2)).to.deep.equal(["acquired", "ConcurrentInvocationLimitExceeded"]);
    expect(concurrency.acquire(0, "transform")).to.equal("acquired");
  });

  it("gives a place back", () => {
    const concurrency = new Concurrency();
    concurrency.reserve("transform", 1);
    concurrency.acquire(0, "transform");
    concurrency.release("transform");
    expect(concurrency.acquire(0, "transform")).to.equal("acquired");
  });

  it("stops a function whose reservation is zero", () => {
    const concurrency = new Concurrency();
    concurrency.reserve("transform", 0);
    expect(concurrency.acquire(0, "transform")).to.equal("ReservedFunctionConcurrentInvocationLimitExceeded");
  });

  it("keeps 100 places for functions without a reservation", async () => {
    const concurrency = new Concurrency();
    const error = await errorOf(() => concurrency.reserve("transform", 901));
    expect([error.code, error.status]).to.deep.equal(["InvalidParameterValueException", 400]);
    expect(error.message).to.equal(
      "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
    );
    concurrency.reserve("transform", 900);
    concurrency.reserve("transform", 899);
    expect(concurrency.unreservedLimit).to.equal(101);
  });

  it("moves running places between the pools when a reservation comes or goes", () => {
    const concurrency = new Concurrency(110);
    acquire(concurrency, "transform", 5);
    concurrency.reserve("transform", 10);
    expect(new Set(acquire(concurrency, "other", 100))).to.deep.equal(new Set(["acquired"]));
    expect(concurrency.acquire(0, "other")).to.equal("ConcurrentInvocationLimitExceeded");
    for (let i = 0; i < 5; i++) concurrency.release("transform");
    concurrency.unreserve("transform");
    expect(acquire(concurrency, "other", 11).slice(-2)).to.deep.equal([
      "acquired",
      "ConcurrentInvocationLimitExceeded",
    ]);
  });

  it("remembers the highest counts until they are read", () => {
    const concurrency = new Concurrency();
    concurrency.acquire(10, "one");
    concurrency.acquire(20, "one");
    concurrency.acquire(30, "two");
    concurrency.release("one");
    expect(concurrency.peaks(60)).to.deep.equal({
      functions: [
        { name: "one", value: 2, at: 20 },
        { name: "two", value: 1, at: 30 },
      ],
      unreserved: { value: 3, at: 30 },
      account: { value: 3, at: 30 },
    });
    concurrency.release("two");
    expect(concurrency.peaks(120).functions).to.deep.equal([
      { name: "one", value: 1, at: 60 },
      { name: "two", value: 1, at: 60 },
    ]);
    expect(concurrency.peaks(180).functions).to.deep.equal([{ name: "one", value: 1, at: 120 }]);
  });
});

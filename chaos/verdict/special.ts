/**
 * The special functions that exact bounds and sequential tests need: the regularised incomplete beta function and its
 * inverse, the binomial distribution, the logarithm of the beta function. They are Stephen Moshier's Cephes routines compiled to WebAssembly (package `cephes`), whose
 * arithmetic is the same on every machine, unlike that of Math.log and Math.pow.
 */
import { createRequire } from "node:module";

interface Cephes {
  incbet(a: number, b: number, x: number): number;
  incbi(a: number, b: number, p: number): number;
  bdtr(k: number, n: number, p: number): number;
  lbeta(a: number, b: number): number;
  exp(x: number): number;
  log(x: number): number;
  log1p(x: number): number;
}

// The package's ES module compiles its WebAssembly asynchronously, its CommonJS module at once. Required, the
// functions are ready when this module is, and no thread pool decides when.
const cephes = createRequire(import.meta.url)("cephes") as Cephes;

/** The probability that a Beta(a, b) variable is at most x: I_x(a, b). */
export function betaCdf(x: number, a: number, b: number): number {
  return cephes.incbet(a, b, x);
}

/** The x at which `betaCdf(x, a, b)` is p. */
export function betaQuantile(p: number, a: number, b: number): number {
  return cephes.incbi(a, b, p);
}

/** The probability of at most k successes in n independent draws of probability p. */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  return k >= n ? 1 : cephes.bdtr(k, n, p);
}

/** The logarithm of the beta function: ln B(a, b). */
export function logBeta(a: number, b: number): number {
  return cephes.lbeta(a, b);
}

export function exp(x: number): number {
  return cephes.exp(x);
}

/** The natural logarithm. */
export function log(x: number): number {
  return cephes.log(x);
}

/** ln(1 + x), exact for small x, too. */
export function log1p(x: number): number {
  return cephes.log1p(x);
}

/** Did the fault bite? A run whose fault did not is never a pass: nothing was asked, so nothing was answered. */
import { binomialInterval } from "./bounds.ts";
import type { FactualFault, FaultEvidence, StrikingFault } from "./evidence.ts";
import type { Finding } from "./finding.ts";
import { count, limit } from "./words.ts";

/** `early`: the run ended before its plan was through, so a count that was planned for all of it need not be reached. */
export function efficacy(fault: FaultEvidence, early = false): Finding {
  return "fact" in fault ? byFact(early ? { ...fault, atLeast: 1 } : fault) : byProbability(fault);
}

/** Only first attempts are judged: one independent draw a document, so the binomial interval is exact. */
function byProbability(fault: StrikingFault): Finding {
  const { name, probability, firstAttempts, struck, laterStrikes = 0 } = fault;
  const { low, high } = binomialInterval(firstAttempts, probability);
  // With few attempts the interval may begin at zero, and a fault that struck nobody was still not there.
  const least = Math.max(1, low);
  const bit = struck >= least && struck <= high;
  const range = `${count(least)} to ${count(high)} expected at ${limit(probability)}`;
  const says = `${name} struck ${count(struck)} of ${count(firstAttempts)} first attempts in force, ${range}`;
  return {
    rule: "efficacy",
    outcome: bit ? "held" : "invalid",
    says: bit ? says : `${says}: ${excuse(struck, least, firstAttempts)}`,
    numbers: { fault: name, probability, firstAttempts, struck, laterStrikes, low: least, high },
  };
}

function excuse(struck: number, least: number, firstAttempts: number): string {
  if (firstAttempts === 0) return "no attempt met the fault";
  return struck < least ? "the fault did not bite as it should" : "something else strikes as well";
}

function byFact({ name, fact, count: seen, atLeast }: FactualFault): Finding {
  const least = Math.max(1, atLeast);
  const bit = seen >= least;
  const says = `${name} shows in ${count(seen)} ${fact}, at least ${count(least)} expected`;
  return {
    rule: "efficacy",
    outcome: bit ? "held" : "invalid",
    says: bit ? says : `${says}: the fault did not bite`,
    numbers: { fault: name, fact, count: seen, atLeast: least },
  };
}

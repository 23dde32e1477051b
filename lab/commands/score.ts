import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { plural } from "../../chaos/verdict/words.ts";
import { Interruption } from "../interruption.ts";
import { type Raw, whole } from "../request.ts";
import { checkWritable, shown } from "../run-folder.ts";
import type { Answer, Question } from "../score/cell.ts";
import { frameOf, type Wanted } from "../score/frame.ts";
import { scoreHtml } from "../score/html.ts";
import { scoreMarkdown } from "../score/markdown.ts";
import { type Matrix, matrixOf } from "../score/matrix.ts";
import { questionsOf } from "../score/questions.ts";
import { askServed, MINUTES } from "../score/served.ts";
import { clockOf, complaintLines, type Effort, leftLines, matrixLines, summaryLines } from "../score/text.ts";
import { Screen } from "../screen.ts";
import { atOnce, inParallel } from "../workers.ts";

export interface ScoreOptions extends Wanted {
  readonly full: boolean;
  readonly jobs?: Raw;
  readonly out?: string | undefined;
  readonly json: boolean;
}

/**
 * `chaoslab score`: every experiment on the repaired pipeline and on each flawed one. Exit 0: each flaw is killed, and
 * the repaired pipeline is HELD by all; 1: not so; 130: interrupted.
 */
export async function score(options: ScoreOptions): Promise<number> {
  const screen = new Screen(options);
  const out = resolve(options.out ?? SCORE);
  const { frame, left } = await frameOf(options);
  const jobs = whole("jobs", options.jobs, 1, 256) ?? availableParallelism();
  mkdirSync(out, { recursive: true });
  checkWritable(out);
  const interruption = new Interruption((line) => screen.note(line));
  const folder = mkdtempSync(join(tmpdir(), "chaoslab-score-"));
  try {
    const began = performance.now();
    const questions = questionsOf(frame, options.full);
    const answers = await asked(questions, { screen, out, folder, jobs, signal: interruption.signal });
    const effort = { runs: answers.length, seconds: (performance.now() - began) / 1000, full: options.full };
    const matrix = matrixOf(answers, frame);
    tell(matrix, effort, { screen, out, notes: leftLines(left), answers });
    return matrix.passed ? 0 : 1;
  } catch (error) {
    if (interruption.code) return interruption.code;
    throw error;
  } finally {
    screen.ended();
    interruption.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const SCORE = resolve(import.meta.dirname, "../../build/score");
/** What a worker runs: the same door from the shell as everybody's. */
const WORKER = resolve(import.meta.dirname, "../../bin/score-worker.js");

interface Asking {
  readonly screen: Screen;
  readonly out: string;
  readonly folder: string;
  readonly jobs: number;
  readonly signal: AbortSignal;
}

/** The simulation first: what it takes of the processors would be missing where time is real. */
async function asked(questions: readonly Question[], { screen, out, folder, jobs, signal }: Asking): Promise<Answer[]> {
  const began = performance.now();
  let done = 0;
  const told = (answer: Answer) => {
    done++;
    screen.event("answer", answer);
    const since = clockOf((performance.now() - began) / 1000);
    screen.advanced(done, questions.length, `${done} of ${questions.length} runs, ${since}`);
  };
  const [live, simulated] = [questions.filter(({ served }) => served), questions.filter(({ served }) => !served)];
  const answers = await inParallel<Question, Answer>(
    { program: WORKER, args: [folder], jobs, signal },
    simulated,
    told,
  );
  if (live.length > 0) screen.note(waitFor(live, jobs));
  const ask = (question: Question) => askServed(question, { folder, runs: join(out, "runs"), signal });
  return [...answers, ...(await atOnce(jobs, live, ask, told))];
}

/** Said once, because then nothing moves for minutes. */
function waitFor(live: readonly Question[], jobs: number): string {
  const each = live[0]!.full ? MINUTES.full : MINUTES.brief;
  const minutes = Math.ceil(live.length / jobs) * each;
  return `${plural(live.length, "run")} on served clouds, in real time: about ${minutes} minutes`;
}

interface Telling {
  readonly screen: Screen;
  readonly out: string;
  readonly notes: readonly string[];
  readonly answers: readonly Answer[];
}

function tell(matrix: Matrix, effort: Effort, { screen, out, notes, answers }: Telling): void {
  screen.ended();
  screen.lines([...matrixLines(matrix), "", ...summaryLines(matrix, effort), ...notes, ...complaintLines(matrix)]);
  const { score, passed } = matrix;
  screen.event("score", { ...score, passed, ...effort, folder: out });
  write(out, "score.json", `${JSON.stringify({ ...effort, notes, ...matrix, answers }, null, 2)}\n`);
  write(out, "score.md", scoreMarkdown(matrix, effort, notes));
  write(out, "score.html", scoreHtml(matrix, effort, notes));
  screen.lines([`files in ${shown(out)}`]);
}

/** Whole or not at all, also with two at once. */
function write(folder: string, name: string, content: string): void {
  const bench = join(folder, `.${name}-${process.pid}`);
  writeFileSync(bench, content);
  renameSync(bench, join(folder, name));
}

/**
 * A worker of `chaoslab score`: asks one question after the other, until the process that started it is gone. That one
 * owns the folder that is this program's argument, where stacks are synthesised.
 */
import { answering } from "../workers.ts";
import { ask } from "./ask.ts";
import type { Question } from "./cell.ts";

const [folder = ""] = process.argv.slice(2);

answering((question: Question) => ask(question, folder));

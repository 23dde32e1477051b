import { open } from "./door.js";

await open("lab/score/worker.ts");

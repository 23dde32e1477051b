/** `npm ci` ends with this, so that the first start is as quick as all others. Without it the first start builds. */
import { built } from "./built.js";

await built("lab/main.ts");

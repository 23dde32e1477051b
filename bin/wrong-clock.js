import { open } from "./door.js";

await open("lab/live/wrong-clock-client.ts");

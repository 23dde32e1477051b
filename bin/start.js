import { open } from "./door.js";

await open("lab/flagship.ts");

import "./quiet.js";
import "tsx";

await import("../lab/flagship.ts");

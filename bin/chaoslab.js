#!/usr/bin/env node
import "./quiet.js";
import "tsx";

await import("../lab/main.ts");
